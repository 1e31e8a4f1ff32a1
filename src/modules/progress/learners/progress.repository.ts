import { Injectable } from '@nestjs/common';
import { Conditions } from '../../../shared/database/conditions';
import { Database, type SqlValue } from '../../../shared/database/database';
import { fromBinary, toBinary } from '../../../shared/database/ids';
import type { ActivityType } from '../../courses';
import {
  areChosen,
  behindPlace,
  byName,
  type ChosenLearners,
  countLearners,
  INDEXED_BY_NAME,
  type NamePlace,
  placeValues,
} from '../../enrollments';
import { IS_EXEMPT } from '../../gradebook';
import { isSuspended } from '../../identity';
import {
  type ActivityFacts,
  COMPLETIONS_OF_COURSE,
  COUNTS_IN_PROGRESS,
  EXEMPTIONS_OF_COURSE,
  HAS_WORK,
  IS_ASKED_FOR,
  JOIN_ACTIVITY_QUIZ,
  joinQuizResult,
} from '../statistics/completion';
import type { ProgressOrder } from './dto/learner-progress.query';

/** An activity of a course, and when one learner completed it. */
export interface ActivityProgress extends ActivityFacts {
  activityId: string;
  sectionId: string;
  type: ActivityType;
  title: string;
  completedAt: Date | null;
}

export interface LearnerProgress extends NamePlace {
  userId: string;
  isSuspended: boolean;
  /** Of the activities that count for the learner. */
  completed: number;
  /** Activities that count for the learner. */
  total: number;
  /** The completed share: in `PARTS` parts, rounded down. Learners are sorted by it. */
  share: number;
  lastCompletedAt: Date | null;
}

/** The position of a learner in the list. */
export type LearnerPlace = NamePlace & Pick<LearnerProgress, 'share'>;

export type PercentageOrder = Exclude<ProgressOrder, 'name'>;

interface NamePage {
  after?: NamePlace;
  limit: number;
}

type ProgressRow = Omit<LearnerProgress, 'enrollmentId' | 'userId' | 'isSuspended' | 'share'> & {
  isSuspended: number;
  enrollmentId: Buffer;
  userId: Buffer;
};

/** Shares of different counts differ by more than one part as long as a course has less than 30,000 activities. */
const PARTS = 1_000_000_000;

/** As `sortedShare` below. */
const SHARE = (completed: string, total: string): string =>
  `COALESCE(${completed} * ${PARTS} DIV NULLIF(${total}, 0), 0)`;

/** The completed share in whole parts, so that it can be compared exactly. */
function sortedShare({ completed, total }: Pick<LearnerProgress, 'completed' | 'total'>): number {
  return total === 0 ? 0 : Math.floor((completed * PARTS) / total);
}

const LEARNER = `e.id AS enrollmentId, e.user_id AS userId, e.given_name AS givenName, e.family_name AS familyName,
  ${isSuspended('u')} AS isSuspended`;
const ACCOUNT = 'STRAIGHT_JOIN users u ON u.id = e.user_id';

/** Activities of the course `?` that are asked for. */
const ASKED_FOR = `SELECT COUNT(*) AS total FROM published_activities a ${JOIN_ACTIVITY_QUIZ} WHERE a.course_id = ? AND ${IS_ASKED_FOR}`;
@Injectable()
export class ProgressRepository {
  constructor(private readonly database: Database) {}

  /** All activities of a course, in its order, for one learner. Each completion is found by its primary key. */
  async ofLearner(courseId: string, userId: string): Promise<ActivityProgress[]> {
    const rows = await this.database.rows<
      Pick<ActivityProgress, 'type' | 'title' | 'completedAt'> & {
        activityId: Buffer;
        sectionId: Buffer;
        cannotBeDone: number;
        isExempt: number;
        isOptional: number;
      }
    >(
      `SELECT a.activity_id AS activityId, a.section_id AS sectionId, a.type, a.title, p.completed_at AS completedAt,
              NOT ${HAS_WORK} AS cannotBeDone, ${IS_EXEMPT} AS isExempt, NOT a.is_counted AS isOptional
       FROM published_activities a ${JOIN_ACTIVITY_QUIZ} ${joinQuizResult('?')}
       LEFT JOIN activity_completions p ON p.activity_id = a.activity_id AND p.user_id = ?
       WHERE a.course_id = ? ORDER BY a.place`,
      [toBinary(userId), toBinary(userId), toBinary(courseId)],
    );
    return rows.map((row) => ({
      ...row,
      cannotBeDone: row.cannotBeDone === 1,
      isExempt: row.isExempt === 1,
      isOptional: row.isOptional === 1,
      activityId: fromBinary(row.activityId),
      sectionId: fromBinary(row.sectionId),
    }));
  }

  /**
   * The chosen learners of a course by name, up to `limit` + 1: reads the index by name from the first of them on, and the
   * completions of these learners.
   */
  async pageByName({ courseId, ...wishes }: ChosenLearners, page: NamePage): Promise<LearnerProgress[]> {
    const { after, limit } = page;
    const chosen = areChosen(wishes);
    const learners = `SELECT ${LEARNER} FROM enrollments e ${INDEXED_BY_NAME} ${ACCOUNT}
      WHERE e.course_id = ? AND ${chosen.sql} ${after ? `AND ${behindPlace('e')}` : ''}
      ORDER BY ${byName('e')} LIMIT ?`;
    const rows = await this.database.rows<ProgressRow>(
      `${progressOf(learners)} ORDER BY l.familyName, l.givenName, l.enrollmentId`,
      [...repeated(courseId, 5), ...chosen.params, ...(after ? placeValues(after) : []), limit + 1],
    );
    return rows.map(toLearnerProgress);
  }

  /** Those of these enrollments whose learners are chosen, in no order; reads the completions of these learners. */
  async named(
    { courseId, ...wishes }: ChosenLearners,
    enrollmentIds: readonly string[],
  ): Promise<LearnerProgress[]> {
    if (enrollmentIds.length === 0) return [];
    const chosen = areChosen(wishes);
    const named = new Conditions().among('e.id', enrollmentIds);
    const learners = `SELECT ${LEARNER} FROM enrollments e FORCE INDEX (PRIMARY) ${ACCOUNT}
      WHERE e.course_id = ? AND ${chosen.sql} AND ${named.sql}`;
    const rows = await this.database.query<ProgressRow>(progressOf(learners), [
      ...repeated(courseId, 5),
      ...chosen.params,
      ...named.params,
    ]);
    return rows.map(toLearnerProgress);
  }

  /** All chosen learners of a course by percentage, from the place on; reads the completions of the whole course. */
  async byPercentage(
    { courseId, ...wishes }: ChosenLearners,
    sort: PercentageOrder,
    after?: LearnerPlace,
  ): Promise<LearnerProgress[]> {
    const chosen = areChosen(wishes);
    const [beyond, direction] = sort === '-percentage' ? ['<', 'DESC'] : ['>', 'ASC'];
    const [completed, total] = ['COALESCE(p.completed, 0)', '(n.total - COALESCE(x.exempt, 0))'];
    const share = SHARE(completed, total);
    const rows = await this.database.rows<ProgressRow>(
      `SELECT ${LEARNER}, ${total} AS total, ${completed} AS completed, p.last AS lastCompletedAt
       FROM enrollments e ${ACCOUNT} JOIN (${ASKED_FOR}) n
       LEFT JOIN (SELECT p.user_id, COUNT(CASE WHEN ${COUNTS_IN_PROGRESS} THEN 1 END) AS completed,
                         MAX(p.completed_at) AS last
                  ${COMPLETIONS_OF_COURSE} GROUP BY p.user_id) p ON p.user_id = e.user_id
       LEFT JOIN (SELECT r.user_id, COUNT(*) AS exempt ${EXEMPTIONS_OF_COURSE} GROUP BY r.user_id) x ON x.user_id = e.user_id
       WHERE e.course_id = ? AND ${chosen.sql}
         ${after ? `AND (${share} ${beyond} ? OR (${share} = ? AND ${behindPlace('e')}))` : ''}
       ORDER BY ${share} ${direction}, ${byName('e')}`,
      [
        ...repeated(courseId, 4),
        ...chosen.params,
        ...(after ? [after.share, after.share, ...placeValues(after)] : []),
      ],
    );
    return rows.map(toLearnerProgress);
  }

  /** How many learners the list has; counted up to `most`. */
  async countLearners(chosen: ChosenLearners, most: number): Promise<number> {
    return countLearners(this.database, chosen, most);
  }
}

/** The progress of learners `l`, which the statement selects from the course `?`; takes its id four times before. */
function progressOf(learners: string): string {
  return `SELECT l.*, (${ASKED_FOR}) - (SELECT COUNT(*) ${EXEMPTIONS_OF_COURSE} AND r.user_id = l.userId) AS total,
            (SELECT COUNT(CASE WHEN ${COUNTS_IN_PROGRESS} THEN 1 END) ${COMPLETIONS_OF_COURSE} AND p.user_id = l.userId) AS completed,
            (SELECT MAX(p.completed_at) FROM activity_completions p
             WHERE p.course_id = ? AND p.user_id = l.userId) AS lastCompletedAt
     FROM (${learners}) l`;
}

function toLearnerProgress(row: ProgressRow): LearnerProgress {
  return {
    ...row,
    enrollmentId: fromBinary(row.enrollmentId),
    userId: fromBinary(row.userId),
    isSuspended: row.isSuspended === 1,
    share: sortedShare(row),
  };
}

function repeated(id: string, times: number): SqlValue[] {
  return Array.from({ length: times }, () => toBinary(id));
}
