import { Injectable } from '@nestjs/common';
import { countUpTo } from '../../../shared/database/count-up-to';
import { Database, type SqlValue } from '../../../shared/database/database';
import { fromBinary, fromNullableBinary, toBinary, toNullableBinary } from '../../../shared/database/ids';
import { closedIn, toClosedScopes } from '../final-grades/grade-closings.repository';
import type { ClosedScopes } from '../final-grades/grade-scope';
import { DUE_AT, DUE_COLUMNS, inDueOrder, JOIN_QUIZ } from './due';
import type { LineItemFacts, NewLineItem } from './line-item-facts';

interface LineItemRow extends Omit<
  LineItemFacts,
  | 'id'
  | 'courseId'
  | 'activityId'
  | 'category'
  | 'periodId'
  | ('isExtraCredit' | 'isOmitted' | 'neverDropped' | 'expectsSubmission')
> {
  isExtraCredit: number;
  isOmitted: number;
  neverDropped: number;
  expectsSubmission: number;
  id: Buffer;
  courseId: Buffer;
  activityId: Buffer | null;
  categoryId: Buffer | null;
  periodId: Buffer | null;
  categoryTitle: string | null;
}

/** The fields of a line item to change; undefined ones stay as they are. */
export type LineItemChanges = Partial<
  Pick<
    LineItemFacts,
    | ('title' | 'description' | 'assignDate' | 'dueAt' | 'resultValueMin' | 'resultValueMax')
    | ('weight' | 'fixedWeight' | 'isExtraCredit' | 'isOmitted' | 'neverDropped' | 'expectsSubmission')
  > & { categoryId: string | null; periodId: string | null }
>;

export const LINE_ITEM_STATUSES = ['active', 'archived', 'all'] as const;
export type LineItemStatus = (typeof LINE_ITEM_STATUSES)[number];

const STATUS_CONDITIONS: Record<LineItemStatus, string> = {
  active: 'AND li.deleted_at IS NULL',
  archived: 'AND li.deleted_at IS NOT NULL',
  all: '',
};

export interface LineItemFilter {
  courseId: string;
  status: LineItemStatus;
  /** Only these. */
  ids?: string[];
}

/** The range of a line item that is held. */
export interface HeldRange {
  min: string;
  max: string;
  /** Of its course. */
  closed: ClosedScopes;
}

/** The position of a line item in the list of its course. */
export type LineItemPlace = Pick<LineItemFacts, 'dueAt' | 'id'>;

const COLUMNS: Record<keyof LineItemChanges, string> = {
  title: 'title',
  description: 'description',
  assignDate: 'assign_date',
  dueAt: 'due_at',
  resultValueMin: 'result_value_min',
  resultValueMax: 'result_value_max',
  categoryId: 'grade_category_id',
  periodId: 'grading_period_id',
  weight: 'weight',
  fixedWeight: 'fixed_weight',
  isExtraCredit: 'is_extra_credit',
  isOmitted: 'is_omitted',
  neverDropped: 'never_dropped',
  expectsSubmission: 'expects_submission',
};

const IN_ORDER = inDueOrder<LineItemFacts>(({ id }) => id);

/** What is selected besides the due date. */
const FIELDS = `li.id, li.course_id AS courseId, li.activity_id AS activityId, li.title, li.description,
         li.assign_date AS assignDate, li.result_value_min AS resultValueMin,
         li.result_value_max AS resultValueMax, li.deleted_at AS archivedAt, li.version, li.created_at AS createdAt, li.updated_at AS updatedAt,
         li.grade_category_id AS categoryId, li.grading_period_id AS periodId, cat.title AS categoryTitle, li.weight, li.fixed_weight AS fixedWeight, li.is_extra_credit AS isExtraCredit,
         li.is_omitted AS isOmitted, li.never_dropped AS neverDropped,
         li.expects_submission OR li.activity_id IS NOT NULL AS expectsSubmission,
         COALESCE((SELECT gr.late_grace_seconds FROM grade_rules gr WHERE gr.course_id = li.course_id), 0) AS graceSeconds`;
const JOIN_CATEGORY = 'LEFT JOIN grade_categories cat ON cat.id = li.grade_category_id';
const SELECT = `SELECT ${FIELDS}, ${DUE_COLUMNS} FROM line_items li ${JOIN_QUIZ} ${JOIN_CATEGORY}`;

@Injectable()
export class LineItemsRepository {
  constructor(private readonly database: Database) {}

  /** Archived ones too. */
  async find(lineItemId: string): Promise<LineItemFacts | undefined> {
    const row = await this.database.row<LineItemRow>(`${SELECT} WHERE li.id = ?`, [toBinary(lineItemId)]);
    return row && toFacts(row);
  }

  /** All line items of a course that are not archived, by due date, those without one last. */
  async allOf(courseId: string): Promise<LineItemFacts[]> {
    const rows = await this.database.rows<LineItemRow>(
      `${SELECT} WHERE li.course_id = ? AND li.deleted_at IS NULL`,
      [toBinary(courseId)],
    );
    return rows.map(toFacts).sort(IN_ORDER);
  }

  /**
   * Sorted as `allOf`, starting after the given position; one more than `limit` if there are more. The server sorts due
   * dates and ids alone, and the texts of the page come to them afterwards: sorting these takes a temporary table on its disk.
   */
  async page(filter: LineItemFilter, limit: number, after?: LineItemPlace): Promise<LineItemFacts[]> {
    const [condition, values] = placeCondition(after);
    const { sql, params } = filtered(filter);
    const rows = await this.database.rows<LineItemRow>(
      `SELECT ${FIELDS}, p.dueAt, p.dueTimeZone, p.closesAt, p.hardClose
       FROM (SELECT li.id, ${DUE_COLUMNS} FROM line_items li ${JOIN_QUIZ} WHERE ${sql} ${condition}
             ORDER BY ${DUE_AT} IS NULL, ${DUE_AT}, li.id LIMIT ?) p
       STRAIGHT_JOIN line_items li ON li.id = p.id ${JOIN_CATEGORY}`,
      [...params, ...values, limit + 1],
    );
    return rows.map(toFacts).sort(IN_ORDER);
  }

  /** How many the list of a course has; counted up to `most`. */
  async count(filter: LineItemFilter, most: number): Promise<number> {
    const { sql, params } = filtered(filter);
    return countUpTo(this.database, most, `SELECT li.id FROM line_items li WHERE ${sql}`, params);
  }

  async insert(lineItems: NewLineItem[]): Promise<void> {
    await this.database.insertMany(
      'line_items',
      [
        ...[
          'id',
          'course_id',
          'grade_category_id',
          'grading_period_id',
          'title',
          'description',
          'assign_date',
          'due_at',
        ],
        ...['weight', 'fixed_weight', 'is_extra_credit', 'is_omitted', 'never_dropped', 'expects_submission'],
        ...['result_value_min', 'result_value_max', 'created_at', 'updated_at'],
      ],
      lineItems.map((item) => [
        toBinary(item.id),
        toBinary(item.courseId),
        toNullableBinary(item.gradeCategoryId),
        toNullableBinary(item.gradingPeriodId),
        item.title,
        item.description,
        item.assignDate,
        item.dueAt,
        item.weight ?? '1',
        item.fixedWeight ?? null,
        ...[item.isExtraCredit, item.isOmitted, item.neverDropped, item.expectsSubmission].map((flag) =>
          Number(flag ?? false),
        ),
        item.resultValueMin,
        item.resultValueMax,
        item.createdAt,
        item.createdAt,
      ]),
    );
  }

  async insertForQuizzes(
    quizzes: readonly { id: string; activityId: string; courseId: string; title: string; max: string }[],
    now: Date,
  ): Promise<void> {
    await this.database.insertMany(
      'line_items',
      [
        ...['id', 'course_id', 'activity_id', 'title', 'result_value_min', 'result_value_max'],
        ...['created_at', 'updated_at'],
      ],
      quizzes.map(({ id, activityId, courseId, title, max }) => [
        ...[toBinary(id), toBinary(courseId), toBinary(activityId), title, '0', max, now, now],
      ]),
    );
  }

  /** Those of the quizzes that have no line item, with the points that they are worth. */
  async quizzesWithout(
    activityIds: readonly string[],
  ): Promise<{ activityId: string; pointsPossible: string }[]> {
    if (activityIds.length === 0) return [];
    const rows = await this.database.query<{ activityId: Buffer; pointsPossible: string }>(
      `SELECT q.activity_id AS activityId, q.points_possible AS pointsPossible
       FROM quizzes q LEFT JOIN line_items li ON li.activity_id = q.activity_id
       WHERE q.activity_id IN (?) AND li.id IS NULL`,
      [activityIds.map(toBinary)],
    );
    return rows.map(({ activityId, pointsPossible }) => ({
      activityId: fromBinary(activityId),
      pointsPossible,
    }));
  }

  /** Updates only one of the given versions, if any are given. False if there is no such line item or version. */
  async update(
    lineItemId: string,
    changes: LineItemChanges,
    versions: readonly number[] | undefined,
    now: Date,
  ): Promise<boolean> {
    const set = (Object.keys(COLUMNS) as (keyof LineItemChanges)[]).filter(
      (field) => changes[field] !== undefined,
    );
    const isDueAgain = changes.dueAt !== undefined;
    const { affectedRows } = await this.database.execute(
      `UPDATE line_items SET ${isDueAgain ? 'due_time_zone = IF(due_at <=> ?, due_time_zone, NULL), ' : ''}
         ${set.map((field) => `${COLUMNS[field]} = ?, `).join('')} version = version + 1, updated_at = GREATEST(updated_at, ?)
       WHERE id = ? AND deleted_at IS NULL ${versions === undefined ? '' : 'AND version IN (?)'}`,
      [
        ...(isDueAgain ? [changes.dueAt ?? null] : []),
        ...set.map((field) => stored(field, changes[field])),
        now,
        toBinary(lineItemId),
        ...(versions === undefined ? [] : [[...versions]]),
      ],
    );
    return affectedRows > 0;
  }

  async renameByActivity(activityId: string, title: string, now: Date): Promise<void> {
    await this.database.run(
      'UPDATE line_items SET title = ?, version = version + 1, updated_at = GREATEST(updated_at, ?) WHERE activity_id = ?',
      [title, now, toBinary(activityId)],
    );
  }

  async setMaxByActivity(activityId: string, max: string, now: Date): Promise<void> {
    await this.database.run(
      'UPDATE line_items SET result_value_max = ?, version = version + 1, updated_at = GREATEST(updated_at, ?) WHERE activity_id = ?',
      [max, now, toBinary(activityId)],
    );
  }

  /**
   * Takes a shared lock on the line item, so that its range cannot change before the transaction ends; undefined when
   * it is gone. The accounts that the result refers to are locked first, in the order of decision 11; at least one of them
   * exists.
   */
  async hold(lineItemId: string, userIds: readonly string[]): Promise<HeldRange | undefined> {
    const [row] = await this.database.query<Pick<HeldRange, 'min' | 'max'> & { closed: string | null }>(
      `SELECT li.result_value_min AS min, li.result_value_max AS max, ${closedIn('li.course_id')} AS closed
       FROM users u FORCE INDEX (PRIMARY) STRAIGHT_JOIN line_items li
       WHERE u.id IN (?) AND li.id = ? AND li.deleted_at IS NULL ORDER BY u.id LOCK IN SHARE MODE`,
      [userIds.map(toBinary), toBinary(lineItemId)],
    );
    return row && { min: row.min, max: row.max, closed: toClosedScopes(row.closed) };
  }

  /** Takes an exclusive lock on the line item; undefined when it is gone. */
  async lock(lineItemId: string): Promise<{ version: number; archivedAt: Date | null } | undefined> {
    return this.database.row(
      'SELECT version, deleted_at AS archivedAt FROM line_items WHERE id = ? FOR UPDATE',
      [toBinary(lineItemId)],
    );
  }

  /** Takes an exclusive lock on the line item of a quiz and returns its id; undefined where there is none. */
  async lockByActivity(activityId: string): Promise<string | undefined> {
    const row = await this.database.row<{ id: Buffer }>(
      'SELECT id FROM line_items WHERE activity_id = ? FOR UPDATE',
      [toBinary(activityId)],
    );
    return row && fromBinary(row.id);
  }

  /** How many results were ever recorded for it, deleted ones included, since they have a history. */
  async countResults(lineItemId: string): Promise<number> {
    const row = await this.database.row<{ count: number }>(
      'SELECT COUNT(*) AS count FROM results WHERE line_item_id = ?',
      [toBinary(lineItemId)],
    );
    return row?.count ?? 0;
  }

  /** As `countResults`, for all line items of a course. */
  async countResultsOfCourse(courseId: string): Promise<number> {
    const row = await this.database.row<{ count: number }>(
      'SELECT COUNT(*) AS count FROM line_items li JOIN results r ON r.line_item_id = li.id WHERE li.course_id = ?',
      [toBinary(courseId)],
    );
    return row?.count ?? 0;
  }

  /** How many line items of a course, archived ones aside, are in none of its categories. */
  async countWithoutCategory(courseId: string): Promise<number> {
    const row = await this.database.row<{ count: number }>(
      'SELECT COUNT(*) AS count FROM line_items WHERE course_id = ? AND deleted_at IS NULL AND grade_category_id IS NULL',
      [toBinary(courseId)],
    );
    return row?.count ?? 0;
  }

  /**
   * Whether the course has this category. It stays until the transaction ends: whoever removes it waits for the lock.
   */
  async holdCategory(courseId: string, categoryId: string): Promise<boolean> {
    const row = await this.database.row(
      'SELECT id FROM grade_categories WHERE id = ? AND course_id = ? LOCK IN SHARE MODE',
      [toBinary(categoryId), toBinary(courseId)],
    );
    return row !== undefined;
  }

  /** How many results have a score outside the line item's range. */
  async countOutOfRange(lineItemId: string): Promise<number> {
    const row = await this.database.row<{ count: number }>(
      `SELECT COUNT(*) AS count FROM results r JOIN line_items li ON li.id = r.line_item_id
       WHERE r.line_item_id = ? AND r.deleted_at IS NULL
         AND (r.score < li.result_value_min OR r.score > li.result_value_max)`,
      [toBinary(lineItemId)],
    );
    return row?.count ?? 0;
  }

  /** Deletes a line item without results; the foreign key refuses any other. */
  async delete(lineItemId: string): Promise<void> {
    await this.database.run('DELETE FROM line_items WHERE id = ?', [toBinary(lineItemId)]);
  }

  /** Archives the line item, or restores it with null. */
  async setArchived(lineItemId: string, archivedAt: Date | null, now: Date): Promise<void> {
    await this.database.run(
      `UPDATE line_items SET deleted_at = ?, version = version + 1, updated_at = GREATEST(updated_at, ?)
       WHERE id = ?`,
      [archivedAt, now, toBinary(lineItemId)],
    );
  }
}

function filtered({ courseId, status, ids }: LineItemFilter): { sql: string; params: SqlValue[] } {
  const among = ids === undefined ? '' : `AND li.id IN (${ids.map(() => '?').join(', ')})`;
  return {
    sql: `li.course_id = ? ${among} ${STATUS_CONDITIONS[status]}`,
    params: [toBinary(courseId), ...(ids ?? []).map(toBinary)],
  };
}

function placeCondition(after: LineItemPlace | undefined): [condition: string, values: SqlValue[]] {
  if (!after) return ['', []];
  const { dueAt, id } = after;
  if (dueAt === null) return [`AND ${DUE_AT} IS NULL AND li.id > ?`, [toBinary(id)]];
  return [
    `AND (${DUE_AT} IS NULL OR ${DUE_AT} > ? OR (${DUE_AT} = ? AND li.id > ?))`,
    [dueAt, dueAt, toBinary(id)],
  ];
}

function stored(field: keyof LineItemChanges, value: LineItemChanges[typeof field]): SqlValue {
  if (field === 'categoryId' || field === 'periodId')
    return toNullableBinary(value as string | null | undefined);
  return typeof value === 'boolean' ? Number(value) : (value ?? null);
}

function toFacts({ categoryId, categoryTitle, ...row }: LineItemRow): LineItemFacts {
  return {
    ...row,
    isExtraCredit: row.isExtraCredit === 1,
    isOmitted: row.isOmitted === 1,
    neverDropped: row.neverDropped === 1,
    expectsSubmission: row.expectsSubmission === 1,
    id: fromBinary(row.id),
    courseId: fromBinary(row.courseId),
    activityId: fromNullableBinary(row.activityId),
    periodId: fromNullableBinary(row.periodId),
    category: categoryId === null ? null : { id: fromBinary(categoryId), title: categoryTitle ?? '' },
  };
}
