/**
 * queued → running → succeeded | failed | cancelled. Running work that finds it would do harm stops at
 * needs_confirmation, having changed nothing; confirmed, it is queued again.
 */
export const OPERATION_STATUSES = [
  'queued',
  'running',
  'needs_confirmation',
  'succeeded',
  'failed',
  'cancelled',
] as const;
export type OperationStatus = (typeof OPERATION_STATUSES)[number];

/** Those that nothing follows. */
export const FINISHED_STATUSES = ['succeeded', 'failed', 'cancelled'] as const satisfies OperationStatus[];

/** An error: something was not done. A warning: it was done, but otherwise than one might think. */
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

/** What somebody must agree to before the work goes on. */
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

/** An operation as it stands in the store. */
export interface OperationRecord {
  id: string;
  kind: string;
  status: OperationStatus;
  /** What it is about, for people: the name of a file. */
  subject: string;
  /** Null for a command at the terminal. */
  requestedBy: string | null;
  isDryRun: boolean;
  isConfirmed: boolean;
  input: unknown;
  phase: string | null;
  progressDone: number;
  /** Null while it is not known. */
  progressTotal: number | null;
  summary: PartCounts[] | null;
  confirmation: Confirmation | null;
  errorCode: string | null;
  errorDetail: string | null;
  issueCount: number;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  fence: number;
  beats: number;
  attempts: number;
  /** What its work has saved, to go on from there; null where it has saved nothing. */
  checkpoint: unknown;
}

/** What is looked at to see whether somebody runs an operation. */
export type OperationSign = Pick<OperationRecord, 'id' | 'kind' | 'status' | 'fence' | 'beats'>;

/** The right to run an operation, until somebody takes it with a higher fence. */
export interface Lease {
  id: string;
  fence: number;
}

/** What a new operation is made of. */
export type NewOperation = Pick<
  OperationRecord,
  'kind' | 'subject' | 'requestedBy' | 'isDryRun' | 'isConfirmed' | 'input'
>;

export interface NewIssue {
  severity: IssueSeverity;
  file: string | null;
  line: number | null;
  column: string | null;
  /** Stable, for programs. */
  code: string;
  /** A sentence for people. Cut after 1,000 characters. */
  message: string;
  /** What stood there. Cut after 255 characters. */
  value: string | null;
}

export interface IssueRecord extends NewIssue {
  /** From 1, in the order in which they were found. */
  seq: number;
}

/** How many issues of an operation are kept; the rest is counted. */
export const MOST_ISSUES = 10_000;
