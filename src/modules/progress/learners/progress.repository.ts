import { Injectable } from '@nestjs/common';
import { Database, type SqlValue } from '../../../shared/database/database';
import { fromBinary, toBinary } from '../../../shared/database/ids';
import { type ActivityType, choiceValues, IS_CHOSEN } from '../../courses';
import {
  behindPlace,
  byName,
  type ChosenLearners,
  countLearners,
  INDEXED_BY_NAME,
  type NamePlace,
  placeValues,
} from '../../enrollments';
import { isSuspended } from '../../identity';
import type { ProgressOrder } from './dto/learner-progress.query';

/** An activity of a course, and when one learner completed it. */
export interface ActivityProgress {
  activityId: string;
  sectionId: string;
  type: ActivityType;
  title: string;
  completedAt: Date | null;
}

export interface LearnerProgress extends NamePlace {
  userId: string;
  isSuspended: boolean;
  completed: number;
  /** Activities of the course. */
  total: number;
  lastCompletedAt: Date | null;
}

/** The position of a learner in the list. */
export type LearnerPlace = NamePlace & Pick<LearnerProgress, 'completed'>;

export interface LearnerProgressFilter extends ChosenLearners {
  sort: ProgressOrder;
  after?: LearnerPlace;
  limit: number;
}

type ProgressRow = Omit<LearnerProgress, 'enrollmentId' | 'userId' | 'isSuspended'> & {
  isSuspended: number;
  enrollmentId: Buffer;
  userId: Buffer;
};

const LEARNER = `e.id AS enrollmentId, e.user_id AS userId, e.given_name AS givenName, e.family_name AS familyName,
  ${isSuspended('u')} AS isSuspended`;
const ACCOUNT = 'STRAIGHT_JOIN users u ON u.id = e.user_id';
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
   * The chosen learners of a course, up to `limit` + 1. Sorted by name, a page reads the index by name from its first
   * learner on, and the completions of its own learners; sorted by percentage, the completions of all learners, from one
   * index. All learners have the same number of activities, so sorting by completed activities sorts by percentage.
   */
  async page(filter: LearnerProgressFilter): Promise<LearnerProgress[]> {
    const rows = await this.database.rows<ProgressRow>(
      ...(filter.sort === 'name' ? pageByName(filter) : pageByPercentage(filter)),
    );
    return rows.map((row) => ({
      ...row,
      enrollmentId: fromBinary(row.enrollmentId),
      userId: fromBinary(row.userId),
      isSuspended: row.isSuspended === 1,
    }));
  }

  /** How many learners the list has; counted up to `most`. */
  async countLearners(chosen: ChosenLearners, most: number): Promise<number> {
    return countLearners(this.database, chosen, most);
  }
}

type Statement = [sql: string, params: SqlValue[]];

function pageByName({ courseId, today, choice, after, limit }: LearnerProgressFilter): Statement {
  return [
    `SELECT l.*,
            (SELECT COUNT(*) FROM activities a WHERE a.course_id = ?) AS total,
            (SELECT COUNT(*) FROM activity_completions p WHERE p.course_id = ? AND p.user_id = l.userId) AS completed,
            (SELECT MAX(p.completed_at) FROM activity_completions p
             WHERE p.course_id = ? AND p.user_id = l.userId) AS lastCompletedAt
     FROM (SELECT ${LEARNER} FROM enrollments e ${INDEXED_BY_NAME} ${ACCOUNT}
           WHERE e.course_id = ? AND ${IS_CHOSEN[choice]}
             ${after ? `AND ${behindPlace('e')}` : ''}
           ORDER BY ${byName('e')} LIMIT ?) l
     ORDER BY l.familyName, l.givenName, l.enrollmentId`,
    [
      ...repeated(courseId, 4),
      ...choiceValues(choice, today),
      ...(after ? placeValues(after) : []),
      limit + 1,
    ],
  ];
}

function pageByPercentage({ courseId, today, choice, sort, after, limit }: LearnerProgressFilter): Statement {
  const [beyond, direction] = sort === '-percentage' ? ['<', 'DESC'] : ['>', 'ASC'];
  return [
    `SELECT ${LEARNER},
            (SELECT COUNT(*) FROM activities a WHERE a.course_id = ?) AS total, ${COMPLETED} AS completed,
            p.last AS lastCompletedAt
     FROM enrollments e ${ACCOUNT}
     LEFT JOIN (SELECT user_id, COUNT(*) AS completed, MAX(completed_at) AS last
                FROM activity_completions WHERE course_id = ? GROUP BY user_id) p ON p.user_id = e.user_id
     WHERE e.course_id = ? AND ${IS_CHOSEN[choice]}
       ${after ? `AND (${COMPLETED} ${beyond} ? OR (${COMPLETED} = ? AND ${behindPlace('e')}))` : ''}
     ORDER BY ${COMPLETED} ${direction}, ${byName('e')} LIMIT ?`,
    [
      ...repeated(courseId, 3),
      ...choiceValues(choice, today),
      ...(after ? [after.completed, after.completed, ...placeValues(after)] : []),
      limit + 1,
    ],
  ];
}

function repeated(id: string, times: number): SqlValue[] {
  return Array.from({ length: times }, () => toBinary(id));
}
