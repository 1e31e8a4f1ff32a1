import { Injectable } from '@nestjs/common';
import { columnsOf, insertOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { fromBinary, toBinary } from '../../../shared/database/ids';
import { nullablePlainDecimal, plainDecimal } from '../../../shared/decimals/plain-decimal';
import type { CarryScope } from '../../courses';
import { LineItem } from '../line-items/line-item.entity';

const OWN = [
  ...(['id', 'activityId', 'gradeCategoryId', 'gradingPeriodId', 'weight', 'fixedWeight'] as const),
  ...(['isExtraCredit', 'isOmitted', 'neverDropped', 'expectsSubmission', 'title', 'description'] as const),
  ...(['assignDate', 'dueAt', 'resultValueMin', 'resultValueMax'] as const),
] as const;
const CARRIED = columnsOf(LineItem, 'li', OWN);
const NEW_ITEM = insertOf(LineItem, [...OWN, 'courseId', 'createdAt', 'updatedAt']);
/** What the quiz of a line item does not say. */
const BESIDE_QUIZ = [
  ...['id', 'grade_category_id', 'grading_period_id', 'weight', 'fixed_weight', 'is_extra_credit'],
  ...['is_omitted', 'never_dropped', 'description', 'assign_date'],
];

/** A column of the gradebook as it goes along with a course. That of a quiz has its title, due date and points from there. */
export interface LineItemDocument extends Pick<
  LineItem,
  | ('id' | 'activityId' | 'weight' | 'fixedWeight' | 'isExtraCredit' | 'isOmitted' | 'neverDropped')
  | (
      | 'expectsSubmission'
      | 'title'
      | 'description'
      | 'assignDate'
      | 'dueAt'
      | 'resultValueMin'
      | 'resultValueMax'
    )
> {
  categoryId: string | null;
  periodId: string | null;
}

@Injectable()
export class CarriedLineItemsRepository {
  constructor(private readonly database: Database) {}

  /** Those that are not archived, and whose quiz is not, in the order of their ids. */
  async ofScope({ courseId, activityId }: CarryScope): Promise<LineItemDocument[]> {
    const rows = await this.database.rows(
      `SELECT ${CARRIED.sql} FROM line_items li LEFT JOIN activities a ON a.id = li.activity_id
       WHERE li.course_id = ? AND li.deleted_at IS NULL
         ${activityId === null ? 'AND a.archived_at IS NULL' : 'AND li.activity_id = ?'} ORDER BY li.id`,
      [toBinary(courseId), ...(activityId === null ? [] : [toBinary(activityId)])],
      CARRIED,
    );
    return rows.map(({ gradeCategoryId: categoryId, gradingPeriodId: periodId, ...row }) => ({
      ...{ ...row, categoryId, periodId },
      ...{ weight: plainDecimal(row.weight), fixedWeight: nullablePlainDecimal(row.fixedWeight) },
      resultValueMin: plainDecimal(row.resultValueMin),
      resultValueMax: plainDecimal(row.resultValueMax),
    }));
  }

  /**
   * Adds line items, and says of those that quizzes of the course have by now what the quizzes do not say. The points of all its quizzes
   * become the greatest scores. At most four statements.
   */
  async restore(courseId: string, items: readonly LineItemDocument[], now: Date): Promise<void> {
    const ofQuizzes = await this.quizzesWith(items.flatMap(({ activityId }) => activityId ?? []));
    const rows = items
      .filter(({ activityId }) => activityId === null || ofQuizzes.has(activityId))
      .map(({ categoryId: gradeCategoryId, periodId: gradingPeriodId, ...item }) => ({
        ...{ ...item, gradeCategoryId, gradingPeriodId, courseId, createdAt: now, updatedAt: now },
        ...(item.activityId === null ? {} : { dueAt: null, expectsSubmission: false }),
      }));
    await this.database.insert(
      NEW_ITEM,
      rows,
      BESIDE_QUIZ.map((column) => `${column} = VALUES(${column})`).join(', '),
    );
    if (ofQuizzes.size === 0) return;
    await this.database.execute(
      `UPDATE line_items li JOIN quizzes z ON z.activity_id = li.activity_id
       SET li.result_value_max = z.points_possible WHERE li.activity_id IN (?)`,
      [[...ofQuizzes].map(toBinary)],
    );
  }

  /** Those of the quizzes that have a line item. */
  private async quizzesWith(activityIds: readonly string[]): Promise<Set<string>> {
    if (activityIds.length === 0) return new Set();
    const rows = await this.database.query<{ id: Buffer }>(
      'SELECT activity_id AS id FROM line_items WHERE activity_id IN (?)',
      [activityIds.map(toBinary)],
    );
    return new Set(rows.map(({ id }) => fromBinary(id)));
  }
}
