import { type Day, dayIn, daysBetween } from '../../../shared/time/zoned-time';

/** When a learner last did something in a course. Null where there is nothing. */
export interface LastSigns {
  /** The first day of the enrollment. */
  beginDate: Day;
  /** Completed an activity, or took a completion back. */
  lastCompletionAt: Date | null;
  /** Started or submitted an attempt, whatever came of it. */
  lastAttemptAt: Date | null;
  /** Saved an answer of an attempt that is not submitted. */
  lastSavedAt: Date | null;
  /** Opened an activity. */
  lastReadDay: Day | null;
  /** The score date of results from elsewhere, such as an import; what instructors enter is no sign of the learner. */
  lastResultDay: Day | null;
}

/** A course as inactivity sees it. Days are of its time zone. */
export interface CourseSpan {
  /** IANA name. */
  timeZone: string;
  today: Day;
  startDate: Day | null;
  endDate: Day | null;
}

/**
 * For how many calendar days a learner has been inactive: from the last day on which they did anything, or from the day on
 * which both their enrollment and the course had begun if that is later, until today or the last day of the course. Never
 * below 0.
 *
 * Takes the course first, since days of instants are remembered: thousands of learners share a few.
 */
export function inactivityIn({
  timeZone,
  today,
  startDate,
  endDate,
}: CourseSpan): (signs: LastSigns) => number {
  const lastDay = endDate !== null && endDate < today ? endDate : today;
  const knownDays = new Map<Day, number>();
  return ({ lastCompletionAt, lastAttemptAt, lastSavedAt, beginDate, lastReadDay, lastResultDay }) => {
    const lastInstant = latest([lastCompletionAt, lastAttemptAt, lastSavedAt]);
    const day =
      latest([
        ...[beginDate, startDate, lastReadDay, lastResultDay],
        lastInstant && dayIn(lastInstant, timeZone),
      ]) ?? beginDate;
    const days = knownDays.get(day) ?? Math.max(0, daysBetween(day, lastDay));
    knownDays.set(day, days);
    return days;
  };
}

/** The latest; null if all are. Days sort as text. */
function latest<T extends Date | Day>(moments: readonly (T | null)[]): T | null {
  return moments.reduce<T | null>(
    (last, moment) => (moment !== null && (last === null || moment > last) ? moment : last),
    null,
  );
}
