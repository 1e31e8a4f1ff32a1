import { Injectable } from '@nestjs/common';
import { Database } from '../../../shared/database/database';
import { fromBinary, toBinary } from '../../../shared/database/ids';
import {
  type CourseReach,
  type CourseStatus,
  type CourseVisibility,
  hasNotEnded,
  type RoleSpan,
} from '../../courses';

/** A course in which somebody is enrolled, with all that its calendar needs. */
export interface EnrolledInCourse {
  courseId: string;
  title: string;
  status: CourseStatus;
  visibility: CourseVisibility;
  /** IANA name. */
  timeZone: string;
  startDate: string | null;
  endDate: string | null;
  beforeStart: CourseReach;
  afterEnd: CourseReach;
  publishedVersion: number | null;
  updatedAt: Date;
  enrollments: RoleSpan[];
}

@Injectable()
export class CalendarCoursesRepository {
  constructor(private readonly database: Database) {}

  /**
   * The courses in which a person has an enrollment that has not ended.
   *
   * @param firstDay the earliest day that it is anywhere: in which courses it has come is not asked here
   */
  async of(userId: string, firstDay: string): Promise<EnrolledInCourse[]> {
    type Row = Omit<EnrolledInCourse, 'courseId' | 'enrollments'> & RoleSpan & { courseId: Buffer };
    const rows = await this.database.rows<Row>(
      `SELECT c.id AS courseId, c.title, c.status, c.visibility, c.time_zone AS timeZone, c.start_date AS startDate,
              c.before_start AS beforeStart, c.after_end AS afterEnd, c.published_version AS publishedVersion, c.updated_at AS updatedAt, c.end_date AS courseEnd,
              e.role, e.state, e.begin_date AS beginDate, e.end_date AS endDate
       FROM enrollments e FORCE INDEX (ix_enrollments_own) STRAIGHT_JOIN courses c ON c.id = e.course_id
       WHERE e.user_id = ? AND ${hasNotEnded('e')} ORDER BY c.id`,
      [toBinary(userId), firstDay],
    );
    const byCourse = Map.groupBy(rows, ({ courseId }) => fromBinary(courseId));
    return [...byCourse].map(([courseId, own]) => {
      const [
        {
          title,
          status,
          visibility,
          timeZone,
          startDate,
          publishedVersion,
          updatedAt,
          beforeStart,
          afterEnd,
          ...first
        },
      ] = own as [Row & { courseEnd: string | null }];
      return {
        ...{ courseId, title, status, visibility, timeZone, startDate, endDate: first.courseEnd },
        ...{ publishedVersion, updatedAt, beforeStart, afterEnd },
        enrollments: own.map(({ role, state, beginDate, endDate }) => ({ role, state, beginDate, endDate })),
      };
    });
  }
}
