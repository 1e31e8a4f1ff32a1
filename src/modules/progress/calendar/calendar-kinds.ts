import { Injectable } from '@nestjs/common';
import type { CalendarKind } from './calendar-kind';
import { CourseDaysInCalendar } from './kinds/course-days';
import { DueWorkInCalendar } from './kinds/due-work';
import { ExpectedWorkInCalendar } from './kinds/expected-work';
import { QuizTimesInCalendar } from './kinds/quiz-times';
import { SessionsInCalendar } from './kinds/sessions';

/** The providers of the kinds below. */
export const CALENDAR_KINDS = [
  CourseDaysInCalendar,
  DueWorkInCalendar,
  ExpectedWorkInCalendar,
  QuizTimesInCalendar,
  SessionsInCalendar,
] as const;

/** Every kind of dates that calendars have. */
@Injectable()
export class CalendarKinds {
  readonly all: readonly CalendarKind[];

  constructor(
    days: CourseDaysInCalendar,
    due: DueWorkInCalendar,
    expected: ExpectedWorkInCalendar,
    times: QuizTimesInCalendar,
    sessions: SessionsInCalendar,
  ) {
    this.all = [days, due, expected, times, sessions];
  }
}
