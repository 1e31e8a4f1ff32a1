import { Injectable } from '@nestjs/common';
import { Database } from '../../../shared/database/database';
import { fromBinary, toBinary } from '../../../shared/database/ids';
import { DUE_AT, JOIN_QUIZ } from '../line-items/line-items.repository';

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
  /** The latest score date, `YYYY-MM-DD`, of what did not come from an instructor's hand; null without any. */
  lastDay: string | null;
}

/** Counts over all results of a course at once; each is one statement. */
@Injectable()
export class FiguresRepository {
  constructor(private readonly database: Database) {}

  /** From ix_results_figures alone. */
  async scoreCounts(courseId: string, lineItemId?: string): Promise<ScoreCount[]> {
    const rows = await this.database.rows<Omit<ScoreCount, 'lineItemId'> & { lineItemId: Buffer }>(
      `SELECT r.line_item_id AS lineItemId, r.score, COUNT(*) AS count
       FROM line_items li JOIN results r ON r.line_item_id = li.id
       WHERE li.course_id = ? AND li.deleted_at IS NULL AND r.deleted_at IS NULL
         ${lineItemId === undefined ? '' : 'AND li.id = ?'}
       GROUP BY r.line_item_id, r.score`,
      [toBinary(courseId), ...(lineItemId === undefined ? [] : [toBinary(lineItemId)])],
    );
    return rows.map((row) => ({ ...row, lineItemId: fromBinary(row.lineItemId) }));
  }

  /** From ix_results_figures alone. */
  async dayCounts(courseId: string): Promise<DayCount[]> {
    const rows = await this.database.rows<Omit<DayCount, 'lineItemId'> & { lineItemId: Buffer }>(
      `SELECT r.line_item_id AS lineItemId, r.score_date AS day, COUNT(*) AS count
       FROM line_items li JOIN results r ON r.line_item_id = li.id
       WHERE li.course_id = ? AND li.deleted_at IS NULL AND r.deleted_at IS NULL
       GROUP BY r.line_item_id, r.score_date`,
      [toBinary(courseId)],
    );
    return rows.map((row) => ({ ...row, lineItemId: fromBinary(row.lineItemId) }));
  }

  async workOfLearners(courseId: string, now: Date): Promise<LearnerWork[]> {
    const rows = await this.database.rows<Omit<LearnerWork, 'userId'> & { userId: Buffer }>(
      `SELECT r.user_id AS userId,
              COUNT(CASE WHEN ${DUE_AT} < ? AND r.score_status <> 'not submitted' THEN 1 END) AS handedIn,
              MAX(CASE WHEN r.source <> 'instructor' THEN r.score_date END) AS lastDay
       FROM line_items li ${JOIN_QUIZ} JOIN results r ON r.line_item_id = li.id
       WHERE li.course_id = ? AND li.deleted_at IS NULL AND r.deleted_at IS NULL
       GROUP BY r.user_id`,
      [now, toBinary(courseId)],
    );
    return rows.map((row) => ({ ...row, userId: fromBinary(row.userId) }));
  }
}
