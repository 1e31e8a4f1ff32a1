import { Injectable } from '@nestjs/common';
import { columnsOf, insertOf, type RowOf } from '../../../shared/database/columns-of';
import { Conditions } from '../../../shared/database/conditions';
import { countUpTo } from '../../../shared/database/count-up-to';
import { Database } from '../../../shared/database/database';
import { newId, toBinary } from '../../../shared/database/ids';
import { ListOrder, type Place } from '../../../shared/http/list-order';
import { GradeRuleChange } from './grade-rule-change.entity';

const CHANGE = columnsOf(GradeRuleChange, 'g', [
  ...(['id', 'oldRules', 'newRules', 'changedBy', 'changedAt'] as const),
]).andExpressions<{ givenName: string; familyName: string }>({
  givenName: 'u.given_name',
  familyName: 'u.family_name',
});
const NEW_CHANGE = insertOf(GradeRuleChange, [
  ...(['id', 'courseId', 'oldRules', 'newRules', 'changedBy', 'changedAt'] as const),
]);

/** A change with the name of who made it. */
export type RuleChangeRecord = RowOf<typeof CHANGE>;

/** The newest first. */
export const RULE_CHANGE_ORDER = ListOrder.by<Pick<GradeRuleChange, 'changedAt' | 'id'>>(
  'ix_grade_rule_changes_order',
  { changedAt: 'instant', id: 'id' },
).reversed();

/** Who changed the grade rules of a course. */
@Injectable()
export class RuleChangesRepository {
  constructor(private readonly database: Database) {}

  async add(change: Omit<GradeRuleChange, 'id'>): Promise<void> {
    await this.database.insert(NEW_CHANGE, [{ ...change, id: newId() }]);
  }

  /** In `RULE_CHANGE_ORDER`; one more than `limit` if there are more. */
  async page(courseId: string, limit: number, after?: Place): Promise<RuleChangeRecord[]> {
    const chosen = new Conditions().add('g.course_id = ?', toBinary(courseId));
    if (after) RULE_CHANGE_ORDER.behind('g', after, chosen);
    return this.database.rows(
      `SELECT ${CHANGE.sql} FROM grade_rule_changes g FORCE INDEX (${RULE_CHANGE_ORDER.index})
         STRAIGHT_JOIN users u ON u.id = g.changed_by
       WHERE ${chosen.sql} ORDER BY ${RULE_CHANGE_ORDER.sql('g')} LIMIT ?`,
      [...chosen.params, limit + 1],
      CHANGE,
    );
  }

  /** Counted up to `most`. */
  async count(courseId: string, most: number): Promise<number> {
    return countUpTo(this.database, most, 'SELECT g.id FROM grade_rule_changes g WHERE g.course_id = ?', [
      toBinary(courseId),
    ]);
  }
}
