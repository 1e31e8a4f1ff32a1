import { Injectable } from '@nestjs/common';
import { Database } from '../../../shared/database/database';
import { fromBinary, toBinary } from '../../../shared/database/ids';
import type { ActivityType } from '../../courses';

/** A course in which somebody is or was a learner. */
export interface LearnersCourse {
  courseId: string;
  code: string;
  title: string;
  /** IANA name. */
  timeZone: string;
  /** Of the enrollment, `YYYY-MM-DD` in the course's time zone. */
  beginDate: string;
  endDate: string | null;
  completed: number;
  total: number;
}

export interface NextActivity {
  courseId: string;
  activityId: string;
  type: ActivityType;
  title: string;
}

@Injectable()
export class OverviewRepository {
  constructor(private readonly database: Database) {}

  /** The published courses of a learner by title, ended enrollments included; one more than `limit` if there are more. */
  async courses(
    userId: string,
    limit: number,
    after?: { title: string; courseId: string },
  ): Promise<LearnersCourse[]> {
    const rows = await this.database.rows<Omit<LearnersCourse, 'courseId'> & { courseId: Buffer }>(
      `SELECT c.id AS courseId, c.code, c.title, c.time_zone AS timeZone, e.begin_date AS beginDate,
              e.end_date AS endDate,
              (SELECT COUNT(*) FROM activities a WHERE a.course_id = c.id) AS total,
              (SELECT COUNT(*) FROM activity_completions p
               WHERE p.course_id = c.id AND p.user_id = e.user_id) AS completed
       FROM enrollments e JOIN courses c ON c.id = e.course_id
       WHERE e.user_id = ? AND e.role = 'learner' AND c.status = 'published'
         ${after ? 'AND (c.title, c.id) > (?, ?)' : ''}
       ORDER BY c.title, c.id LIMIT ?`,
      [toBinary(userId), ...(after ? [after.title, toBinary(after.courseId)] : []), limit + 1],
    );
    return rows.map((row) => ({ ...row, courseId: fromBinary(row.courseId) }));
  }

  /** The first activity, in the order of each course, that the learner has not completed. */
  async nextActivities(userId: string, courseIds: string[]): Promise<NextActivity[]> {
    if (courseIds.length === 0) return [];
    const rows = await this.database.query<
      Omit<NextActivity, 'courseId' | 'activityId'> & { courseId: Buffer; activityId: Buffer }
    >(
      `SELECT courseId, activityId, type, title FROM (
         SELECT a.course_id AS courseId, a.id AS activityId, a.type, a.title,
                ROW_NUMBER() OVER (PARTITION BY a.course_id ORDER BY s.position, s.id, a.position, a.id) AS place
         FROM activities a JOIN sections s ON s.id = a.section_id
         LEFT JOIN activity_completions p ON p.activity_id = a.id AND p.user_id = ?
         WHERE a.course_id IN (?) AND p.user_id IS NULL) t
       WHERE place = 1`,
      [toBinary(userId), courseIds.map(toBinary)],
    );
    return rows.map((row) => ({
      ...row,
      courseId: fromBinary(row.courseId),
      activityId: fromBinary(row.activityId),
    }));
  }
}
