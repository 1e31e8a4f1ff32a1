import { Injectable } from '@nestjs/common';
import { Database } from '../../../shared/database/database';
import { fromBinary, toBinary } from '../../../shared/database/ids';
import type { EntityKind } from '../bundle/entities';
import { KIND_NUMBERS } from './kind-numbers';

/** What the roster says of the end of a stored row; null that it lasts. */
export interface EndWord {
  rowId: string;
  ended: string | null;
}

/**
 * What rosters have said about ends. Where the store says otherwise, somebody in Stoa has decided otherwise since, and
 * a roster that only repeats itself does not undo that.
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

  /** By row id; rows that last by the roster are left out. */
  async find(kind: EntityKind, rowIds: readonly string[]): Promise<Map<string, string>> {
    if (rowIds.length === 0) return new Map();
    const rows = await this.database.query<{ rowId: Buffer; ended: string }>(
      'SELECT row_id AS rowId, ended FROM roster_ends WHERE kind = ? AND row_id IN (?)',
      [KIND_NUMBERS[kind], rowIds.map(toBinary)],
    );
    return new Map(rows.map(({ rowId, ended }) => [fromBinary(rowId), ended]));
  }

  async write(kind: EntityKind, words: readonly EndWord[]): Promise<void> {
    const over = words.flatMap(({ rowId, ended }) =>
      ended === null ? [] : [[KIND_NUMBERS[kind], toBinary(rowId), ended]],
    );
    await this.database.insertMany('roster_ends', ['kind', 'row_id', 'ended'], over, 'ended = VALUES(ended)');
    const lasting = words.filter(({ ended }) => ended === null);
    if (lasting.length === 0) return;
    await this.database.execute('DELETE FROM roster_ends WHERE kind = ? AND row_id IN (?)', [
      KIND_NUMBERS[kind],
      lasting.map(({ rowId }) => toBinary(rowId)),
    ]);
  }
}
