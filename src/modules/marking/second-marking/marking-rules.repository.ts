import { Injectable } from '@nestjs/common';
import { columnsOf, insertOf, type RowOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import type { ItemKey } from '../rubrics/question-rubrics.repository';
import type { MarkingRule } from './marking-rule';
import { QuestionMarkingRule } from './marking-rule.entity';

const ROW = columnsOf(QuestionMarkingRule, 'k', [
  ...(['activityId', 'itemId', 'courseId', 'method', 'thirdAbove', 'thirdUnit', 'version'] as const),
]);
export type MarkingRuleRow = RowOf<typeof ROW>;

const NEW_ROW = insertOf(QuestionMarkingRule, [
  ...(['activityId', 'itemId', 'courseId', 'method', 'thirdAbove', 'thirdUnit', 'updatedAt'] as const),
]);
const ONE = `SELECT ${ROW.sql} FROM marking_rules k WHERE k.activity_id = ? AND k.item_id = ?`;

/** Which questions are marked by two people. */
@Injectable()
export class MarkingRulesRepository {
  constructor(private readonly database: Database) {}

  async find(key: ItemKey): Promise<MarkingRuleRow | undefined> {
    return this.database.row(ONE, paramsOf(key), ROW);
  }

  async ofActivity(activityId: string): Promise<MarkingRuleRow[]> {
    const sql = `SELECT ${ROW.sql} FROM marking_rules k WHERE k.activity_id = ?`;
    return this.database.rows(sql, [toBinary(activityId)], ROW);
  }

  /** The rule that is in force, so that it stays until the transaction ends; null: there is none. */
  async hold(key: ItemKey): Promise<MarkingRule | null> {
    return ruleOf(await this.database.row(`${ONE} LOCK IN SHARE MODE`, paramsOf(key), ROW));
  }

  /** Locks the row, also of a rule that is not in force any more. */
  async lock(key: ItemKey): Promise<MarkingRuleRow | undefined> {
    return this.database.row(`${ONE} FOR UPDATE`, paramsOf(key), ROW);
  }

  /** Makes a row without a rule, where there is none; it is locked then. */
  async make(key: ItemKey & { courseId: string }, now: Date): Promise<void> {
    const { activityId, itemId, courseId } = key;
    const none = { method: null, thirdAbove: null, thirdUnit: 'points', updatedAt: now } as const;
    await this.database.insert(NEW_ROW, [{ activityId, itemId, courseId, ...none }], 'version = version');
  }

  /** Of a row that is locked. */
  async update(key: ItemKey, rule: MarkingRule | null, now: Date): Promise<void> {
    const { method = null, thirdAbove = null, thirdUnit = 'points' } = rule ?? {};
    await this.database.run(
      `UPDATE marking_rules SET method = ?, third_above = ?, third_unit = ?, version = version + 1, updated_at = ?
       WHERE activity_id = ? AND item_id = ?`,
      [method, thirdAbove, thirdUnit, now, ...paramsOf(key)],
    );
  }

  /** Whether a script has a mark that somebody gave. */
  async hasMarks(key: ItemKey): Promise<boolean> {
    const row = await this.database.row(
      `SELECT 1 AS found FROM scripts s FORCE INDEX (ix_scripts_item) WHERE s.activity_id = ? AND s.item_id = ?
         AND s.standing <> 'taken_back' AND COALESCE(s.given_revision, s.first_revision, s.second_revision) IS NOT NULL LIMIT 1`,
      paramsOf(key),
    );
    return row !== undefined;
  }
}

export function ruleOf(row: MarkingRuleRow | undefined): MarkingRule | null {
  if (!row || row.method === null) return null;
  const { method, thirdAbove, thirdUnit } = row;
  return { method, thirdAbove, thirdUnit };
}

function paramsOf({ activityId, itemId }: ItemKey): Buffer[] {
  return [toBinary(activityId), toBinary(itemId)];
}
