import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '../../../shared/database/database';
import { KIND_NUMBERS, type NumberedKind } from './kind-numbers';

/** The place of a row in its file. */
export interface SeenPlace {
  line: number;
  /** The status of the row is `tobedeleted`. */
  isRemoved: boolean;
}

/** Stands for the line of a row that cannot be read. Files have fewer lines. */
export const UNREADABLE_LINE = 2 ** 31 - 1;
const DELETED_AT_ONCE = 20_000;

/**
 * The sourcedIds in the files of the running import, 13 bytes each. They are in the database because they would not fit
 * into memory. Among a million sourcedIds of a kind, two have the same 8 byte hash with a probability of 10^-7. An absent
 * row would then count as present, and nothing else would happen.
 */
@Injectable()
export class SeenRowsRepository {
  constructor(private readonly database: Database) {}

  /** Deletes some of the notes, of one kind or of all, to keep transactions short. Returns true if there may be more. */
  async deleteSome(kind?: NumberedKind): Promise<boolean> {
    const { affectedRows } = await this.database.execute(
      `DELETE FROM roster_seen ${kind === undefined ? '' : 'WHERE kind = ?'} LIMIT ?`,
      [...(kind === undefined ? [] : [KIND_NUMBERS[kind]]), DELETED_AT_ONCE],
    );
    return affectedRows === DELETED_AT_ONCE;
  }

  /** Notes each key with its place, unless the key is noted already. Returns how many were new. */
  async mark(kind: NumberedKind, places: readonly (SeenPlace & { key: string })[]): Promise<number> {
    if (places.length === 0) return 0;
    const rows = places.map(({ key, line, isRemoved }) => [
      ...[KIND_NUMBERS[kind], hashOf(key), isRemoved ? -line : line],
    ]);
    const { affectedRows } = await this.database.execute(
      'INSERT IGNORE INTO roster_seen (kind, hash, line) VALUES ?',
      [rows],
    );
    return affectedRows;
  }

  /** The first place of each key; keys that are not noted are left out. */
  async places(kind: NumberedKind, keys: readonly string[]): Promise<Map<string, SeenPlace>> {
    if (keys.length === 0) return new Map();
    const rows = await this.database.query<{ hash: Buffer; line: number }>(
      'SELECT hash, line FROM roster_seen WHERE kind = ? AND hash IN (?)',
      [KIND_NUMBERS[kind], keys.map(hashOf)],
    );
    const lineOf = new Map(rows.map((row) => [row.hash.toString('hex'), row.line]));
    return new Map(
      keys.flatMap((key) => {
        const line = lineOf.get(hashOf(key).toString('hex'));
        return line === undefined ? [] : [[key, { line: Math.abs(line), isRemoved: line < 0 }] as const];
      }),
    );
  }

  async delete(kind: NumberedKind, keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return;
    await this.database.execute('DELETE FROM roster_seen WHERE kind = ? AND hash IN (?)', [
      KIND_NUMBERS[kind],
      keys.map(hashOf),
    ]);
  }
}

/** SQL for the hash of a `sourced_id`: what `hashOf` gives for its text. */
export function hashInSql(column: string): string {
  return `LEFT(UNHEX(SHA2(${column}, 256)), 8)`;
}

function hashOf(key: string): Buffer {
  return hash('sha256', key, 'buffer').subarray(0, 8);
}
