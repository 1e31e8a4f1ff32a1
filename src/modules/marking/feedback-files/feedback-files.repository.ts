import { Injectable } from '@nestjs/common';
import { columnsOf, insertOf, type RowOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import type { CourseStatus } from '../../courses';
import { Script } from '../scripts/script.entity';
import { FeedbackFile } from './feedback-file.entity';

const FILE = columnsOf(FeedbackFile, 'f', ['fileId']);
const PLACE = FILE.and(columnsOf(Script, 's', ['courseId'])).andExpressions<{ status: CourseStatus }>({
  status: 'c.status',
});
const NEW_FILE = insertOf(FeedbackFile, ['scriptId', 'fileId']);

/** A file, and a course in which it was given back with a mark. */
export type GivenBackFile = RowOf<typeof PLACE>;

/** Which scripts have which files by their marks. */
@Injectable()
export class FeedbackFilesRepository {
  constructor(private readonly database: Database) {}

  async insert(scriptId: string, fileIds: readonly string[]): Promise<void> {
    // A mark before may have the same file.
    const files = fileIds.map((fileId) => ({ scriptId, fileId }));
    if (files.length > 0) await this.database.insert(NEW_FILE, files, 'file_id = file_id');
  }

  async ofScript(scriptId: string): Promise<string[]> {
    return this.idsFrom('feedback_files f WHERE f.script_id = ?', toBinary(scriptId));
  }

  /** Those of the files that a mark has. */
  async held(fileIds: readonly string[]): Promise<string[]> {
    return this.idsFrom('feedback_files f WHERE f.file_id IN (?)', fileIds.map(toBinary));
  }

  /** The courses in which these files were given back. */
  async places(fileIds: readonly string[]): Promise<GivenBackFile[]> {
    return this.database.query(
      `SELECT DISTINCT ${PLACE.sql} FROM feedback_files f STRAIGHT_JOIN scripts s ON s.id = f.script_id
         STRAIGHT_JOIN courses c ON c.id = s.course_id
       WHERE f.file_id IN (?)`,
      [fileIds.map(toBinary)],
      PLACE,
    );
  }

  private async idsFrom(source: string, value: Buffer | Buffer[]): Promise<string[]> {
    const found = await this.database.query(`SELECT DISTINCT ${FILE.sql} FROM ${source}`, [value], FILE);
    return found.map(({ fileId }) => fileId);
  }
}
