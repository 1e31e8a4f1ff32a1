import { Injectable } from '@nestjs/common';
import { columnsOf } from '../../../shared/database/columns-of';
import { Database, type SqlValue } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { choiceValues, IS_CHOSEN } from '../../courses';
import { IS_EXEMPT, IS_HANDED_IN_LATE, IS_OVERDUE, LACKS_SCORE } from '../line-items/due';
import { Result } from '../results/result.entity';

/** How many results of a line item have this score. */
export interface ScoreCount {
  lineItemId: string;
  score: string;
  count: number;
}

/** Counts over the active learners of a course, for one line item. */
export interface WorkCount {
  lineItemId: string;
  /** Learners with a result, exempt ones and those without a score included. */
  results: number;
  exempt: number;
  /** Learners of whom the work is asked and who have no score. */
  missingScores: number;
  /** Learners who handed in after the due day. */
  late: number;
}

/** What a learner owes, and when they last had a result. */
export interface LearnerWork {
  userId: string;
  /** Pieces of work that are asked of the learner, were due before now and have not been handed in. */
  overdue: number;
  /** The latest score date, `YYYY-MM-DD`, of results that no instructor entered; null without any. */
  lastDay: string | null;
}

/** Work that learners can do. */
export interface DueWork {
  lineItemId: string;
  /** The day on which it is due, in the course's time zone; null without a due date. */
  day: string | null;
  /** Due before now. */
  isDue: boolean;
}

/** A course, and the present day in its time zone. */
export interface CourseDay {
  courseId: string;
  today: string;
}

const SCORE = columnsOf(Result, 'r', ['lineItemId', 'score']).andExpressions<{ count: number }>({
  count: 'COUNT(*)',
});
const LEARNER = columnsOf(Result, 'e', ['userId']).andExpressions<Omit<LearnerWork, 'userId'>>({
  overdue: `COUNT(CASE WHEN ${IS_OVERDUE} THEN 1 END)`,
  lastDay: "MAX(CASE WHEN r.source <> 'instructor' THEN r.score_date END)",
});
const COUNTS = columnsOf(Result, 'd', ['lineItemId']).andExpressions<Omit<WorkCount, 'lineItemId'>>({
  results: 'COUNT(r.id)',
  exempt: `COUNT(CASE WHEN ${IS_EXEMPT} THEN 1 END)`,
  missingScores: `COUNT(CASE WHEN ${LACKS_SCORE} THEN 1 END)`,
  late: `COUNT(CASE WHEN ${IS_HANDED_IN_LATE} THEN 1 END)`,
});

/**
 * Counts over the work of all active learners of a course, which is the population of every figure (decision 13). Each is one
 * statement, whatever the size of the course.
 */
@Injectable()
export class FiguresRepository {
  constructor(private readonly database: Database) {}

  /** Scores of what is not exempt, of all line items or of one. */
  async scoreCounts({ courseId, today }: CourseDay, lineItemId?: string): Promise<ScoreCount[]> {
    const rows = await this.database.rows(
      `SELECT ${SCORE.sql}
       FROM enrollments e FORCE INDEX (uq_enrollments_person) STRAIGHT_JOIN users u ON u.id = e.user_id
       STRAIGHT_JOIN line_items li FORCE INDEX (ix_line_items_course) ON li.course_id = e.course_id
       STRAIGHT_JOIN results r FORCE INDEX (uq_results_learner) ON r.line_item_id = li.id AND r.user_id = e.user_id
       WHERE e.course_id = ? AND li.deleted_at IS NULL ${lineItemId === undefined ? '' : 'AND li.id = ?'}
         AND r.deleted_at IS NULL AND r.score IS NOT NULL AND NOT ${IS_EXEMPT} AND ${IS_CHOSEN.active}
       GROUP BY r.line_item_id, r.score`,
      [
        toBinary(courseId),
        ...(lineItemId === undefined ? [] : [toBinary(lineItemId)]),
        ...choiceValues('active', today),
      ],
      SCORE,
    );
    return rows.map((row) => ({ ...row, score: row.score ?? '0' }));
  }

  async workCounts(course: CourseDay, work: readonly DueWork[]): Promise<WorkCount[]> {
    if (work.length === 0) return [];
    const [tables, values] = workOfLearners(course, work);
    return this.database.query(`SELECT ${COUNTS.sql} ${tables} GROUP BY d.line_item_id`, values, COUNTS);
  }

  async workByLearner(course: CourseDay, work: readonly DueWork[]): Promise<LearnerWork[]> {
    if (work.length === 0) return [];
    const [tables, values] = workOfLearners(course, work);
    return this.database.query(`SELECT ${LEARNER.sql} ${tables} GROUP BY e.user_id`, values, LEARNER);
  }
}

/**
 * Every active learner `e` with every piece of work `d` and the result `r`, where there is one, found by its unique key. The
 * work comes with the statement, since only the code knows the time zone that its days depend on.
 */
function workOfLearners(
  { courseId, today }: CourseDay,
  work: readonly DueWork[],
): [tables: string, values: SqlValue[]] {
  const row = 'SELECT ? AS line_item_id, CAST(? AS DATE) AS day, ? AS is_due';
  return [
    `FROM enrollments e FORCE INDEX (uq_enrollments_person) STRAIGHT_JOIN users u ON u.id = e.user_id
     STRAIGHT_JOIN (${work.map(() => row).join(' UNION ALL ')}) d
     LEFT JOIN results r FORCE INDEX (uq_results_learner)
       ON r.line_item_id = d.line_item_id AND r.user_id = e.user_id AND r.deleted_at IS NULL
     WHERE e.course_id = ? AND ${IS_CHOSEN.active}`,
    [
      ...work.flatMap(({ lineItemId, day, isDue }) => [toBinary(lineItemId), day, isDue ? 1 : 0]),
      toBinary(courseId),
      ...choiceValues('active', today),
    ],
  ];
}
