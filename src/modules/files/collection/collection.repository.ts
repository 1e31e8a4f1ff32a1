import { Injectable } from '@nestjs/common';
import { columnsOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { FileContent } from '../file-content.entity';
import { StoredFile } from '../stored-file.entity';
import { ImageVariant } from '../variants/image-variant.entity';

const DUE = columnsOf(StoredFile, 'f', ['id', 'contentId']);
const CONTENT = columnsOf(FileContent, 'c', ['id']);
const VARIANT = columnsOf(ImageVariant, 'v', ['id']);

/** What the collection of files reads and deletes. Named SQL: it locks rows, and skips those that others have locked. */
@Injectable()
export class CollectionRepository {
  constructor(private readonly database: Database) {}

  /** Some of the files whose owners are to be asked now. Until the transaction ends, nobody can begin to hold them. */
  async lockDue(now: Date, most: number): Promise<{ id: string; contentId: string }[]> {
    return this.database.rows(
      `SELECT ${DUE.sql} FROM files f WHERE f.look_at <= ? ORDER BY f.look_at LIMIT ? FOR UPDATE SKIP LOCKED`,
      [now, most],
      DUE,
    );
  }

  async deleteFiles(fileIds: readonly string[]): Promise<void> {
    if (fileIds.length > 0)
      await this.database.execute('DELETE FROM files WHERE id IN (?)', [fileIds.map(toBinary)]);
  }

  /**
   * Deletes those of the contents that no file has any more, with the smaller pictures that were made of them, and makes leftovers
   * of what is stored of both.
   */
  async discardContents(contentIds: readonly string[], now: Date): Promise<void> {
    if (contentIds.length === 0) return;
    // An upload of the same bytes, or a picture that is made of them, waits for this lock, or this waits for the upload and then finds its file.
    const locked = await this.database.query(
      `SELECT ${CONTENT.sql} FROM file_contents c WHERE c.id IN (?) ORDER BY c.id FOR UPDATE`,
      [[...new Set(contentIds)].map(toBinary)],
      CONTENT,
    );
    const unused = await this.database.query(
      `SELECT ${CONTENT.sql} FROM file_contents c LEFT JOIN files f ON f.content_id = c.id
       WHERE c.id IN (?) AND f.id IS NULL`,
      [[Buffer.alloc(16), ...locked.map(({ id }) => toBinary(id))]],
      CONTENT,
    );
    if (unused.length === 0) return;
    const ids = unused.map(({ id }) => toBinary(id));
    const variants = await this.database.query(
      `SELECT ${VARIANT.sql} FROM file_variants v WHERE v.content_id IN (?)`,
      [ids],
      VARIANT,
    );
    await this.database.insertMany(
      'file_leftovers',
      ['id', 'remove_at', 'is_removing'],
      [...ids, ...variants.map(({ id }) => toBinary(id))].map((id) => [id, now, 1]),
    );
    if (variants.length > 0)
      await this.database.execute('DELETE FROM file_variants WHERE content_id IN (?)', [ids]);
    await this.database.execute('DELETE FROM file_contents WHERE id IN (?)', [ids]);
  }
}
