import { Injectable } from '@nestjs/common';
import { columnsOf, insertOf, type RowOf } from '../../../shared/database/columns-of';
import { Conditions } from '../../../shared/database/conditions';
import { countUpTo } from '../../../shared/database/count-up-to';
import { Database } from '../../../shared/database/database';
import { newId, toBinary } from '../../../shared/database/ids';
import { ListOrder, type Place } from '../../../shared/http/list-order';
import { LiveSessionChange, type SessionChangeCause } from './live-session-change.entity';
import type { ChangedField } from './session-rules';

const CHANGE = columnsOf(LiveSessionChange, 'p', [
  ...(['id', 'field', 'oldValue', 'newValue', 'cause', 'changedBy', 'changedAt'] as const),
]);
const NEW_CHANGE = insertOf(LiveSessionChange, [
  ...(['id', 'activityId', 'field', 'oldValue', 'newValue', 'cause', 'changedBy', 'changedAt'] as const),
]);

export type SessionChangeRecord = RowOf<typeof CHANGE>;

/** The newest first. */
export const SESSION_CHANGE_ORDER = ListOrder.by<Pick<LiveSessionChange, 'changedAt' | 'id'>>(
  'ix_live_session_changes_order',
  { changedAt: 'instant', id: 'id' },
).reversed();

/** Who changed what of a session. */
@Injectable()
export class SessionChangesRepository {
  constructor(private readonly database: Database) {}

  /** One statement; none without changes. */
  async add(
    changes: readonly (ChangedField & { activityId: string })[],
    { cause, changedBy, now }: { cause: SessionChangeCause; changedBy: string | null; now: Date },
  ): Promise<void> {
    await this.database.insert(
      NEW_CHANGE,
      changes.map((change) => ({ ...change, id: newId(), cause, changedBy, changedAt: now })),
    );
  }

  async page(activityId: string, limit: number, after?: Place): Promise<SessionChangeRecord[]> {
    const chosen = new Conditions().add('p.activity_id = ?', toBinary(activityId));
    if (after) SESSION_CHANGE_ORDER.behind('p', after, chosen);
    return this.database.rows(
      `SELECT ${CHANGE.sql} FROM live_session_changes p FORCE INDEX (${SESSION_CHANGE_ORDER.index})
       WHERE ${chosen.sql} ORDER BY ${SESSION_CHANGE_ORDER.sql('p')} LIMIT ?`,
      [...chosen.params, limit + 1],
      CHANGE,
    );
  }

  async count(activityId: string, most: number): Promise<number> {
    return countUpTo(this.database, most, 'SELECT p.id FROM live_session_changes p WHERE p.activity_id = ?', [
      toBinary(activityId),
    ]);
  }
}
