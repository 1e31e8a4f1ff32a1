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

/** True if the instant is after the due one. */
export function isLate(at: Date, due: Due | null): boolean {
  return due !== null && at > due.at;
}

/**
 * The order of line items in lists, for `sort`: by due instant, those without one last, then by id. Sorted here and not by
 * the server, which would make a temporary table on its disk for rows that have a TEXT.
 *
 * @param idOf the line item's id; ids in text sort as the server sorts their bytes
 */
export function inDueOrder<Item extends { dueAt: Date | null }>(
  idOf: (item: Item) => string,
): (one: Item, other: Item) => number {
  const time = ({ dueAt }: Item): number => dueAt?.getTime() ?? Infinity;
  return (one, other) => {
    const [first, second] = [time(one), time(other)];
    if (first !== second) return first < second ? -1 : 1;
    return idOf(one) < idOf(other) ? -1 : 1;
  };
}

/** True if the learner need not do the work: it counts nowhere as missing, late or undone. */
export function isExempt(result: { scoreStatus: ScoreStatus } | undefined): boolean {
  return result?.scoreStatus === 'exempt';
}

/** True once a learner has handed in the work or need not do so any more. */
export function isHandedIn(result: { scoreStatus: ScoreStatus } | undefined): boolean {
  return result !== undefined && result.scoreStatus !== 'not submitted';
}

/** True if the work is asked of a learner who came to the course on this day: it was not due before. */
export function isAskedOf(beginDate: Day, due: Due | null): boolean {
  return due === null || beginDate <= due.day;
}

/** Work of one learner: when they came to the course, when the work is due, and their result. */
export interface Work {
  beginDate: Day;
  due: Due | null;
  result: { score: string | null; scoreStatus: ScoreStatus } | undefined;
}

/** True if the work is asked of the learner, was due before now and has not been handed in. */
export function isOverdue({ beginDate, due, result }: Work, now: Date): boolean {
  return isLate(now, due) && isAskedOf(beginDate, due) && !isHandedIn(result);
}

/** True if the work is asked of the learner, who is not exempt, and has no score: no result, or one without a score. */
export function lacksScore({ beginDate, due, result }: Work): boolean {
  return isAskedOf(beginDate, due) && !isExempt(result) && (result?.score ?? null) === null;
}

/** The quiz `q` of the line item `li`, if it has one. */
export const JOIN_QUIZ = 'LEFT JOIN quizzes q ON q.activity_id = li.activity_id';

/** When the line item `li` is due; for a quiz, its own due date. Needs `JOIN_QUIZ`. */
export const DUE_AT = 'COALESCE(q.due_at, li.due_at)';

/** In which time zone the due day of the line item `li` is counted. Needs `JOIN_QUIZ`. */
export const DUE_TIME_ZONE = 'IF(q.due_at IS NULL, li.due_time_zone, q.due_time_zone)';

/** The columns of `DatedWork` that decide when work is due. */
export const DUE_COLUMNS = `${DUE_AT} AS dueAt, ${DUE_TIME_ZONE} AS dueTimeZone, q.closes_at AS closesAt, q.hard_close AS hardClose`;

/** `isExempt` in SQL, of a result `r` that is NULL where there is none; never NULL. */
export const IS_EXEMPT = "COALESCE(r.score_status = 'exempt', FALSE)";
