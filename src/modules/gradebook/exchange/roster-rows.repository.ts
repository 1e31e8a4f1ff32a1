import { Injectable } from '@nestjs/common';
import { Database } from '../../../shared/database/database';
import { fromBinary, fromNullableBinary, toBinary } from '../../../shared/database/ids';
import { sourcedIdOf } from '../../../shared/database/own-sourced-ids';
import { DUE_AT, DUE_TIME_ZONE, dueIn, JOIN_QUIZ } from '../line-items/due';
import { GradingPeriodsRepository } from '../periods/grading-periods.repository';
import type { ResultSource, ScoreStatus } from '../results/result-value';
import { periodOf } from '../totals/periods';

/** A category as OneRoster has it. */
export interface CategoryRow {
  sourcedId: string;
  title: string;
}

/** A grading period of a course. Days are `YYYY-MM-DD`. */
export interface PeriodRow {
  id: string;
  sourcedId: string;
  title: string;
  startDate: string;
  endDate: string;
}

/** A line item as OneRoster has it. Decimals have 4 places, days are those of the course's calendar. */
export interface LineItemRow {
  id: string;
  sourcedId: string;
  title: string;
  description: string | null;
  assignDate: string | null;
  dueDay: string | null;
  dueAt: Date | null;
  categorySourcedId: string | null;
  /** Null where the course has no grading period for it. */
  periodSourcedId: string | null;
  min: string;
  max: string;
  isQuiz: boolean;
  updatedAt: Date;
}

/** A learner's result as OneRoster has it: as it was entered, before lateness takes something. */
export interface ResultRow {
  sourcedId: string;
  lineItemId: string;
  userId: string;
  userSourcedId: string;
  /** With 4 places. */
  score: string | null;
  scoreStatus: ScoreStatus;
  scoreDate: string;
  comment: string | null;
  source: ResultSource;
  submittedAt: Date | null;
  updatedAt: Date;
  /** False for who never had an enrollment in the course. */
  isMember: boolean;
}

/** What OneRoster tells of the gradebook of a course. */
export interface CourseGradebook {
  categories: CategoryRow[];
  periods: PeriodRow[];
  /** Those that are not archived, by id. */
  lineItems: LineItemRow[];
}

interface StoredItem extends Pick<
  LineItemRow,
  'title' | 'description' | 'assignDate' | 'min' | 'max' | 'dueAt' | 'updatedAt'
> {
  id: Buffer;
  sourcedId: string | null;
  isQuiz: number;
  dueTimeZone: string | null;
  periodId: Buffer | null;
  gradeCategoryId: Buffer | null;
  rosterCategoryId: Buffer | null;
  rosterSourcedId: string | null;
}

/** Reads gradebooks for exports of rosters. Checks nobody's rights. Named SQL, since it reads whole courses. */
@Injectable()
export class GradebookRosterRows {
  constructor(
    private readonly database: Database,
    private readonly periods: GradingPeriodsRepository,
  ) {}

  /** Three statements. `timeZone` is that of the course. */
  async course(courseId: string, timeZone: string): Promise<CourseGradebook> {
    const id = toBinary(courseId);
    const periods = (await this.periods.ofCourse(courseId)).map(
      ({ id: periodId, title, startDate, endDate }): PeriodRow => ({
        ...{ id: periodId, title, startDate, endDate },
        sourcedId: sourcedIdOf({ id: periodId, sourcedId: null }),
      }),
    );
    const categories = await this.database.rows<{
      id: Buffer;
      title: string;
      rosterId: Buffer | null;
      rosterSourcedId: string | null;
      rosterTitle: string | null;
    }>(
      `SELECT g.id, g.title, cat.id AS rosterId, cat.sourced_id AS rosterSourcedId, cat.title AS rosterTitle
       FROM grade_categories g LEFT JOIN line_item_categories cat ON cat.id = g.roster_category_id
       WHERE g.course_id = ? ORDER BY g.position, g.id`,
      [id],
    );
    const items = await this.database.rows<StoredItem>(
      `SELECT li.id, li.sourced_id AS sourcedId, li.title, li.description, li.assign_date AS assignDate,
              li.result_value_min AS min, li.result_value_max AS max, li.updated_at AS updatedAt,
              li.activity_id IS NOT NULL AS isQuiz, li.grading_period_id AS periodId, ${DUE_AT} AS dueAt,
              ${DUE_TIME_ZONE} AS dueTimeZone, g.id AS gradeCategoryId, cat.id AS rosterCategoryId, cat.sourced_id AS rosterSourcedId
       FROM line_items li FORCE INDEX (ix_line_items_course) ${JOIN_QUIZ}
         LEFT JOIN grade_categories g ON g.id = li.grade_category_id
         LEFT JOIN line_item_categories cat ON cat.id = g.roster_category_id
       WHERE li.course_id = ? AND li.deleted_at IS NULL`,
      [id],
    );
    return {
      categories: categories.map((category) => ({
        sourcedId: categorySourcedId(category.id, category.rosterId, category.rosterSourcedId),
        title: category.rosterTitle ?? category.title,
      })),
      periods,
      lineItems: items
        .map((item) => toLineItem(item, periods, timeZone))
        .sort((one, other) => (one.id < other.id ? -1 : 1)),
    };
  }

  /**
   * Results of the line items, by line item and learner, in pages. One statement each.
   *
   * @param lineItemIds sorted
   */
  async *results(
    courseId: string,
    lineItemIds: readonly string[],
    limit: number,
  ): AsyncGenerator<ResultRow[]> {
    let remaining = lineItemIds.map(toBinary);
    let after: { lineItemId: Buffer; userId: Buffer } | undefined;
    while (remaining.length > 0 || after) {
      const ranges = [
        ...(after ? ['(r.line_item_id = ? AND r.user_id > ?)'] : []),
        ...(remaining.length > 0 ? ['r.line_item_id IN (?)'] : []),
      ];
      const rows = await this.database.query<StoredResultRow>(
        `SELECT r.id, r.sourced_id AS sourcedId, r.line_item_id AS lineItemId, r.user_id AS userId,
                u.sourced_id AS userSourcedId, r.score, r.score_status AS scoreStatus, r.score_date AS scoreDate, r.comment,
                r.source, r.submitted_at AS submittedAt, r.updated_at AS updatedAt,
                EXISTS (SELECT 1 FROM enrollments e WHERE e.course_id = ? AND e.user_id = r.user_id) AS isMember
         FROM results r FORCE INDEX (uq_results_learner) STRAIGHT_JOIN users u ON u.id = r.user_id
         WHERE (${ranges.join(' OR ')}) AND r.deleted_at IS NULL ORDER BY r.line_item_id, r.user_id LIMIT ?`,
        [
          toBinary(courseId),
          ...(after ? [after.lineItemId, after.userId] : []),
          ...(remaining.length > 0 ? [remaining] : []),
          limit,
        ],
      );
      if (rows.length > 0) yield rows.map(toResult);
      const last = rows.at(-1);
      if (!last || rows.length < limit) return;
      after = last;
      remaining = remaining.filter((id) => id.compare(last.lineItemId) > 0);
    }
  }
}

type StoredResultRow = Omit<
  ResultRow,
  'sourcedId' | 'lineItemId' | 'userId' | 'userSourcedId' | 'isMember'
> & {
  id: Buffer;
  sourcedId: string | null;
  lineItemId: Buffer;
  userId: Buffer;
  userSourcedId: string | null;
  isMember: number;
};

function categorySourcedId(own: Buffer, rosterId: Buffer | null, rosterSourcedId: string | null): string {
  return rosterId === null
    ? sourcedIdOf({ id: fromBinary(own), sourcedId: null })
    : sourcedIdOf({ id: fromBinary(rosterId), sourcedId: rosterSourcedId });
}

function toLineItem(
  { isQuiz, dueTimeZone, periodId, gradeCategoryId, rosterCategoryId, rosterSourcedId, ...item }: StoredItem,
  periods: readonly PeriodRow[],
  timeZone: string,
): LineItemRow {
  const id = fromBinary(item.id);
  const dueDay = dueIn(timeZone, { dueAt: item.dueAt, dueTimeZone })?.day ?? null;
  const period = periodOf(periods, { named: fromNullableBinary(periodId), dueDay });
  return {
    ...item,
    id,
    sourcedId: sourcedIdOf({ id, sourcedId: item.sourcedId }),
    dueDay,
    categorySourcedId:
      gradeCategoryId && categorySourcedId(gradeCategoryId, rosterCategoryId, rosterSourcedId),
    periodSourcedId: periods.find(({ id: named }) => named === period)?.sourcedId ?? null,
    isQuiz: isQuiz === 1,
  };
}

function toResult({ id, sourcedId, userSourcedId, isMember, ...row }: StoredResultRow): ResultRow {
  const userId = fromBinary(row.userId);
  return {
    ...row,
    sourcedId: sourcedIdOf({ id: fromBinary(id), sourcedId }),
    lineItemId: fromBinary(row.lineItemId),
    userId,
    userSourcedId: sourcedIdOf({ id: userId, sourcedId: userSourcedId }),
    isMember: isMember === 1,
  };
}
