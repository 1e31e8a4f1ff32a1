import { Injectable } from '@nestjs/common';
import { Database } from '../../../../shared/database/database';
import { fromBinary, toBinary } from '../../../../shared/database/ids';
import type { ItemKey } from '../../rubrics/question-rubrics.repository';

const WITH_MARKS = `FROM scripts s FORCE INDEX (ix_scripts_item)
  WHERE s.activity_id = ? AND s.item_id = ? AND s.standing <> 'taken_back'
    AND COALESCE(s.given_revision, s.first_revision, s.second_revision, s.third_revision) IS NOT NULL`;

/** Which scripts a change of the rule of a question concerns. */
@Injectable()
export class RuleChangesRepository {
  constructor(private readonly database: Database) {}

  async countOf({ activityId, itemId }: ItemKey): Promise<number> {
    const row = await this.database.row<{ count: number }>(`SELECT COUNT(*) AS count ${WITH_MARKS}`, [
      ...[toBinary(activityId), toBinary(itemId)],
    ]);
    return row?.count ?? 0;
  }

  /** The next scripts that have marks, by their ids. */
  async next({ activityId, itemId }: ItemKey, after: string | null, limit: number): Promise<string[]> {
    const rows = await this.database.rows<{ id: Buffer }>(
      `SELECT s.id ${WITH_MARKS} ${after === null ? '' : 'AND s.id > ?'} ORDER BY s.id LIMIT ?`,
      [toBinary(activityId), toBinary(itemId), ...(after === null ? [] : [toBinary(after)]), limit],
    );
    return rows.map(({ id }) => fromBinary(id));
  }
}
