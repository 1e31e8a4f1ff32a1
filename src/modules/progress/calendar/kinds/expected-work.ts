import { Injectable } from '@nestjs/common';
import type { CalendarItem } from '../../../../shared/calendar/icalendar';
import { Database } from '../../../../shared/database/database';
import { fromBinary, toBinary } from '../../../../shared/database/ids';
import { say } from '../../../../shared/sentences/say';
import type { Day } from '../../../../shared/time/zoned-time';
import { instantOf, isLearnersEnrollment, type Moment } from '../../../courses';
import { sentences } from '../calendar.sentences';
import {
  byCourseId,
  type CalendarCourse,
  type CalendarKind,
  type CalendarPerson,
  takenAmong,
} from '../calendar-kind';

interface ExpectedRow {
  activityId: Buffer;
  courseId: Buffer;
  title: string;
  /** JSON. */
  expectedBy: string;
  updatedAt: Date;
  startDay: Day | null;
}

/** By when the learner is expected to have completed activities. */
@Injectable()
export class ExpectedWorkInCalendar implements CalendarKind {
  constructor(private readonly database: Database) {}

  async itemsOf(
    { userId, language }: CalendarPerson,
    courses: readonly CalendarCourse[],
  ): Promise<CalendarItem[]> {
    const taken = byCourseId(takenAmong(courses));
    const rows = await this.expected(userId, [...taken.keys()]);
    return rows.flatMap(({ title, updatedAt: changedAt, startDay, ...row }) => {
      const [activityId, course] = [fromBinary(row.activityId), taken.get(fromBinary(row.courseId))];
      if (!course || course.isHidden(activityId)) return [];
      const { timeZone } = course;
      const at = instantOf(JSON.parse(row.expectedBy) as Moment, startDay, timeZone);
      if (at === null) return [];
      return [
        {
          ...{ uid: `${activityId}-expected@stoa`, sequence: 0, changedAt, at, timeZone },
          title: say(sentences.expected({ title, course: course.title }), language),
        },
      ];
    });
  }

  private async expected(userId: string, courseIds: readonly string[]): Promise<ExpectedRow[]> {
    if (courseIds.length === 0) return [];
    return this.database.query<ExpectedRow>(
      `SELECT a.activity_id AS activityId, a.course_id AS courseId, a.title, a.expected_by AS expectedBy,
              a.updated_at AS updatedAt,
              (SELECT MIN(e.begin_date) FROM enrollments e
               WHERE e.course_id = a.course_id AND e.user_id = ? AND ${isLearnersEnrollment('e')}) AS startDay
       FROM published_activities a FORCE INDEX (ix_published_activities_course)
       WHERE a.course_id IN (?) AND a.expected_by IS NOT NULL`,
      [toBinary(userId), courseIds.map(toBinary)],
    );
  }
}
