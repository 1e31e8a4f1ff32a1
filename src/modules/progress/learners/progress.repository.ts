import { Injectable } from '@nestjs/common';
import { Database, type SqlValue } from '../../../shared/database/database';
import { fromBinary, toBinary } from '../../../shared/database/ids';
import type { ActivityType } from '../../courses';
import { activeOn } from '../../enrollments';
import type { ProgressOrder } from './dto/learner-progress.query';

/** An activity of a course, and when one learner completed it. */
export interface ActivityProgress {
  activityId: string;
  sectionId: string;
  type: ActivityType;
  title: string;
  completedAt: Date | null;
}

export interface LearnerProgress {
  userId: string;
  givenName: string;
  familyName: string;
  completed: number;
  /** Activities of the course. */
  total: number;
  lastCompletedAt: Date | null;
}

/** Where a learner stands in the list. */
export type LearnerPlace = Pick<LearnerProgress, 'completed' | 'familyName' | 'givenName' | 'userId'>;

export interface LearnerProgressFilter {
  courseId: string;
  /** The present day in the course's time zone: learners are those whose enrollment is active on it. */
  today: string;
  sort: ProgressOrder;
  after?: LearnerPlace;
  limit: number;
}

const BY_NAME = 'u.family_name, u.given_name, u.id';
const COMPLETED = 'COALESCE(p.completed, 0)';

@Injectable()
export class ProgressRepository {
  constructor(private readonly database: Database) {}

  /** All activities of a course, in its order, for one learner. Each completion is found by its primary key. */
  async ofLearner(courseId: string, userId: string): Promise<ActivityProgress[]> {
    const rows = await this.database.rows<
      Omit<ActivityProgress, 'activityId' | 'sectionId'> & { activityId: Buffer; sectionId: Buffer }
    >(
      `SELECT a.id AS activityId, a.section_id AS sectionId, a.type, a.title, p.completed_at AS completedAt
       FROM activities a JOIN sections s ON s.id = a.section_id
       LEFT JOIN activity_completions p ON p.activity_id = a.id AND p.user_id = ?
       WHERE a.course_id = ? ORDER BY s.position, s.id, a.position, a.id`,
      [toBinary(userId), toBinary(courseId)],
    );
    return rows.map((row) => ({
      ...row,
      activityId: fromBinary(row.activityId),
      sectionId: fromBinary(row.sectionId),
    }));
  }

  /**
   * The active learners of a course, up to `limit` + 1. By name, only the completions of the page's learners are
   * counted; by percentage, all of the course's, in one walk over an index. The number of activities is the same
   * for all, so the order by what is completed is that by percentage.
   */
  async page(filter: LearnerProgressFilter): Promise<LearnerProgress[]> {
    const rows = await this.database.rows<Omit<LearnerProgress, 'userId'> & { userId: Buffer }>(
      ...(filter.sort === 'name' ? pageByName(filter) : pageByPercentage(filter)),
    );
    return rows.map((row) => ({ ...row, userId: fromBinary(row.userId) }));
  }
}

type Statement = [sql: string, params: SqlValue[]];

function pageByName({ courseId, today, after, limit }: LearnerProgressFilter): Statement {
  return [
    `SELECT l.userId, l.givenName, l.familyName,
            (SELECT COUNT(*) FROM activities a WHERE a.course_id = ?) AS total,
            (SELECT COUNT(*) FROM activity_completions p WHERE p.course_id = ? AND p.user_id = l.userId) AS completed,
            (SELECT MAX(p.completed_at) FROM activity_completions p
             WHERE p.course_id = ? AND p.user_id = l.userId) AS lastCompletedAt
     FROM (SELECT u.id AS userId, u.given_name AS givenName, u.family_name AS familyName
           FROM enrollments e JOIN users u ON u.id = e.user_id
           WHERE e.course_id = ? AND e.role = 'learner' AND ${activeOn('e')}
             ${after ? `AND (${BY_NAME}) > (?, ?, ?)` : ''}
           ORDER BY ${BY_NAME} LIMIT ?) l
     ORDER BY l.familyName, l.givenName, l.userId`,
    [...repeated(courseId, 4), today, today, ...(after ? nameKeys(after) : []), limit + 1],
  ];
}

function pageByPercentage({ courseId, today, sort, after, limit }: LearnerProgressFilter): Statement {
  const [beyond, direction] = sort === '-percentage' ? ['<', 'DESC'] : ['>', 'ASC'];
  return [
    `SELECT u.id AS userId, u.given_name AS givenName, u.family_name AS familyName,
            (SELECT COUNT(*) FROM activities a WHERE a.course_id = ?) AS total, ${COMPLETED} AS completed,
            p.last AS lastCompletedAt
     FROM enrollments e JOIN users u ON u.id = e.user_id
     LEFT JOIN (SELECT user_id, COUNT(*) AS completed, MAX(completed_at) AS last
                FROM activity_completions WHERE course_id = ? GROUP BY user_id) p ON p.user_id = e.user_id
     WHERE e.course_id = ? AND e.role = 'learner' AND ${activeOn('e')}
       ${after ? `AND (${COMPLETED} ${beyond} ? OR (${COMPLETED} = ? AND (${BY_NAME}) > (?, ?, ?)))` : ''}
     ORDER BY ${COMPLETED} ${direction}, ${BY_NAME} LIMIT ?`,
    [
      ...repeated(courseId, 3),
      today,
      today,
      ...(after ? [after.completed, after.completed, ...nameKeys(after)] : []),
      limit + 1,
    ],
  ];
}

function repeated(id: string, times: number): SqlValue[] {
  return Array.from({ length: times }, () => toBinary(id));
}

function nameKeys({ familyName, givenName, userId }: LearnerPlace): SqlValue[] {
  return [familyName, givenName, toBinary(userId)];
}
