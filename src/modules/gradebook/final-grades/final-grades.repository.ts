import { Injectable } from '@nestjs/common';
import { columnsOf, insertOf, type RowOf } from '../../../shared/database/columns-of';
import { Conditions } from '../../../shared/database/conditions';
import { countUpTo } from '../../../shared/database/count-up-to';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { ListOrder, type Place } from '../../../shared/http/list-order';
import type { FinalGradeValue, GivenGrade } from './final-grade';
import { FinalGradeChange } from './final-grade-change.entity';
import { FinalGrade } from './final-grade.entity';
import { columnsOfScope, type GradeScope, isOfScope, scopeParams } from './grade-scope';

const ROW = columnsOf(FinalGrade, 'f', [
  ...(['userId', 'percent', 'mark', 'reason', 'givenBy', 'givenAt'] as const),
  ...(['recordedAt', 'recordedPercent', 'recordedGrade', 'recordedMark', 'comment', 'version'] as const),
]);
export type FinalGradeRow = RowOf<typeof ROW>;

const NEW_ROW = insertOf(FinalGrade, ['courseId', 'userId', 'periodId', 'version']);
const RECORDED = insertOf(FinalGrade, [
  ...(['courseId', 'userId', 'periodId', 'recordedAt'] as const),
  ...(['recordedPercent', 'recordedGrade', 'recordedMark'] as const),
]);
const AS_RECORDED = [
  ...['recorded_at', 'recorded_percent', 'recorded_grade', 'recorded_mark'].map(
    (column) => `${column} = VALUES(${column})`,
  ),
  'version = version + 1',
].join(', ');

const CHANGE = columnsOf(FinalGradeChange, 'h', [
  ...(['id', 'cause', 'oldGrade', 'newGrade', 'reason', 'changedBy', 'changedAt'] as const),
]).andExpressions<{ givenName: string | null; familyName: string | null }>({
  givenName: 'u.given_name',
  familyName: 'u.family_name',
});
export type FinalGradeStep = RowOf<typeof CHANGE>;
const NEW_CHANGE = insertOf(FinalGradeChange, [
  ...(['id', 'courseId', 'userId', 'periodId', 'cause', 'oldGrade', 'newGrade', 'reason'] as const),
  ...(['changedBy', 'changedAt'] as const),
]);

/** The newest steps first. */
export const STEPS_ORDER = ListOrder.by<Pick<FinalGradeChange, 'id'>>('ix_final_grade_changes_learner', {
  id: 'id',
}).reversed();

/** Whose final grade, of a course or of a period. */
export interface FinalGradeKey extends GradeScope {
  userId: string;
}

/** What is added to a learner's history. */
export type NewStep = Omit<FinalGradeChange, 'periodId'> & FinalGradeKey;

@Injectable()
export class FinalGradesRepository {
  constructor(private readonly database: Database) {}

  async find(key: FinalGradeKey): Promise<FinalGradeRow | undefined> {
    const [row] = await this.ofLearners(key, [key.userId]);
    return row;
  }

  /** Of those about whom something is said. */
  async ofLearners(scope: GradeScope, userIds: readonly string[]): Promise<FinalGradeRow[]> {
    return this.ofThem(scope, userIds, '');
  }

  /** Of all of them, with rows of the version 0 where there were none, locked until the transaction ends. */
  async lockAll(scope: GradeScope, userIds: readonly string[]): Promise<FinalGradeRow[]> {
    await this.database.insert(
      NEW_ROW,
      userIds.map((userId) => ({ ...columnsOfScope(scope), userId, version: 0 })),
      'final_grades.version = final_grades.version',
    );
    return this.ofThem(scope, userIds, 'FOR UPDATE');
  }

  /** As `lockAll`, of one. */
  async lock(key: FinalGradeKey): Promise<FinalGradeRow> {
    const [row] = await this.lockAll(key, [key.userId]);
    if (!row) throw new Error('A final grade that was just made is not there.');
    return row;
  }

  /** What a person gave, and what is recorded by it; null: nothing is. Of a row that is locked. */
  async give(
    key: FinalGradeKey,
    given: GivenGrade & { reason: string; givenBy: string; givenAt: Date },
    recorded: FinalGradeValue | null,
  ): Promise<void> {
    const { percent, mark, reason, givenBy, givenAt } = given;
    await this.database.run(
      `UPDATE final_grades f SET percent = ?, mark = ?, reason = ?, given_by = ?, given_at = ?, recorded_at = ?,
         recorded_percent = ?, recorded_grade = ?, recorded_mark = ?, version = version + 1
       WHERE ${isOfScope('f')} AND f.user_id = ?`,
      [
        ...[percent, mark, reason, toBinary(givenBy), givenAt, recorded && givenAt],
        ...[recorded?.percent ?? null, recorded?.grade ?? null, recorded?.mark ?? null],
        ...[...scopeParams(key), toBinary(key.userId)],
      ],
    );
  }

  /** Of a row that is locked. */
  async comment(key: FinalGradeKey, text: string | null): Promise<void> {
    await this.database.run(
      `UPDATE final_grades f SET comment = ?, version = version + 1 WHERE ${isOfScope('f')} AND f.user_id = ?`,
      [text, ...scopeParams(key), toBinary(key.userId)],
    );
  }

  /** One statement, however many learners. */
  async record(
    scope: GradeScope,
    grades: ReadonlyMap<string, FinalGradeValue>,
    recordedAt: Date,
  ): Promise<void> {
    const rows = [...grades].map(([userId, { percent, grade, mark }]) => ({
      ...{ ...columnsOfScope(scope), userId, recordedAt },
      ...{ recordedPercent: percent, recordedGrade: grade, recordedMark: mark },
    }));
    await this.database.insert(RECORDED, rows, AS_RECORDED);
  }

  async forgetRecorded(scope: GradeScope): Promise<void> {
    await this.database.run(
      `UPDATE final_grades f SET recorded_at = NULL, recorded_percent = NULL, recorded_grade = NULL, recorded_mark = NULL,
         version = version + 1 WHERE ${isOfScope('f')} AND recorded_at IS NOT NULL`,
      scopeParams(scope),
    );
  }

  async addSteps(steps: readonly NewStep[]): Promise<void> {
    await this.database.insert(
      NEW_CHANGE,
      steps.map((step) => ({ ...step, ...columnsOfScope(step) })),
    );
  }

  /** In `STEPS_ORDER`; one more than `limit` if there are more. */
  async steps(key: FinalGradeKey, limit: number, after: Place | undefined): Promise<FinalGradeStep[]> {
    const chosen = new Conditions()
      .add(isOfScope('h'), ...scopeParams(key))
      .add('h.user_id = ?', toBinary(key.userId));
    if (after) STEPS_ORDER.behind('h', after, chosen);
    return this.database.rows(
      `SELECT ${CHANGE.sql} FROM final_grade_changes h FORCE INDEX (${STEPS_ORDER.index})
         LEFT JOIN users u ON u.id = h.changed_by
       WHERE ${chosen.sql} ORDER BY ${STEPS_ORDER.sql('h')} LIMIT ?`,
      [...chosen.params, limit + 1],
      CHANGE,
    );
  }

  async countSteps(key: FinalGradeKey, most: number): Promise<number> {
    const steps = `SELECT h.id FROM final_grade_changes h WHERE ${isOfScope('h')} AND h.user_id = ?`;
    return countUpTo(this.database, most, steps, [...scopeParams(key), toBinary(key.userId)]);
  }

  private async ofThem(
    scope: GradeScope,
    userIds: readonly string[],
    lock: '' | 'FOR UPDATE',
  ): Promise<FinalGradeRow[]> {
    if (userIds.length === 0) return [];
    return this.database.query(
      `SELECT ${ROW.sql} FROM final_grades f WHERE ${isOfScope('f')} AND f.user_id IN (?) ${lock}`,
      [...scopeParams(scope), userIds.map(toBinary)],
      ROW,
    );
  }
}
