import { Injectable } from '@nestjs/common';
import { columnsOf, insertOf } from '../../../shared/database/columns-of';
import { Conditions } from '../../../shared/database/conditions';
import { countUpTo } from '../../../shared/database/count-up-to';
import { Database } from '../../../shared/database/database';
import { newId, toBinary } from '../../../shared/database/ids';
import { ListOrder, type Place } from '../../../shared/http/list-order';
import { type Author, AUTHOR, type AuthorRow, withAuthor } from '../../identity';
import { type PolicyChangeCause, QuizPolicyChange } from './quiz-policy-change.entity';
import type { SettingChange } from './quiz-settings';

export interface PolicyChangeRecord extends Pick<
  QuizPolicyChange,
  'id' | 'setting' | 'oldValue' | 'newValue' | 'cause' | 'changedAt'
> {
  changedBy: Author;
}

const CHANGE = columnsOf(QuizPolicyChange, 'p', [
  ...(['id', 'setting', 'oldValue', 'newValue', 'cause', 'changedAt'] as const),
]).andExpressions<AuthorRow>(AUTHOR);
const NEW_CHANGE = insertOf(QuizPolicyChange, [
  ...(['id', 'activityId', 'setting', 'oldValue', 'newValue', 'cause', 'changedBy', 'changedAt'] as const),
]);

/** The newest first. */
export const POLICY_CHANGE_ORDER = ListOrder.by<Pick<QuizPolicyChange, 'changedAt' | 'id'>>(
  'ix_quiz_policy_changes_order',
  { changedAt: 'instant', id: 'id' },
).reversed();

/** Who changed which setting of a quiz. */
@Injectable()
export class PolicyChangesRepository {
  constructor(private readonly database: Database) {}

  /** One statement; none without changes. */
  async add(
    changes: readonly (SettingChange & { activityId: string })[],
    { cause, changedBy, now }: { cause: PolicyChangeCause; changedBy: string | null; now: Date },
  ): Promise<void> {
    await this.database.insert(
      NEW_CHANGE,
      changes.map((change) => ({ ...change, id: newId(), cause, changedBy, changedAt: now })),
    );
  }

  async page(activityId: string, limit: number, after?: Place): Promise<PolicyChangeRecord[]> {
    const chosen = new Conditions().add('p.activity_id = ?', toBinary(activityId));
    if (after) POLICY_CHANGE_ORDER.behind('p', after, chosen);
    const rows = await this.database.rows(
      `SELECT ${CHANGE.sql} FROM quiz_policy_changes p FORCE INDEX (${POLICY_CHANGE_ORDER.index})
         LEFT JOIN users u ON u.id = p.changed_by
       WHERE ${chosen.sql} ORDER BY ${POLICY_CHANGE_ORDER.sql('p')} LIMIT ?`,
      [...chosen.params, limit + 1],
      CHANGE,
    );
    return rows.map((row) => {
      const { author: changedBy, ...change } = withAuthor(row);
      return { ...change, changedBy };
    });
  }

  async count(activityId: string, most: number): Promise<number> {
    return countUpTo(this.database, most, 'SELECT p.id FROM quiz_policy_changes p WHERE p.activity_id = ?', [
      toBinary(activityId),
    ]);
  }
}
