import { Injectable } from '@nestjs/common';
import { Database } from '../../../shared/database/database';
import { fromBinary, toBinary } from '../../../shared/database/ids';
import { type ActivityType, choiceValues, IS_CHOSEN } from '../../courses';

/** How many learners' enrollments end on a day; null for those without an end. */
export interface EndCount {
  endDate: string | null;
  count: number;
  /** How many of them are active and have an account that is not suspended. */
  active: number;
  /** How many of them are active, but have a suspended account. */
  suspended: number;
}

/** How many active learners have completed an activity. */
export interface CompletedActivity {
  activityId: string;
  type: ActivityType;
  title: string;
  completed: number;
}

/** What an active learner has done. */
export interface LearnerRecord {
  userId: string;
  beginDate: string;
  completed: number;
  lastCompletedAt: Date | null;
}

/** What reports read: each method is one statement over a whole course, whatever its size. */
@Injectable()
export class ReportsRepository {
  constructor(private readonly database: Database) {}

  async enrollmentEnds(courseId: string, today: string): Promise<EndCount[]> {
    return this.database.rows<EndCount>(
      `SELECT e.end_date AS endDate, COUNT(*) AS count,
              COUNT(CASE WHEN ${IS_CHOSEN.active} THEN 1 END) AS active,
              COUNT(CASE WHEN ${IS_CHOSEN.suspended} THEN 1 END) AS suspended
       FROM enrollments e JOIN users u ON u.id = e.user_id
       WHERE e.course_id = ? AND ${IS_CHOSEN.all} GROUP BY e.end_date`,
      [...choiceValues('active', today), ...choiceValues('suspended', today), toBinary(courseId)],
    );
  }

  /** In the order of the course. */
  async completedActivities(courseId: string, today: string): Promise<CompletedActivity[]> {
    const rows = await this.database.rows<Omit<CompletedActivity, 'activityId'> & { activityId: Buffer }>(
      `SELECT a.id AS activityId, a.type, a.title, COALESCE(f.completed, 0) AS completed
       FROM activities a JOIN sections s ON s.id = a.section_id
       LEFT JOIN (SELECT p.activity_id, COUNT(*) AS completed
                  FROM enrollments e JOIN users u ON u.id = e.user_id
                  JOIN activity_completions p ON p.course_id = e.course_id AND p.user_id = e.user_id
                  WHERE e.course_id = ? AND ${IS_CHOSEN.active}
                  GROUP BY p.activity_id) f ON f.activity_id = a.id
       WHERE a.course_id = ? ORDER BY s.position, s.id, a.position, a.id`,
      [toBinary(courseId), ...choiceValues('active', today), toBinary(courseId)],
    );
    return rows.map((row) => ({ ...row, activityId: fromBinary(row.activityId) }));
  }

  async learnerRecords(courseId: string, today: string): Promise<LearnerRecord[]> {
    const rows = await this.database.rows<Omit<LearnerRecord, 'userId'> & { userId: Buffer }>(
      `SELECT e.user_id AS userId, e.begin_date AS beginDate, COALESCE(p.completed, 0) AS completed,
              p.last AS lastCompletedAt
       FROM enrollments e JOIN users u ON u.id = e.user_id
       LEFT JOIN (SELECT user_id, COUNT(*) AS completed, MAX(completed_at) AS last
                  FROM activity_completions WHERE course_id = ? GROUP BY user_id) p ON p.user_id = e.user_id
       WHERE e.course_id = ? AND ${IS_CHOSEN.active}`,
      [toBinary(courseId), toBinary(courseId), ...choiceValues('active', today)],
    );
    return rows.map((row) => ({ ...row, userId: fromBinary(row.userId) }));
  }

  async names(userIds: string[]): Promise<{ userId: string; givenName: string; familyName: string }[]> {
    if (userIds.length === 0) return [];
    const rows = await this.database.query<{ userId: Buffer; givenName: string; familyName: string }>(
      'SELECT id AS userId, given_name AS givenName, family_name AS familyName FROM users WHERE id IN (?)',
      [userIds.map(toBinary)],
    );
    return rows.map((row) => ({ ...row, userId: fromBinary(row.userId) }));
  }
}
