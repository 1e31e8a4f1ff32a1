import { Injectable } from '@nestjs/common';
import { Database } from '../../../shared/database/database';
import { fromBinary, toBinary } from '../../../shared/database/ids';
import { choiceValues, IS_CHOSEN } from '../../courses';
import { IS_HANDED_IN, IS_LATE, JOIN_QUIZ } from '../line-items/due';

/** How many results of a line item have this score; null for none. */
export interface ScoreCount {
  lineItemId: string;
  score: string | null;
  count: number;
}

/** How many results of a line item are dated on this day. */
export interface DayCount {
  lineItemId: string;
  day: string;
  count: number;
}

/** What a learner has handed in. */
export interface LearnerWork {
  userId: string;
  /** Results of line items that are due, excused ones included. */
  handedIn: number;
  /** The latest score date, `YYYY-MM-DD`, of results that no instructor entered; null without any. */
  lastDay: string | null;
}

/** A course, and the present day in its time zone. */
export interface CourseDay {
  courseId: string;
  today: string;
}

/**
 * Counts over all results of a course at once; each is one statement. Suspended learners' results do not count (decision
 * 13).
 */
@Injectable()
export class FiguresRepository {
  constructor(private readonly database: Database) {}

  async scoreCounts(course: CourseDay, lineItemId?: string): Promise<ScoreCount[]> {
    const rows = await this.counts<string | null>('score', course, lineItemId);
    return rows.map(({ value, ...row }) => ({ ...row, score: value }));
  }

  async dayCounts(course: CourseDay): Promise<DayCount[]> {
    const rows = await this.counts<string>('score_date', course);
    return rows.map(({ value, ...row }) => ({ ...row, day: value }));
  }

  /**
   * The index ix_results_figures answers the first half alone, but has no user ids. The second half finds the few results
   * of suspended learners by their keys, and they are subtracted.
   */
  private async counts<T>(
    column: 'score' | 'score_date',
    { courseId, today }: CourseDay,
    lineItemId?: string,
  ): Promise<{ lineItemId: string; value: T; count: number }[]> {
    const course = toBinary(courseId);
    const oneItem = lineItemId === undefined ? '' : 'AND li.id = ?';
    const item = lineItemId === undefined ? [] : [toBinary(lineItemId)];
    const rows = await this.database.rows<{ lineItemId: Buffer; value: T; count: number }>(
      `SELECT lineItemId, value, CAST(SUM(number) AS SIGNED) AS count
       FROM (SELECT r.line_item_id AS lineItemId, r.${column} AS value, COUNT(*) AS number
             FROM line_items li JOIN results r ON r.line_item_id = li.id
             WHERE li.course_id = ? AND li.deleted_at IS NULL ${oneItem} AND r.deleted_at IS NULL
             GROUP BY r.line_item_id, r.${column}
             UNION ALL
             SELECT r.line_item_id, r.${column}, -1
             FROM enrollments e JOIN users u ON u.id = e.user_id
             JOIN line_items li ON li.course_id = e.course_id
             JOIN results r ON r.line_item_id = li.id AND r.user_id = e.user_id
             WHERE e.course_id = ? AND ${IS_CHOSEN.suspended}
               AND li.deleted_at IS NULL ${oneItem} AND r.deleted_at IS NULL) counted
       GROUP BY lineItemId, value HAVING count > 0`,
      [course, ...item, course, ...choiceValues('suspended', today), ...item],
    );
    return rows.map((row) => ({ ...row, lineItemId: fromBinary(row.lineItemId) }));
  }

  async workOfLearners(courseId: string, now: Date): Promise<LearnerWork[]> {
    const rows = await this.database.rows<Omit<LearnerWork, 'userId'> & { userId: Buffer }>(
      `SELECT r.user_id AS userId,
              COUNT(CASE WHEN ${IS_LATE} AND ${IS_HANDED_IN} THEN 1 END) AS handedIn,
              MAX(CASE WHEN r.source <> 'instructor' THEN r.score_date END) AS lastDay
       FROM line_items li ${JOIN_QUIZ} JOIN results r ON r.line_item_id = li.id
       WHERE li.course_id = ? AND li.deleted_at IS NULL AND r.deleted_at IS NULL
       GROUP BY r.user_id`,
      [now, toBinary(courseId)],
    );
    return rows.map((row) => ({ ...row, userId: fromBinary(row.userId) }));
  }
}
