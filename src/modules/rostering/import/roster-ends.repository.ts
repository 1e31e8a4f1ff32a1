import { Injectable } from '@nestjs/common';
import { Database } from '../../../shared/database/database';
import { fromBinary, toBinary } from '../../../shared/database/ids';
import type { EntityKind } from '../bundle/columns';
import { KIND_NUMBERS } from './kind-numbers';

/** The end that an import asks for; null for none. */
export interface RecordedEnd {
  rowId: string;
  ended: string | null;
}

/**
 * The ends that imports have asked for. If a row is stored with another end, then somebody changed it in Stoa, and a later
 * import that asks for the same end as before must not undo their change.
 */
@Injectable()
export class RosterEndsRepository {
  constructor(private readonly database: Database) {}

  async holdsAny(kind: EntityKind): Promise<boolean> {
    const rows = await this.database.rows('SELECT 1 FROM roster_ends WHERE kind = ? LIMIT 1', [
      KIND_NUMBERS[kind],
    ]);
    return rows.length > 0;
  }

  /** By row id. A row that imports have not ended is left out. */
  async find(kind: EntityKind, rowIds: readonly string[]): Promise<Map<string, string>> {
    if (rowIds.length === 0) return new Map();
    const rows = await this.database.query<{ rowId: Buffer; ended: string }>(
      'SELECT row_id AS rowId, ended FROM roster_ends WHERE kind = ? AND row_id IN (?)',
      [KIND_NUMBERS[kind], rowIds.map(toBinary)],
    );
    return new Map(rows.map(({ rowId, ended }) => [fromBinary(rowId), ended]));
  }

  async write(kind: EntityKind, changed: readonly RecordedEnd[]): Promise<void> {
    const ended = changed.flatMap(({ rowId, ended }) =>
      ended === null ? [] : [[KIND_NUMBERS[kind], toBinary(rowId), ended]],
    );
    await this.database.insertMany(
      'roster_ends',
      ['kind', 'row_id', 'ended'],
      ended,
      'ended = VALUES(ended)',
    );
    const active = changed.filter(({ ended }) => ended === null);
    if (active.length === 0) return;
    await this.database.execute('DELETE FROM roster_ends WHERE kind = ? AND row_id IN (?)', [
      KIND_NUMBERS[kind],
      active.map(({ rowId }) => toBinary(rowId)),
    ]);
  }
}
