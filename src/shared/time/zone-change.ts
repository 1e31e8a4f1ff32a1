import { addDays, atSameLocalTime, type Day, dayIn } from './zoned-time';

/*
 * What becomes of the days and instants of a calendar when it gets another time zone (decision 24). What has passed
 * stays passed, and what lies ahead stays ahead: the change itself lets nobody in or out and makes nothing late.
 */

/** A calendar's time zone changes at an instant. */
export interface ZoneChange {
  /** IANA names. */
  from: string;
  to: string;
  at: Date;
  /** The present day, in the one zone and in the other. They may lie two days apart. */
  dayBefore: Day;
  dayAfter: Day;
}

/** Days of a calendar: the first one, and the first one that is no longer part of it. */
export interface DaySpan {
  beginDate: Day;
  endDate: Day | null;
}

export function zoneChange(from: string, to: string, at: Date): ZoneChange {
  return { from, to, at, dayBefore: dayIn(at, from), dayAfter: dayIn(at, to) };
}

/**
 * A day on which something begins or ends, in the new calendar: the same day, unless it would begin again or have begun
 * by the change. Then it is the present day, or the next one.
 */
export function boundaryAfter(day: Day, { dayBefore, dayAfter }: ZoneChange): Day {
  const hasBegun = day <= dayBefore;
  if (hasBegun === day <= dayAfter) return day;
  return hasBegun ? dayAfter : addDays(dayAfter, 1);
}

/** `boundaryAfter` of both ends. A span that has a day keeps at least one. */
export function spanAfter({ beginDate, endDate }: DaySpan, change: ZoneChange): DaySpan {
  const begin = boundaryAfter(beginDate, change);
  if (endDate === null) return { beginDate: begin, endDate };
  const end = boundaryAfter(endDate, change);
  if (endDate <= beginDate || end > begin) return { beginDate: begin, endDate: end };
  return end <= change.dayAfter
    ? { beginDate: addDays(end, -1), endDate: end }
    : { beginDate: begin, endDate: addDays(begin, 1) };
}

/**
 * An instant of the calendar, such as a due date, in the new one: the same local time of the same day. It stays as it is
 * if it has passed, or would have by the change.
 */
export function instantAfter(instant: Date, { from, to, at }: Pick<ZoneChange, 'from' | 'to' | 'at'>): Date {
  if (instant <= at) return instant;
  const moved = atSameLocalTime(instant, from, to);
  return moved > at ? moved : instant;
}

/** True also for two that are missing. */
export function isSameInstant(one: Date | null, other: Date | null): boolean {
  return one?.getTime() === other?.getTime();
}
