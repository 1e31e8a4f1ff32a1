import { DateTime } from 'luxon';
import { DemoCourse } from './types';

/**
 * Days are `YYYY-MM-DD` strings in the course's time zone, instants are `Date`s. The seeding day is the day
 * on which the demo school is made; everything in it happened before that day began in UTC.
 */

/** The first instant that no longer belongs to the demo school's past. */
export function horizonOf(seedingDay: string): Date {
  return DateTime.fromISO(seedingDay, { zone: 'utc' }).toJSDate();
}

export function firstDayOf(course: DemoCourse, seedingDay: string): string {
  return addDays(seedingDay, course.startOffsetDays);
}

/** The last day of the course, itself included. */
export function lastDayOf(course: DemoCourse, seedingDay: string): string {
  return addDays(firstDayOf(course, seedingDay), course.durationWeeks * 7 - 1);
}

/** The grading periods of the course, with their first and last days. */
export function periodsOf(course: DemoCourse, seedingDay: string): DemoPeriodDays[] {
  let next = firstDayOf(course, seedingDay);
  return (course.periods ?? []).map(({ title, weeks }) => {
    const startDate = next;
    next = addDays(startDate, weeks * 7);
    return { title, startDate, endDate: addDays(next, -1) };
  });
}

interface DemoPeriodDays {
  title: string;
  startDate: string;
  endDate: string;
}

/** 23:59 in the course's time zone on the last day of the given week of the course (from 1). */
export function dueAt(course: DemoCourse, week: number, seedingDay: string): Date {
  return instantOf(course, addDays(firstDayOf(course, seedingDay), week * 7 - 1), 23 * 60 + 59);
}

/** The instant at which the clock of the course shows so many minutes after midnight on that day. */
export function instantOf(course: DemoCourse, day: string, minutes = 0): Date {
  const midnight = DateTime.fromISO(day, { zone: course.timeZone });
  return midnight.set({ hour: Math.floor(minutes / 60), minute: Math.floor(minutes % 60) }).toJSDate();
}

export function localTime(course: DemoCourse, instant: Date): DateTime {
  return DateTime.fromJSDate(instant, { zone: course.timeZone });
}

export function localDay(course: DemoCourse, instant: Date): string {
  return localTime(course, instant).toFormat('yyyy-MM-dd');
}

export function addDays(day: string, days: number): string {
  return DateTime.fromISO(day, { zone: 'utc' }).plus({ days }).toFormat('yyyy-MM-dd');
}

/** Sunday is 7. */
export function weekdayOf(day: string): number {
  return DateTime.fromISO(day, { zone: 'utc' }).weekday;
}

export function addSeconds(instant: Date, seconds: number): Date {
  return new Date(instant.getTime() + Math.round(seconds) * 1000);
}
