import { type Due, isExempt, isHandedIn } from '../line-items/due';
import type { ScoreStatus } from '../results/result-value';
import { type LateDecision, NO_DECISION, type TimelinessStatus } from './late-decision';

export interface Timeliness {
  status: TimelinessStatus;
  /** Staff have set the status, which then beats what follows from the instants. */
  isByHand: boolean;
  /** From due to submission, begun seconds count; 0: not late. */
  lateSeconds: number;
  /** Lateness takes nothing. */
  isWaived: boolean;
  /** Of what is late: when it came in, as the lateness has it; null where nobody knows. */
  cameAt: Date | null;
  /** So many grace tokens at most are spent on it, as staff say; null: nothing was said. */
  saidTokens: number | null;
}

/** What a result says about when it came in. */
export interface HandedIn {
  score: string | null;
  scoreStatus: ScoreStatus;
  /** Null where nobody knows. */
  submittedAt: Date | null;
  lateDecision: LateDecision | null;
}

export const ON_TIME: Timeliness = {
  ...{ status: 'none', isByHand: false, lateSeconds: 0, isWaived: false },
  ...{ cameAt: null, saidTokens: null },
};

/** A day of lateness is 24 hours that passed, whatever the clocks did. */
export const SECONDS_A_DAY = 86_400;

/**
 * How a learner's work stands to the due date that counts for them. Late is what came in after it, by instants: neither the day of
 * grading nor work whose instant nobody knows makes anything late. What is exempt or not submitted is never late. Up to `graceSeconds`
 * nothing is late or missing; beyond them all of the lateness counts.
 *
 * Missing is what is due, where something is to be handed in, there is no score, and nothing came.
 */
export function timelinessOf(
  result: HandedIn | undefined,
  due: Due | null,
  { expectsSubmission, graceSeconds, now }: { expectsSubmission: boolean; graceSeconds: number; now: Date },
): Timeliness {
  if (isExempt(result)) return ON_TIME;
  const {
    status,
    lateSeconds: said,
    isWaived,
    graceTokens: saidTokens,
  } = result?.lateDecision ?? NO_DECISION;
  const submittedAt = result?.submittedAt ?? null;
  if (status !== null) {
    const lateSeconds = said ?? 0;
    const cameAt = status === 'late' ? (submittedAt ?? afterDue(due, lateSeconds)) : null;
    return { status, isByHand: true, lateSeconds, isWaived, cameAt, saidTokens };
  }
  if (isHandedIn(result)) {
    const lateSeconds = secondsLate(submittedAt, due);
    if (lateSeconds > graceSeconds)
      return { status: 'late', isByHand: false, lateSeconds, isWaived, cameAt: submittedAt, saidTokens };
    return isWaived ? { ...ON_TIME, isWaived } : ON_TIME;
  }
  const isMissing =
    expectsSubmission && (result?.score ?? null) === null && secondsLate(now, due) > graceSeconds;
  return isMissing ? { ...ON_TIME, status: 'missing', isWaived } : ON_TIME;
}

function afterDue(due: Due | null, seconds: number): Date | null {
  return due && new Date(due.at.getTime() + seconds * 1000);
}

/** As `timelinessOf` says, for figures that count nothing else. */
export function isHandedInLate(result: HandedIn | undefined, due: Due | null, graceSeconds: number): boolean {
  if (result === undefined) return false;
  // Now says only what is missing.
  return timelinessOf(result, due, { expectsSubmission: false, graceSeconds, now: NEVER }).status === 'late';
}

const NEVER = new Date(0);

/** Begun seconds from the due instant on; 0 where it is not passed, or there is none. */
function secondsLate(at: Date | null, due: Due | null): number {
  if (at === null || due === null) return 0;
  return Math.max(0, Math.ceil((at.getTime() - due.at.getTime()) / 1000));
}

/**
 * How many days late work came, begun ones: 0 for in time. Null where nothing was handed in, the learner is exempt, it is not due, or
 * nobody knows when it came.
 */
export function daysLate(
  result: HandedIn | undefined,
  due: Due | null,
  { status, lateSeconds }: Timeliness,
): number | null {
  if (status === 'late') return Math.ceil(lateSeconds / SECONDS_A_DAY);
  const isKnown = isHandedIn(result) && !isExempt(result) && due !== null && result?.submittedAt;
  return isKnown ? 0 : null;
}
