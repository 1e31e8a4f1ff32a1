import { effectiveDue, type PersonalFacts, toGranted } from '../../assessments';
import { type Due, type DueDate, dueIn, isHandedIn } from './due';
import type { ScoreStatus } from '../results/result-value';

export const DUE_MOVERS = ['accommodation', 'exception'] as const;
/** What gives a learner another due date than everybody's. */
export type DueMover = (typeof DUE_MOVERS)[number];

/** A line item with what decides when it is due for a learner; the last two are null where it is no quiz's. */
export interface DatedWork extends DueDate {
  activityId: string | null;
  closesAt: Date | null;
  /** As the server has it. */
  hardClose: boolean | number | null;
}

/** The due that counts for one learner. */
export interface CountedDue extends Due {
  /** Null: it is that of everybody. */
  movedBy: DueMover | null;
}

/** What the columns of `EXCEPTION_DATES` hold; all null without an exception. */
export interface ExceptionDates {
  granted: string | null;
  grantedDueAt: Date | null;
  grantedClosesAt: Date | null;
  grantedDueTimeZone: string | null;
}

/** The dates of an exception `x`, which decide when a quiz is due. */
export const EXCEPTION_DATES =
  'x.granted, x.due_at AS grantedDueAt, x.closes_at AS grantedClosesAt, x.due_time_zone AS grantedDueTimeZone';

export function toDates({
  granted,
  grantedDueAt,
  grantedClosesAt,
  grantedDueTimeZone: dueTimeZone,
}: ExceptionDates): PersonalFacts['exception'] {
  if (granted === null) return undefined;
  const exception = toGranted({
    ...{ granted, grantedDueAt, grantedClosesAt },
    ...{
      grantedOpensAt: null,
      grantedTimeLimitSeconds: null,
      grantedMaxAttempts: null,
      passwordWaived: null,
    },
  });
  return exception && { ...exception, dueTimeZone };
}

/**
 * When work is due for one learner. Quizzes go by the terms that the learner has in them. For work that was handed in, the
 * accommodations count that were in force at that instant or in the 24 hours before, otherwise those that are now: what ends later makes nothing late.
 *
 * @param timeZone IANA name, of the course
 * @param handedInAt null where it was not, or nobody knows
 */
export function countedDue(
  work: DatedWork,
  timeZone: string,
  personal: PersonalFacts | undefined,
  handedInAt: Date | null,
  now: Date,
): CountedDue | null {
  const hasTerms =
    personal !== undefined && (personal.accommodations.length > 0 || personal.exception !== undefined);
  if (work.activityId === null || !hasTerms) {
    const due = dueIn(timeZone, work);
    return due && { ...due, movedBy: null };
  }
  const { at, since } = countedSpan(handedInAt, now);
  const { dueAt, closesAt } = work;
  const policy = { dueAt, closesAt, hardClose: Boolean(work.hardClose), timeZone };
  const { effective, origin } = effectiveDue(policy, personal, since, at);
  const { dueTimeZone = null } = (origin === 'exception' ? personal.exception : work) ?? {};
  const due = dueIn(timeZone, { dueAt: effective, dueTimeZone });
  return due && { ...due, movedBy: origin === 'quiz' ? null : origin };
}

/** Accommodations count that are in force at some time of it. */
export function countedSpan(handedInAt: Date | null, now: Date): { since: Date; at: Date } {
  const at = handedInAt ?? now;
  return { at, since: handedInAt === null ? now : new Date(at.getTime() - 86_400_000) };
}

/** The instant at which a result was handed in; null where it was not, or nobody knows. */
export function handedInAt(
  result: { scoreStatus: ScoreStatus; submittedAt: Date | null } | undefined,
): Date | null {
  return result !== undefined && isHandedIn(result) ? result.submittedAt : null;
}
