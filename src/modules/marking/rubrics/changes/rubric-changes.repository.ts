import { Injectable } from '@nestjs/common';
import { columnsOf, insertOf, type RowOf } from '../../../../shared/database/columns-of';
import { Conditions } from '../../../../shared/database/conditions';
import { countUpTo } from '../../../../shared/database/count-up-to';
import { Database } from '../../../../shared/database/database';
import { fromBinary, toBinary } from '../../../../shared/database/ids';
import { ListOrder, type Place } from '../../../../shared/http/list-order';
import type { ItemKey } from '../question-rubrics.repository';
import { RubricChangedScript } from './rubric-changed-script.entity';

const NEW_ROW = insertOf(RubricChangedScript, [
  ...(['operationId', 'scriptId', 'userId', 'oldPoints', 'newPoints', 'size'] as const),
]);
export type NewChangedScript = Omit<RubricChangedScript, 'operation'>;

const LISTED = columnsOf(RubricChangedScript, 'r', [
  ...(['scriptId', 'userId', 'oldPoints', 'newPoints', 'size'] as const),
]).andExpressions<{ givenName: string | null; familyName: string | null }>({
  ...{ givenName: 'u.given_name', familyName: 'u.family_name' },
});
export type ListedScript = RowOf<typeof LISTED>;

/** The largest change first. */
export const LARGEST_FIRST = ListOrder.by<ListedScript>('ix_rubric_changed_scripts_size', {
  ...{ size: 'text', scriptId: 'id' },
}).reversed();

/** With the marks of its markers, where what counts was made of them. */
const BY_RUBRIC = `FROM scripts s FORCE INDEX (ix_scripts_item)
  WHERE s.activity_id = ? AND s.item_id = ?
    AND (s.standing = 'marked' OR (s.standing = 'waiting' AND s.given_revision IS NULL))
    AND EXISTS (SELECT 1 FROM mark_revisions g WHERE g.script_id = s.id AND g.rubric_revision IS NOT NULL
      AND g.number IN (s.given_revision, s.first_revision, s.second_revision, s.third_revision))`;

/** Which scripts a change of a rubric concerns, and whose marks it changes. */
@Injectable()
export class RubricChangesRepository {
  constructor(private readonly database: Database) {}

  /** How many scripts have a mark by the rubric. */
  async countOf({ activityId, itemId }: ItemKey): Promise<number> {
    const row = await this.database.row<{ count: number }>(`SELECT COUNT(*) AS count ${BY_RUBRIC}`, [
      ...[toBinary(activityId), toBinary(itemId)],
    ]);
    return row?.count ?? 0;
  }

  /** The next scripts with a mark by the rubric, by their ids. */
  async next({ activityId, itemId }: ItemKey, after: string | null, limit: number): Promise<string[]> {
    const rows = await this.database.rows<{ id: Buffer }>(
      `SELECT s.id ${BY_RUBRIC} ${after === null ? '' : 'AND s.id > ?'} ORDER BY s.id LIMIT ?`,
      [toBinary(activityId), toBinary(itemId), ...(after === null ? [] : [toBinary(after)]), limit],
    );
    return rows.map(({ id }) => fromBinary(id));
  }

  async list(rows: readonly NewChangedScript[]): Promise<void> {
    if (rows.length > 0) await this.database.insert(NEW_ROW, rows);
  }

  /** Deletes what a run that saved nothing has listed. */
  async forget(operationId: string): Promise<void> {
    await this.database.run('DELETE FROM rubric_changed_scripts WHERE operation_id = ?', [
      toBinary(operationId),
    ]);
  }

  /** In `LARGEST_FIRST`; one more than `limit` if there are more. */
  async page(operationId: string, limit: number, after?: Place): Promise<ListedScript[]> {
    const chosen = new Conditions().add('r.operation_id = ?', toBinary(operationId));
    if (after) LARGEST_FIRST.behind('r', after, chosen);
    return this.database.rows(
      `SELECT ${LISTED.sql} FROM rubric_changed_scripts r FORCE INDEX (${LARGEST_FIRST.index})
         LEFT JOIN users u ON u.id = r.user_id
       WHERE ${chosen.sql} ORDER BY ${LARGEST_FIRST.sql('r')} LIMIT ?`,
      [...chosen.params, limit + 1],
      LISTED,
    );
  }

  async count(operationId: string, most: number): Promise<number> {
    const all = 'SELECT r.script_id FROM rubric_changed_scripts r WHERE r.operation_id = ?';
    return countUpTo(this.database, most, all, [toBinary(operationId)]);
  }
}
