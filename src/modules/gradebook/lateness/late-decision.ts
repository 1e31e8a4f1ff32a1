export const TIMELINESS_STATUSES = ['none', 'late', 'missing', 'extended'] as const;
/** How work stands to its due date; `none` where there is nothing to say. */
export type TimelinessStatus = (typeof TIMELINESS_STATUSES)[number];

/** What staff have said about the lateness of one result. It stays when the result gets another score. */
export interface LateDecision {
  /** Null: what follows from the instants. */
  status: TimelinessStatus | null;
  /** For `late`, from 1; null for all else. */
  lateSeconds: number | null;
  /** Lateness takes nothing from this result. */
  isWaived: boolean;
  /** So many grace tokens at most are spent on it, before those of other work; null: as the late policy says. */
  graceTokens: number | null;
}

export const NO_DECISION: LateDecision = {
  status: null,
  lateSeconds: null,
  isWaived: false,
  graceTokens: null,
};

/** Null for a result about which nothing was said, as most are. */
export function toLateDecision(stored: string | null): LateDecision | null {
  // Releases before tokens wrote none.
  return stored === null ? null : { ...NO_DECISION, ...(JSON.parse(stored) as LateDecision) };
}

/** What is stored: null where nothing is said. */
export function toStoredDecision(decision: LateDecision | null): string | null {
  if (decision === null) return null;
  const { status, lateSeconds, isWaived, graceTokens } = decision;
  if (status === null && !isWaived && graceTokens === null) return null;
  // Without tokens it is as releases before them wrote it.
  return JSON.stringify({ status, lateSeconds, isWaived, ...(graceTokens === null ? {} : { graceTokens }) });
}

export function isSameDecision(one: LateDecision | null, other: LateDecision | null): boolean {
  return toStoredDecision(one) === toStoredDecision(other);
}
