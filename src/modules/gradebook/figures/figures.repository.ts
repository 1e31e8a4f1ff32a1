import { Injectable } from '@nestjs/common';
import { columnsOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { Result } from '../results/result.entity';
import type { WorkFigures } from './work-figures';

const RESULT = columnsOf(Result, 'r', [
  ...([
    'lineItemId',
    'userId',
    'score',
    'scoreStatus',
    'scoreDate',
    'submittedAt',
    'lateDecision',
    'source',
  ] as const),
]);

/** Reads the results of a course for figures. */
@Injectable()
export class FiguresRepository {
  constructor(private readonly database: Database) {}

  /**
   * Each result of the line items of a course that are not archived, or of one of them, read once, by line item. `begin` makes
   * the figures that count them.
   */
  results(courseId: string, lineItemId: string | undefined, begin: () => WorkFigures): Promise<WorkFigures> {
    return this.database.eachRow(
      `SELECT ${RESULT.sql}
       FROM line_items li FORCE INDEX (ix_line_items_course)
       STRAIGHT_JOIN results r FORCE INDEX (uq_results_learner) ON r.line_item_id = li.id
       WHERE li.course_id = ? AND li.deleted_at IS NULL ${lineItemId === undefined ? '' : 'AND li.id = ?'}
         AND r.deleted_at IS NULL`,
      [toBinary(courseId), ...(lineItemId === undefined ? [] : [toBinary(lineItemId)])],
      RESULT,
      begin,
    );
  }
}
