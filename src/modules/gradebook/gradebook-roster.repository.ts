import { Injectable } from '@nestjs/common';
import { Database } from '../../shared/database/database';
import { fromBinary, fromNullableBinary, newId, toBinary } from '../../shared/database/ids';
import { ownIdIn } from '../../shared/database/own-sourced-ids';
import {
  type Sourced,
  type SourcedChange,
  type SourcedRows,
  SourcedTable,
} from '../../shared/database/sourced-table';
import { type ImportedChange, ResultRecorder } from './results/result-recorder';
import { TotalsKeeper } from './stored-totals/totals-keeper';
import type { ResultValue } from './results/result-value';
import type { StoredResult } from './results/results.repository';

/** The fields of a line item category that a roster import reads and writes. */
export interface RosterCategory {
  title: string;
  /** It is one that instructors made for their course, which a roster only refers to. */
  isOfCourse?: true;
}

/** A grading period of a course, as a roster has it. Days are `YYYY-MM-DD`. */
export interface RosterPeriod {
  title: string;
  type: 'gradingPeriod';
  startDate: string;
  endDate: string;
  /** The term of the course. */
  parentId: string | null;
  schoolYear: null;
}

/** The fields of a line item that a roster import reads and writes. Decimals have 4 places. */
export interface RosterLineItem {
  courseId: string;
  categoryId: string | null;
  title: string;
  description: string | null;
  /** `YYYY-MM-DD`. */
  assignDate: string | null;
  dueAt: Date | null;
  /** In which the day of `dueAt` is counted; null: the course's time zone. */
  dueTimeZone: string | null;
  resultValueMin: string;
  resultValueMax: string;
  deletedAt: Date | null;
  /** The quiz that makes the results; only read, as are those below. */
  activityId: string | null;
  /** When the quiz is due. */
  quizDueAt: Date | null;
  /** As `dueTimeZone`, of the quiz. */
  quizDueTimeZone: string | null;
  /** Where it stands in its course. */
  gradeCategoryId: string | null;
  /** The roster's category for which that was made. */
  standingCategoryId: string | null;
}

/** The fields of a result that a roster import reads and writes, with the source of its value. The score has 4 places. */
export interface RosterResult extends ResultValue {
  lineItemId: string;
  userId: string;
  deletedAt: Date | null;
}

/** Line items and results for roster imports. Checks nobody's rights. */
@Injectable()
export class GradebookRoster {
  readonly categories: SourcedRows<RosterCategory>;
  readonly lineItems: SourcedRows<RosterLineItem>;
  readonly results: RosterResults;

  constructor(
    private readonly database: Database,
    recorder: ResultRecorder,
    private readonly totals: TotalsKeeper,
  ) {
    this.categories = new RosterCategories(database, {
      table: 'line_item_categories',
      columns: { title: 'title' },
      ids: [],
    });
    this.lineItems = new RosterLineItems(database, totals, {
      table: 'line_items',
      active: 't.deleted_at IS NULL',
      columns: {
        courseId: 'course_id',
        categoryId: 'category_id',
        title: 'title',
        description: 'description',
        assignDate: 'assign_date',
        dueAt: 'due_at',
        dueTimeZone: 'due_time_zone',
        resultValueMin: 'result_value_min',
        resultValueMax: 'result_value_max',
        deletedAt: 'deleted_at',
        ...STANDING_COLUMNS,
      },
      ids: ['courseId', 'categoryId', 'activityId', 'gradeCategoryId', 'standingCategoryId'],
      joined: {
        sql: `LEFT JOIN grade_categories g ON g.id = t.grade_category_id LEFT JOIN quizzes q ON q.activity_id = t.activity_id`,
        columns: STANDING_COLUMNS,
      },
      whenAdded: (now) => ({ created_at: now, updated_at: now }),
      whenChanged: 'version = version + 1, updated_at = GREATEST(updated_at, VALUES(updated_at))',
    });
    this.results = new RosterResults(database, recorder);
  }

  /** The grading periods of courses with these ids. One query. */
  async periods(ids: readonly string[]): Promise<Sourced<RosterPeriod>[]> {
    if (ids.length === 0) return [];
    const rows = await this.database.query<
      Pick<RosterPeriod, 'title' | 'startDate' | 'endDate'> & { id: Buffer; parentId: Buffer | null }
    >(
      `SELECT p.id, p.title, p.start_date AS startDate, p.end_date AS endDate, c.academic_session_id AS parentId
       FROM grading_periods p JOIN courses c ON c.id = p.course_id WHERE p.id IN (?)`,
      [ids.map(toBinary)],
    );
    return rows.map(({ id, parentId, ...period }) => ({
      ...{ ...period, id: fromBinary(id), parentId: fromNullableBinary(parentId), sourcedId: null },
      ...{ type: 'gradingPeriod', schoolYear: null },
    }));
  }

  /** Hides the line items and keeps their results. Returns how many it hid. */
  async hideLineItems(ids: readonly string[], now: Date): Promise<number> {
    if (ids.length === 0) return 0;
    this.totals.lineItemsChanged(ids);
    const { affectedRows } = await this.database.execute(
      `UPDATE line_items SET deleted_at = ?, version = version + 1, updated_at = GREATEST(updated_at, ?)
       WHERE id IN (?) AND deleted_at IS NULL`,
      [now, now, ids.map(toBinary)],
    );
    return affectedRows;
  }
}

/** How a line item stands, which no roster decides. */
const STANDING_COLUMNS = {
  activityId: 't.activity_id',
  quizDueAt: 'q.due_at',
  quizDueTimeZone: 'q.due_time_zone',
  gradeCategoryId: 't.grade_category_id',
  standingCategoryId: 'g.roster_category_id',
};

/** Categories of rosters. Those of courses can be found by the sourcedIds that are made of their ids. */
class RosterCategories extends SourcedTable<RosterCategory> {
  constructor(
    private readonly store: Database,
    options: ConstructorParameters<typeof SourcedTable<RosterCategory>>[1],
  ) {
    super(store, options);
  }

  override async find(sourcedIds: readonly string[]): Promise<Sourced<RosterCategory>[]> {
    const found = await super.find(sourcedIds);
    const own = sourcedIds.flatMap((sourcedId) => ownIdIn(sourcedId) ?? []);
    if (own.length === 0) return found;
    const rows = await this.store.query<{ id: Buffer; title: string }>(
      'SELECT id, title FROM grade_categories WHERE id IN (?)',
      [own.map(toBinary)],
    );
    const ofCourses = rows.map(({ id, title }) => ({
      ...{ id: fromBinary(id), sourcedId: null, title },
      isOfCourse: true as const,
    }));
    return [...found, ...ofCourses];
  }
}

/** Line items of rosters. Where a roster gives one a category, it goes into that of its course which was made for it. */
class RosterLineItems extends SourcedTable<RosterLineItem> {
  constructor(
    private readonly store: Database,
    private readonly totals: TotalsKeeper,
    options: ConstructorParameters<typeof SourcedTable<RosterLineItem>>[1],
  ) {
    super(store, options);
  }

  override async insert(rows: readonly Sourced<RosterLineItem>[], now: Date): Promise<void> {
    await super.insert(rows, now);
    this.totals.structuresChanged(rows.map(({ courseId }) => courseId));
    await this.intoCategories(rows.filter(({ categoryId }) => categoryId !== null));
  }

  /** What stays in the roster's category stays where instructors have put it. */
  override async update(changes: readonly SourcedChange<RosterLineItem>[], now: Date): Promise<void> {
    await super.update(changes, now);
    this.totals.structuresChanged(
      changes.flatMap(({ stored, wanted }) => [stored.courseId, wanted.courseId]),
    );
    await this.intoCategories(
      changes
        .filter(({ stored, wanted }) => stored.categoryId !== wanted.categoryId && wanted.categoryId !== null)
        .map(({ wanted }) => wanted),
    );
  }

  private async intoCategories(items: readonly Sourced<RosterLineItem>[]): Promise<void> {
    if (items.length === 0) return;
    const ids = items.map(({ id }) => toBinary(id));
    const lacking = await this.store.query<{ courseId: Buffer; categoryId: Buffer; title: string }>(
      `SELECT DISTINCT li.course_id AS courseId, cat.id AS categoryId, cat.title
       FROM line_items li JOIN line_item_categories cat ON cat.id = li.category_id
       LEFT JOIN grade_categories g ON g.course_id = li.course_id AND g.roster_category_id = cat.id
       WHERE li.id IN (?) AND g.id IS NULL`,
      [ids],
    );
    await this.store.insertMany(
      'grade_categories',
      ['id', 'course_id', 'roster_category_id', 'title', 'position', 'aggregation'],
      lacking.map(({ courseId, categoryId, title }, index) => [
        ...[toBinary(newId()), courseId, categoryId, title, LAST + index, 'mean'],
      ]),
      'grade_categories.id = grade_categories.id',
    );
    await this.store.execute(
      `UPDATE line_items li JOIN grade_categories g ON g.course_id = li.course_id AND g.roster_category_id = li.category_id
       SET li.grade_category_id = g.id WHERE li.id IN (?)`,
      [ids],
    );
  }
}

/** Behind the categories that the course has. */
const LAST = 1000;

export class RosterResults extends SourcedTable<RosterResult> {
  constructor(
    private readonly store: Database,
    private readonly recorder: ResultRecorder,
  ) {
    super(store, {
      table: 'results',
      active: "t.deleted_at IS NULL AND t.source = 'import'",
      columns: {
        lineItemId: 'line_item_id',
        userId: 'user_id',
        score: 'score',
        scoreStatus: 'score_status',
        scoreDate: 'score_date',
        submittedAt: 'submitted_at',
        comment: 'comment',
        source: 'source',
        attemptId: 'attempt_id',
        operationId: 'operation_id',
        recordedBy: 'recorded_by',
        deletedAt: 'deleted_at',
      },
      ids: ['lineItemId', 'userId', 'attemptId', 'operationId', 'recordedBy'],
      whenAdded: (now) => ({ updated_at: now }),
      whenChanged: 'version = version + 1, updated_at = GREATEST(updated_at, VALUES(updated_at))',
    });
  }

  /** The results of these learners for these line items. One query. */
  async findByLearner(
    keys: readonly Pick<RosterResult, 'lineItemId' | 'userId'>[],
  ): Promise<Sourced<RosterResult>[]> {
    return this.where(
      '(t.line_item_id, t.user_id) IN (?)',
      keys.map(({ lineItemId, userId }) => [toBinary(lineItemId), toBinary(userId)]),
    );
  }

  override async insert(rows: readonly Sourced<RosterResult>[], now: Date): Promise<void> {
    await super.insert(rows, now);
    await this.recorder.noteAdded(rows);
  }

  /** Also adds the changes to the history of the results. */
  override async update(changes: readonly SourcedChange<RosterResult>[], now: Date): Promise<void> {
    const instants = await this.instantsOf(changes.map(({ stored }) => stored.id));
    // The history comes last: a change that a unique key refuses must not be in it.
    await super.update(changes, now);
    await this.recorder.noteImported(
      changes.map((change) => toImportedChange(change, instants.get(change.stored.id))),
      now,
    );
  }

  /** Deletes results; their history keeps them. Leaves out those that an instructor or a quiz gave, and deleted ones. */
  async remove(ids: readonly string[], operationId: string, now: Date): Promise<number> {
    const stored = (await this.lock(ids)).filter((row) => row.deletedAt === null && row.source === 'import');
    await this.update(
      stored.map((row) => ({ stored: row, wanted: { ...row, operationId, deletedAt: now } })),
      now,
    );
    return stored.length;
  }

  /** In which course they are, when the results were recorded, and the instant of the last step of their history. */
  private async instantsOf(ids: string[]): Promise<Map<string, ResultInstants>> {
    if (ids.length === 0) return new Map();
    const rows = await this.store.query<Omit<ResultInstants, 'courseId'> & { id: Buffer; courseId: Buffer }>(
      `SELECT r.id, li.course_id AS courseId, r.updated_at AS updatedAt,
              (SELECT MAX(h.changed_at) FROM result_changes h WHERE h.result_id = r.id) AS lastChangedAt
       FROM results r JOIN line_items li ON li.id = r.line_item_id WHERE r.id IN (?)`,
      [ids.map(toBinary)],
    );
    return new Map(
      rows.map(({ id, courseId, ...instants }) => [
        fromBinary(id),
        { ...instants, courseId: fromBinary(courseId) },
      ]),
    );
  }
}

type ResultInstants = Pick<StoredResult, 'courseId' | 'updatedAt' | 'lastChangedAt'>;

function toImportedChange(
  { stored, wanted }: SourcedChange<RosterResult>,
  instants: ResultInstants | undefined,
): ImportedChange {
  if (!instants) throw new Error(`A result is gone while it is locked: ${stored.id}`);
  return {
    keys: [stored, wanted],
    stored: { ...instants, id: stored.id, value: valueOf(stored) },
    value: valueOf(wanted),
    operationId: wanted.operationId,
  };
}

function valueOf(result: RosterResult): ResultValue | undefined {
  return result.deletedAt === null ? result : undefined;
}
