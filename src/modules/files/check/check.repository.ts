import { Injectable } from '@nestjs/common';
import { columnsOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { FileContent } from '../file-content.entity';
import { FileLeftover } from '../file-leftover.entity';
import { ImageVariant } from '../variants/image-variant.entity';

const CONTENT = columnsOf(FileContent, 'c', ['id', 'bytes', 'sha256']);
const VARIANT = columnsOf(ImageVariant, 'v', ['id', 'bytes', 'sha256']);
const KEY = columnsOf(FileLeftover, 'l', ['id']);
const NONE = Buffer.alloc(16);

/** What the store says is in the storage. */
export type ExpectedContent = Pick<FileContent, 'id' | 'bytes' | 'sha256'>;

@Injectable()
export class CheckRepository {
  constructor(private readonly database: Database) {}

  /** In the order of their ids, after the given one. */
  async contentsAfter(id: string | undefined, most: number): Promise<ExpectedContent[]> {
    const after = id === undefined ? NONE : toBinary(id);
    return this.database.rows(
      `(SELECT ${CONTENT.sql} FROM file_contents c WHERE c.id > ? ORDER BY c.id LIMIT ?)
       UNION ALL (SELECT ${VARIANT.sql} FROM file_variants v WHERE v.id > ? ORDER BY v.id LIMIT ?)
       ORDER BY id LIMIT ?`,
      [after, most, after, most, most],
      CONTENT,
    );
  }

  /** Those of the keys that the store knows of: of contents, of smaller pictures, of uploads that are arriving, and of what is to be removed. */
  async known(keys: readonly string[]): Promise<Set<string>> {
    const ids = keys.map(toBinary);
    const rows = await this.database.query(
      `SELECT ${KEY.sql} FROM file_leftovers l WHERE l.id IN (?)
       UNION SELECT c.id FROM file_contents c WHERE c.id IN (?)
       UNION SELECT v.id FROM file_variants v WHERE v.id IN (?)`,
      [ids, ids, ids],
      KEY,
    );
    return new Set(rows.map(({ id }) => id));
  }
}
