import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '../../../shared/database/database';
import { KIND_NUMBERS, type NumberedKind } from './kind-numbers';

/** Where a file has a row. */
export interface SeenPlace {
  line: number;
  /** The row is there to be deleted. */
  isRemoved: boolean;
}

const FORGOTTEN_AT_ONCE = 20_000;

/**
 * What the files of the running import hold, kept in the store because it grows with them: 13 bytes a row. Two
 * sourcedIds of a kind share their 8 bytes with a chance of 1 in 10^7 among a million of them; then a row that is
 * missing from the file would pass for present, and nothing worse.
 */
@Injectable()
export class SeenRowsRepository {
  constructor(private readonly database: Database) {}

  /** Forgets some of what was noted, of one kind or of all; whether there may be more. So transactions stay short. */
  async forgetSome(kind?: NumberedKind): Promise<boolean> {
    const { affectedRows } = await this.database.execute(
      `DELETE FROM roster_seen ${kind === undefined ? '' : 'WHERE kind = ?'} LIMIT ?`,
      [...(kind === undefined ? [] : [KIND_NUMBERS[kind]]), FORGOTTEN_AT_ONCE],
    );
    return affectedRows === FORGOTTEN_AT_ONCE;
  }

  /** Notes the first place of each key. Returns how many of them had not been noted yet. */
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

  /** The first place of each key that has been noted. */
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

  async forget(kind: NumberedKind, keys: readonly string[]): Promise<void> {
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
