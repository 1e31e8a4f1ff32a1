import { Injectable } from '@nestjs/common';
import { Database } from '../../../shared/database/database';
import { fromBinary, toBinary } from '../../../shared/database/ids';
import { type ActivityType, type CourseStatus, hasNotEnded, type RoleSpan } from '../../courses';
import { COUNTS_IN_PROGRESS, JOIN_ACTIVITY_QUIZ, joinQuizResult } from '../statistics/completion';

/** A course in which somebody is enrolled. */
export interface EnrolledCourse {
  courseId: string;
  code: string;
  title: string;
  status: CourseStatus;
  /** IANA name. */
  timeZone: string;
  /** Those that have not ended, in whatever role. */
  enrollments: RoleSpan[];
}

/** Somebody's progress in a course. */
export interface Progress {
  completed: number;
  /** Activities that count for them. */
  total: number;
  /** The first of these, in the order of the course, that they have not completed. */
  next: { activityId: string; type: ActivityType; title: string } | null;
}

@Injectable()
export class OverviewRepository {
  constructor(private readonly database: Database) {}

  /**
   * The courses in which a person has an enrollment that has not ended, by title, from the place on. Of the others, only the
   * enrollment is read.
   *
   * @param firstDay the earliest day that it is anywhere: in which courses it has come is not asked here
   */
  async courses(
    userId: string,
    firstDay: string,
    after?: { title: string; courseId: string },
  ): Promise<EnrolledCourse[]> {
    type Row = Omit<EnrolledCourse, 'courseId' | 'enrollments'> & RoleSpan & { courseId: Buffer };
    const rows = await this.database.rows<Row>(
      `SELECT c.id AS courseId, c.code, c.title, c.status, c.time_zone AS timeZone, e.role, e.state,
              e.begin_date AS beginDate, e.end_date AS endDate
       FROM enrollments e FORCE INDEX (ix_enrollments_own) STRAIGHT_JOIN courses c ON c.id = e.course_id
       WHERE e.user_id = ? AND ${hasNotEnded('e')} ${after ? 'AND (c.title, c.id) > (?, ?)' : ''}
       ORDER BY c.title, c.id`,
      [...[toBinary(userId), firstDay], ...(after ? [after.title, toBinary(after.courseId)] : [])],
    );
    const byCourse = Map.groupBy(rows, ({ courseId }) => fromBinary(courseId));
    return [...byCourse].map(([courseId, enrollments]) => {
      const [{ code, title, status, timeZone }] = enrollments as [Row];
      return { courseId, code, title, status, timeZone, enrollments };
    });
  }

  /** How far the person is in these courses; those without activities that count for them are left out. */
  async progress(userId: string, courseIds: string[]): Promise<(Progress & { courseId: string })[]> {
    if (courseIds.length === 0) return [];
    const rows = await this.database.query<{
      courseId: Buffer;
      activityId: Buffer;
      type: ActivityType;
      title: string;
      completed: number;
      total: number;
    }>(
      `SELECT courseId, activityId, type, title, completed, total FROM (
         SELECT a.course_id AS courseId, a.activity_id AS activityId, a.type, a.title,
                COUNT(p.user_id) OVER (PARTITION BY a.course_id) AS completed,
                COUNT(*) OVER (PARTITION BY a.course_id) AS total,
                ROW_NUMBER() OVER (PARTITION BY a.course_id
                                   ORDER BY p.user_id IS NOT NULL, a.place) AS place
         FROM published_activities a ${JOIN_ACTIVITY_QUIZ} ${joinQuizResult('?')}
         LEFT JOIN activity_completions p ON p.activity_id = a.activity_id AND p.user_id = ?
         WHERE a.course_id IN (?) AND ${COUNTS_IN_PROGRESS}) t
       WHERE place = 1`,
      [toBinary(userId), toBinary(userId), courseIds.map(toBinary)],
    );
    return rows.map(({ courseId, activityId, type, title, completed, total }) => ({
      courseId: fromBinary(courseId),
      completed,
      total,
      next: completed < total ? { activityId: fromBinary(activityId), type, title } : null,
    }));
  }
}
