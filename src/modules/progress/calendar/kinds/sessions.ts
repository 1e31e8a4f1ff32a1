import { Injectable } from '@nestjs/common';
import type { CalendarItem } from '../../../../shared/calendar/icalendar';
import { say } from '../../../../shared/sentences/say';
import { EnrollmentsFacade } from '../../../enrollments';
import { sentences } from '../calendar.sentences';
import { byCourseId, type CalendarCourse, type CalendarKind, type CalendarPerson } from '../calendar-kind';

/** Sessions that take place at a time: for learners those that are published, for staff all. Cancelled ones say so. */
@Injectable()
export class SessionsInCalendar implements CalendarKind {
  constructor(private readonly enrollments: EnrollmentsFacade) {}

  async itemsOf({ language }: CalendarPerson, courses: readonly CalendarCourse[]): Promise<CalendarItem[]> {
    const known = byCourseId(courses);
    const sessions = await this.enrollments.timetableOf([...known.keys()]);
    return sessions.flatMap((session) => {
      const { activityId, courseId, startsAt, endsAt, location, joinAddress, isCancelled } = session;
      const course = known.get(courseId);
      if (!course || startsAt === null || endsAt === null) return [];
      const title = course.isLearner ? session.publishedTitle : session.title;
      if (title === null || course.isHidden(activityId)) return [];
      return [
        {
          ...{ uid: `${activityId}@stoa`, sequence: session.version - 1, changedAt: session.updatedAt },
          ...{ startsAt, endsAt, timeZone: course.timeZone, location, address: joinAddress, isCancelled },
          title: say(sentences.session({ title, course: course.title }), language),
        },
      ];
    });
  }
}
