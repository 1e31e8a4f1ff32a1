import { Injectable } from '@nestjs/common';
import type { CalendarItem } from '../../../../shared/calendar/icalendar';
import { say } from '../../../../shared/sentences/say';
import { sentences } from '../calendar.sentences';
import type { CalendarCourse, CalendarKind, CalendarPerson } from '../calendar-kind';

/** The first and the last day of courses. */
@Injectable()
export class CourseDaysInCalendar implements CalendarKind {
  async itemsOf({ language }: CalendarPerson, courses: readonly CalendarCourse[]): Promise<CalendarItem[]> {
    return courses.flatMap(({ courseId, title: course, startDate, endDate, updatedAt: changedAt }) => {
      const days = [
        { name: 'begins', day: startDate, sentence: sentences.courseBegins },
        { name: 'ends', day: endDate, sentence: sentences.courseEnds },
      ];
      return days.flatMap(({ name, day, sentence }) =>
        day === null
          ? []
          : [
              {
                ...{ uid: `${courseId}-${name}@stoa`, sequence: 0, changedAt, day },
                title: say(sentence({ course }), language),
              },
            ],
      );
    });
  }
}
