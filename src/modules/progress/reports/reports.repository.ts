import { Injectable } from '@nestjs/common';
import { columnsOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { fromBinary, toBinary } from '../../../shared/database/ids';
import { type ActivityType, choiceValues, HAS_STATUS, IS_CHOSEN, isLearnersEnrollment } from '../../courses';
import { IS_EXEMPT } from '../../gradebook';
import { ActivityCompletion } from '../completions/activity-completion.entity';
import {
  COMPLETIONS_OF_COURSE,
  COUNTS_IN_PROGRESS,
  EXEMPTIONS_OF_COURSE,
  HAS_WORK,
  JOIN_ACTIVITY_QUIZ,
  joinQuizResult,
} from '../statistics/completion';
import type { LastSigns } from '../statistics/inactivity';

/** How many learners have an enrollment that ends on a day, by how the enrollment stands; null for no end. */
export interface EndCount {
  endDate: string | null;
  enrolled: number;
  active: number;
  suspended: number;
  upcoming: number;
  ended: number;
  /** Earlier enrollments that ended on the day. These people were enrolled again. */
  earlier: number;
}

/** How many active learners have completed an activity that can be done, and how many are exempt from it. */
export interface CompletedActivity {
  activityId: string;
  type: ActivityType;
  title: string;
  completed: number;
  exempt: number;
}

/** What an active learner has done. */
export interface LearnerRecord extends Omit<LastSigns, 'lastResultDay'> {
  userId: string;
  /** Of the activities that count for the learner. */
  completed: number;
  /** Activities that count for the learner. */
  total: number;
}

type LearnerRow = Omit<LearnerRecord, 'userId' | 'lastCompletionAt'> &
  Record<'lastCompletedAt' | 'lastReopenedAt', Date | null>;

const LEARNER = columnsOf(ActivityCompletion, 'e', ['userId']).andExpressions<LearnerRow>({
  beginDate: 'e.begin_date',
  completed: 'COALESCE(p.completed, 0)',
  total: 'n.total - COALESCE(x.exempt, 0)',
  lastCompletedAt: 'p.last',
  lastReopenedAt: 'o.last',
  lastAttemptAt: 't.last',
  lastSavedAt: 's.last',
  lastReadDay: 'v.last_day',
});

/**
 * What reports read: each method is one statement over a whole course, whatever its size. The order of the tables is given,
 * since the optimizer, led by the numbers of a small course before, would read those of all courses.
 */
@Injectable()
export class ReportsRepository {
  constructor(private readonly database: Database) {}

  /** Each enrollment is in exactly one of `active`, `suspended`, `upcoming` and `ended`. */
  async enrollmentEnds(courseId: string, today: string): Promise<EndCount[]> {
    const { ended, upcoming } = HAS_STATUS;
    return this.database.rows<EndCount>(
      `SELECT e.end_date AS endDate, COUNT(*) AS enrolled,
              COUNT(CASE WHEN ${IS_CHOSEN.active} THEN 1 END) AS active,
              COUNT(CASE WHEN ${IS_CHOSEN.suspended} THEN 1 END) AS suspended,
              COUNT(CASE WHEN ${upcoming.sql('e')} THEN 1 END) AS upcoming,
              COUNT(CASE WHEN ${ended.sql('e')} THEN 1 END) AS ended, 0 AS earlier
       FROM enrollments e FORCE INDEX (uq_enrollments_person) STRAIGHT_JOIN users u ON u.id = e.user_id
       WHERE e.course_id = ? AND ${IS_CHOSEN.all}
       GROUP BY e.end_date
       UNION ALL
       SELECT e.end_date, 0, 0, 0, 0, 0, COUNT(*)
       FROM earlier_enrollments e WHERE e.course_id = ? AND ${isLearnersEnrollment('e')} GROUP BY e.end_date`,
      [
        ...choiceValues('active', today),
        ...choiceValues('suspended', today),
        ...Array.from({ length: upcoming.days + ended.days }, () => today),
        ...[toBinary(courseId), toBinary(courseId)],
      ],
    );
  }

  /** In the order of the course; without what nobody can do. */
  async completedActivities(courseId: string, today: string): Promise<CompletedActivity[]> {
    const rows = await this.database.rows<Omit<CompletedActivity, 'activityId'> & { activityId: Buffer }>(
      `SELECT a.id AS activityId, a.type, a.title, COALESCE(f.completed, 0) AS completed,
              COALESCE(x.exempt, 0) AS exempt
       FROM activities a JOIN sections s ON s.id = a.section_id ${JOIN_ACTIVITY_QUIZ}
       LEFT JOIN (SELECT p.activity_id, COUNT(*) AS completed
                  FROM enrollments e FORCE INDEX (uq_enrollments_person)
                  STRAIGHT_JOIN users u ON u.id = e.user_id
                  STRAIGHT_JOIN activity_completions p FORCE INDEX (ix_activity_completions_course)
                    ON p.course_id = e.course_id AND p.user_id = e.user_id
                  STRAIGHT_JOIN activities a ON a.id = p.activity_id ${joinQuizResult('p.user_id')}
                  WHERE e.course_id = ? AND ${IS_CHOSEN.active} AND NOT ${IS_EXEMPT}
                  GROUP BY p.activity_id) f ON f.activity_id = a.id
       LEFT JOIN (SELECT li.activity_id, COUNT(*) AS exempt
                  FROM line_items li FORCE INDEX (ix_line_items_course)
                  STRAIGHT_JOIN results r ON r.line_item_id = li.id AND r.deleted_at IS NULL
                  STRAIGHT_JOIN enrollments e ON e.course_id = li.course_id AND e.user_id = r.user_id
                  STRAIGHT_JOIN users u ON u.id = e.user_id
                  WHERE li.course_id = ? AND li.activity_id IS NOT NULL AND ${IS_EXEMPT} AND ${IS_CHOSEN.active}
                  GROUP BY li.activity_id) x ON x.activity_id = a.id
       WHERE a.course_id = ? AND ${HAS_WORK} ORDER BY s.position, s.id, a.position, a.id`,
      [
        ...[toBinary(courseId), ...choiceValues('active', today)],
        ...[toBinary(courseId), ...choiceValues('active', today)],
        toBinary(courseId),
      ],
    );
    return rows.map((row) => ({ ...row, activityId: fromBinary(row.activityId) }));
  }

  /** The active learners. Answers are looked for in open attempts alone: submitting one is a later sign than its answers. */
  async learnerRecords(courseId: string, today: string): Promise<LearnerRecord[]> {
    const rows = await this.database.rows(
      `SELECT ${LEARNER.sql}
       FROM (SELECT COUNT(*) AS total FROM activities a FORCE INDEX (ix_activities_course) ${JOIN_ACTIVITY_QUIZ}
             WHERE a.course_id = ? AND ${HAS_WORK}) n
       STRAIGHT_JOIN enrollments e FORCE INDEX (uq_enrollments_person) STRAIGHT_JOIN users u ON u.id = e.user_id
       LEFT JOIN (SELECT p.user_id, COUNT(CASE WHEN ${COUNTS_IN_PROGRESS} THEN 1 END) AS completed,
                         MAX(CASE WHEN p.cause <> 'override' THEN p.completed_at END) AS last
                  ${COMPLETIONS_OF_COURSE} GROUP BY p.user_id) p ON p.user_id = e.user_id
       LEFT JOIN (SELECT r.user_id, COUNT(*) AS exempt ${EXEMPTIONS_OF_COURSE} GROUP BY r.user_id) x
         ON x.user_id = e.user_id
       LEFT JOIN (SELECT user_id, MAX(reopened_at) AS last
                  FROM reopened_completions FORCE INDEX (ix_reopened_completions_course)
                  WHERE course_id = ? AND cause = 'manual' GROUP BY user_id) o ON o.user_id = e.user_id
       LEFT JOIN (SELECT user_id, MAX(COALESCE(submitted_at, started_at)) AS last
                  FROM attempts FORCE INDEX (ix_attempts_signs)
                  WHERE course_id = ? GROUP BY user_id) t ON t.user_id = e.user_id
       LEFT JOIN (SELECT t.user_id, MAX(w.saved_at) AS last
                  FROM attempts t FORCE INDEX (ix_attempts_signs)
                  STRAIGHT_JOIN attempt_answers w FORCE INDEX (PRIMARY) ON w.attempt_id = t.id
                  WHERE t.course_id = ? AND t.submitted_at IS NULL GROUP BY t.user_id) s ON s.user_id = e.user_id
       LEFT JOIN course_visits v ON v.course_id = e.course_id AND v.user_id = e.user_id
       WHERE e.course_id = ? AND ${IS_CHOSEN.active}`,
      [...Array.from({ length: 7 }, () => toBinary(courseId)), ...choiceValues('active', today)],
      LEARNER,
    );
    return rows.map(({ lastCompletedAt, lastReopenedAt, ...row }) => ({
      ...row,
      lastCompletionAt:
        lastReopenedAt !== null && (lastCompletedAt === null || lastReopenedAt > lastCompletedAt)
          ? lastReopenedAt
          : lastCompletedAt,
    }));
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
