import { type Day, dayIn } from '../../../shared/time/zoned-time';
import type { ScoreStatus } from '../results/result-value';

/** When a line item is due: the instant, and the day in the course's calendar. */
export interface Due {
  at: Date;
  day: Day;
}

/** A line item's due instant, and the time zone in which its day is counted; null: that of the course. */
export interface DueDate {
  dueAt: Date | null;
  dueTimeZone: string | null;
}

/** @param timeZone of the course. Null for a line item without a due date. */
export function dueIn(timeZone: string, { dueAt, dueTimeZone }: DueDate): Due | null {
  return dueAt && { at: dueAt, day: dayIn(dueAt, dueTimeZone ?? timeZone) };
}

/**
 * True if the moment is too late: an instant after the due instant, or a day after the due day. Results are dated by
 * days, so what was handed in on the due day is not late, at whatever hour it was due.
 */
export function isLate(moment: Date | Day, due: Due | null): boolean {
  if (due === null) return false;
  return typeof moment === 'string' ? moment > due.day : moment > due.at;
}

/** True once a learner has handed in the work or need not do so any more. */
export function isHandedIn(result: { scoreStatus: ScoreStatus } | undefined): boolean {
  return result !== undefined && result.scoreStatus !== 'not submitted';
}

/** The quiz `q` of the line item `li`, if it has one. */
export const JOIN_QUIZ = 'LEFT JOIN quizzes q ON q.activity_id = li.activity_id';

/** When the line item `li` is due; for a quiz, its own due date. Needs `JOIN_QUIZ`. */
export const DUE_AT = 'COALESCE(q.due_at, li.due_at)';

/** In which time zone the due day of the line item `li` is counted. Needs `JOIN_QUIZ`. */
export const DUE_TIME_ZONE = 'IF(q.due_at IS NULL, li.due_time_zone, q.due_time_zone)';

/** `isLate` in SQL, of an instant: `?`. NULL without a due date. Needs `JOIN_QUIZ`. */
export const IS_LATE = `${DUE_AT} < ?`;

/** `isHandedIn` in SQL, of a result `r`. */
export const IS_HANDED_IN = "r.score_status <> 'not submitted'";
