/**
 * queued → running → succeeded | partly_succeeded | failed | cancelled. Running work that would end more than expected
 * stops with needs_confirmation and has changed nothing; once confirmed, it is queued again. partly_succeeded: the work
 * is over, but parts of it were refused.
 */
export const OPERATION_STATUSES = [
  'queued',
  'running',
  'needs_confirmation',
  'succeeded',
  'partly_succeeded',
  'failed',
  'cancelled',
] as const;
export type OperationStatus = (typeof OPERATION_STATUSES)[number];

/** Final statuses. */
export const FINISHED_STATUSES = [
  'succeeded',
  'partly_succeeded',
  'failed',
  'cancelled',
] as const satisfies OperationStatus[];

/** An error: something was not done. A warning: it was done, but perhaps not as expected. */
export const ISSUE_SEVERITIES = ['error', 'warning'] as const;
export type IssueSeverity = (typeof ISSUE_SEVERITIES)[number];

/** What was done with one part of the work, such as a file. In rows. */
export interface PartCounts {
  /** For example `users.csv`. */
  part: string;
  read: number;
  added: number;
  changed: number;
  ended: number;
  unchanged: number;
  refused: number;
}

/** What a person must confirm before the work continues. */
export interface Confirmation {
  /** A sentence for people. */
  detail: string;
  items: ConfirmationItem[];
}

export interface ConfirmationItem {
  /** Of the thing it is about, such as a course; null where it is about a whole kind of thing. */
  id: string | null;
  title: string;
  /** How many are active now, and how many of them would end. */
  active: number;
  ending: number;
  /** 100 · ending / active, rounded half-up to 1 decimal, as text. */
  sharePercent: string;
}

/** The right to run an operation, until another process takes it with a higher fence. */
export interface Lease {
  id: string;
  fence: number;
}

/** How many issues of an operation are kept; the rest is counted. */
export const MOST_ISSUES = 10_000;
