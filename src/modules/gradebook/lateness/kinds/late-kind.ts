export const LATE_KINDS = ['rate', 'steps'] as const;
/** How a late policy measures what it takes. */
export type LateKindName = (typeof LATE_KINDS)[number];

export const LATE_INTERVALS = ['hour', 'day'] as const;
export type LateInterval = (typeof LATE_INTERVALS)[number];

/** A decimal in percent of the possible points. */
type Percent = string;

export interface LateStep {
  /** In hours from the due date; null: for ever. */
  untilHours: number | null;
  percent: Percent;
}

/** What the kinds say; each reads its own. */
export interface LateTerms {
  percent?: Percent;
  interval?: LateInterval;
  steps?: LateStep[];
}

export interface LateKind {
  /** The terms of a request, as they are stored. Throws LatePolicyError for those that do not fit. */
  termsIn: (sent: LateTerms) => LateTerms;
  /** For work that is late by so many seconds, from 1 on. */
  percentAfter: (terms: LateTerms, lateSeconds: number) => Percent;
}
