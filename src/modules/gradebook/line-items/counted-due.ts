import { effectiveDue, type PersonalFacts, toGranted } from '../../assessments';
import { type Day, daysBetween, endOfDay } from '../../../shared/time/zoned-time';
import { type Due, type DueDate, dueIn, isExempt, isHandedIn } from './due';
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
 * accommodations count that were in force on that day, otherwise those that are now: what ends later makes nothing late.
 *
 * @param timeZone IANA name, of the course
 * @param handedInOn null where it was not
 */
export function countedDue(
  work: DatedWork,
  timeZone: string,
  personal: PersonalFacts | undefined,
  handedInOn: Day | null,
  now: Date,
): CountedDue | null {
  const hasTerms =
    personal !== undefined && (personal.accommodations.length > 0 || personal.exception !== undefined);
  if (work.activityId === null || !hasTerms) {
    const due = dueIn(timeZone, work);
    return due && { ...due, movedBy: null };
  }
  const at = handedInOn === null ? now : endOfDay(handedInOn, timeZone);
  const since = handedInOn === null ? now : new Date(at.getTime() - 86_400_000);
  const { dueAt, closesAt } = work;
  const policy = { dueAt, closesAt, hardClose: Boolean(work.hardClose), timeZone };
  const { effective, origin } = effectiveDue(policy, personal, since, at);
  const { dueTimeZone = null } = (origin === 'exception' ? personal.exception : work) ?? {};
  const due = dueIn(timeZone, { dueAt: effective, dueTimeZone });
  return due && { ...due, movedBy: origin === 'quiz' ? null : origin };
}

/**
 * How many days after its due day work was handed in: 0 for in time. Null where nothing was handed in, the learner is exempt,
 * or it is not due. Results are dated by days, so this is the exactest that there is.
 */
export function daysLate(
  result: { scoreStatus: ScoreStatus; scoreDate: Day } | undefined,
  due: Due | null,
): number | null {
  if (result === undefined || due === null || !isHandedIn(result) || isExempt(result)) return null;
  return result.scoreDate <= due.day ? 0 : daysBetween(due.day, result.scoreDate);
}

/** The day on which a result was handed in; null where it was not. */
export function handedInOn(result: { scoreStatus: ScoreStatus; scoreDate: Day } | undefined): Day | null {
  return result !== undefined && isHandedIn(result) ? result.scoreDate : null;
}
