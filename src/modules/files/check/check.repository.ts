import { Injectable } from '@nestjs/common';
import { columnsOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { FileContent } from '../file-content.entity';
import { FileLeftover } from '../file-leftover.entity';
import { CONTENT_TABLES, KEY_TABLES } from '../tables';

/** As all CONTENT_TABLES have them. */
const CONTENT = columnsOf(FileContent, 'c', ['id', 'bytes', 'sha256']);
/** As all KEY_TABLES have it. */
const KEY = columnsOf(FileLeftover, 'k', ['id']);
const NONE = Buffer.alloc(16);

/** What the store says is in the storage. */
export type ExpectedContent = Pick<FileContent, 'id' | 'bytes' | 'sha256'>;

@Injectable()
export class CheckRepository {
  constructor(private readonly database: Database) {}

  /** In the order of their ids, after the given one. */
  async contentsAfter(id: string | undefined, most: number): Promise<ExpectedContent[]> {
    const after = id === undefined ? NONE : toBinary(id);
    const ofEach = CONTENT_TABLES.map(
      (table) => `(SELECT ${CONTENT.sql} FROM ${table} c WHERE c.id > ? ORDER BY c.id LIMIT ?)`,
    );
    return this.database.rows(
      `${ofEach.join(' UNION ALL ')} ORDER BY id LIMIT ?`,
      [...ofEach.flatMap(() => [after, most]), most],
      CONTENT,
    );
  }

  /** Those of the keys that the store knows of: of what is stored, of uploads that are arriving, and of what is to be removed. */
  async known(keys: readonly string[]): Promise<Set<string>> {
    const ids = keys.map(toBinary);
    const ofEach = KEY_TABLES.map((table) => `SELECT ${KEY.sql} FROM ${table} k WHERE k.id IN (?)`);
    const rows = await this.database.query(
      ofEach.join(' UNION '),
      ofEach.map(() => ids),
      KEY,
    );
    return new Set(rows.map(({ id }) => id));
  }
}
