import type { CalendarItem } from '../../../shared/calendar/icalendar';
import type { Language } from '../../../shared/sentences/sentence';

/** A course whose dates somebody sees in their calendar. */
export interface CalendarCourse {
  courseId: string;
  title: string;
  /** IANA name. */
  timeZone: string;
  /** `YYYY-MM-DD`; null where open. */
  startDate: string | null;
  endDate: string | null;
  updatedAt: Date;
  /** False for staff. */
  isLearner: boolean;
  /** Whether they may read what is in it now. */
  isReadable: boolean;
  /** Whether it is hidden from them. Nothing is hidden from staff. */
  isHidden: (activityId: string) => boolean;
}

/** Whose calendar it is. */
export interface CalendarPerson {
  userId: string;
  language: Language;
}

/** One kind of dates in calendars, such as sessions. Each is listed once, in `calendar-kinds.ts`. */
export interface CalendarKind {
  /** Of all courses at once, with a number of statements that does not depend on how many they are. */
  itemsOf(person: CalendarPerson, courses: readonly CalendarCourse[]): Promise<CalendarItem[]>;
}

/** The courses whose content they may read now, by id. */
export function byCourseId(courses: readonly CalendarCourse[]): ReadonlyMap<string, CalendarCourse> {
  return new Map(courses.filter(({ isReadable }) => isReadable).map((course) => [course.courseId, course]));
}

/** The courses in which they are a learner, and whose content they may read now. */
export function takenAmong(courses: readonly CalendarCourse[]): CalendarCourse[] {
  return courses.filter(({ isLearner, isReadable }) => isLearner && isReadable);
}
