import { Injectable } from '@nestjs/common';
import { columnsOf, insertOf, type RowOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import type { RubricDefinition } from './kinds/rubric-kind';
import { QuestionRubricRevision } from './question-rubric-revision.entity';
import { QuestionRubric } from './question-rubric.entity';
import type { RubricShowing } from './rubric-rules';

const ROW = columnsOf(QuestionRubric, 'q', [
  ...(['activityId', 'itemId', 'courseId', 'sourceId', 'shown', 'revision', 'version'] as const),
]);
const REVISION = columnsOf(QuestionRubricRevision, 'v', ['number', 'title', 'definition']);
const IN_USE = ROW.and(REVISION);
/** The rubric of a question, in its present revision. */
export type QuestionRubricRecord = RowOf<typeof IN_USE>;
export type QuestionRubricRow = RowOf<typeof ROW>;
export type RubricRevision = RowOf<typeof REVISION>;

const NEW_ROW = insertOf(QuestionRubric, [
  ...(['activityId', 'itemId', 'courseId', 'sourceId', 'shown', 'revision', 'updatedAt'] as const),
]);
const NEW_REVISION = insertOf(QuestionRubricRevision, [
  ...(['activityId', 'itemId', 'number', 'title', 'definition', 'createdBy', 'createdAt'] as const),
]);

/** A question in a quiz. */
export interface ItemKey {
  activityId: string;
  itemId: string;
}

export interface NewRevision extends ItemKey {
  title: string;
  definition: RubricDefinition;
  createdBy: string | null;
  createdAt: Date;
}

const PRESENT = `FROM question_rubrics q
  STRAIGHT_JOIN question_rubric_revisions v
    ON v.activity_id = q.activity_id AND v.item_id = q.item_id AND v.number = q.revision
  WHERE q.activity_id = ? AND q.item_id = ?`;

/** By which rubrics questions are marked. */
@Injectable()
export class QuestionRubricsRepository {
  constructor(private readonly database: Database) {}

  async find(key: ItemKey): Promise<QuestionRubricRecord | undefined> {
    return this.database.row(`SELECT ${IN_USE.sql} ${PRESENT}`, paramsOf(key), IN_USE);
  }

  /** As `find`, so that the rubric stays until the transaction ends. */
  async hold(key: ItemKey): Promise<QuestionRubricRecord | undefined> {
    return this.database.row(`SELECT ${IN_USE.sql} ${PRESENT} LOCK IN SHARE MODE`, paramsOf(key), IN_USE);
  }

  /** Locks the row, also of a rubric that is not used any more. */
  async lock(key: ItemKey): Promise<QuestionRubricRow | undefined> {
    return this.database.row(
      `SELECT ${ROW.sql} FROM question_rubrics q WHERE q.activity_id = ? AND q.item_id = ? FOR UPDATE`,
      paramsOf(key),
      ROW,
    );
  }

  /** The questions of a quiz whose points come from a rubric, which allows no others. */
  async itemsOnlyByRubric(activityId: string): Promise<ReadonlySet<string>> {
    const rows = await this.database.rows(
      `SELECT ${IN_USE.sql} FROM question_rubrics q
         STRAIGHT_JOIN question_rubric_revisions v
           ON v.activity_id = q.activity_id AND v.item_id = q.item_id AND v.number = q.revision
       WHERE q.activity_id = ?`,
      [toBinary(activityId)],
      IN_USE,
    );
    return new Set(rows.filter(({ definition }) => !definition.mayOverride).map(({ itemId }) => itemId));
  }

  async revision(key: ItemKey, number: number): Promise<RubricRevision | undefined> {
    return this.database.row(
      `SELECT ${REVISION.sql} FROM question_rubric_revisions v
       WHERE v.activity_id = ? AND v.item_id = ? AND v.number = ?`,
      [...paramsOf(key), number],
      REVISION,
    );
  }

  /** Makes a row without a rubric, where there is none; it is locked then. */
  async make(key: ItemKey & { courseId: string; shown: RubricShowing }, now: Date): Promise<void> {
    const row = { ...key, sourceId: null, revision: null, updatedAt: now };
    await this.database.insert(NEW_ROW, [row], 'version = version');
  }

  /** Of a row that is locked. Its number. */
  async addRevision(revision: NewRevision): Promise<number> {
    const last = await this.database.row<{ number: number | null }>(
      `SELECT MAX(v.number) AS number FROM question_rubric_revisions v WHERE v.activity_id = ? AND v.item_id = ?`,
      paramsOf(revision),
    );
    const number = Number(last?.number ?? 0) + 1;
    await this.database.insert(NEW_REVISION, [{ ...revision, number }]);
    return number;
  }

  /** Of a row that is locked. */
  async update(
    key: ItemKey,
    { sourceId, shown, revision }: Pick<QuestionRubric, 'sourceId' | 'shown' | 'revision'>,
    now: Date,
  ): Promise<void> {
    await this.database.run(
      `UPDATE question_rubrics SET source_id = ?, shown = ?, revision = ?, version = version + 1, updated_at = ?
       WHERE activity_id = ? AND item_id = ?`,
      [sourceId === null ? null : toBinary(sourceId), shown, revision, now, ...paramsOf(key)],
    );
  }

  /** Whether a mark or draft that stands was given by a rubric. */
  async hasMarks(key: ItemKey): Promise<boolean> {
    const row = await this.database.row(
      `SELECT 1 AS found FROM scripts s FORCE INDEX (ix_scripts_item)
         STRAIGHT_JOIN mark_revisions g ON g.script_id = s.id AND g.number IN (s.given_revision, s.draft_revision, s.first_revision, s.second_revision, s.third_revision)
       WHERE s.activity_id = ? AND s.item_id = ? AND g.rubric_revision IS NOT NULL LIMIT 1`,
      paramsOf(key),
    );
    return row !== undefined;
  }
}

function paramsOf({ activityId, itemId }: ItemKey): Buffer[] {
  return [toBinary(activityId), toBinary(itemId)];
}
