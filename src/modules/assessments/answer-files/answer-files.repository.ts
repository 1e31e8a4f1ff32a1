import { Injectable } from '@nestjs/common';
import { columnsOf, insertOf, type RowOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import type { CourseStatus } from '../../courses';
import { Attempt } from '../attempts/attempt.entity';
import { AnswerFile } from './answer-file.entity';

const FILE = columnsOf(AnswerFile, 'f', ['fileId']);
const PLACE = FILE.and(columnsOf(Attempt, 't', ['courseId'])).andExpressions<{ status: CourseStatus }>({
  status: 'c.status',
});
const NEW_FILE = insertOf(AnswerFile, ['attemptId', 'questionId', 'fileId']);

/** A file, and a course in which somebody handed it in. */
export type HandedInFile = RowOf<typeof PLACE>;

/** Which answers of which attempts have which files. */
@Injectable()
export class AnswerFilesRepository {
  constructor(private readonly database: Database) {}

  async insert(files: readonly Omit<AnswerFile, 'attempt'>[]): Promise<void> {
    // An earlier answer may name the same file.
    if (files.length > 0) await this.database.insert(NEW_FILE, files, 'file_id = file_id');
  }

  async ofAttempt(attemptId: string): Promise<string[]> {
    return this.idsFrom('answer_files f WHERE f.attempt_id = ?', toBinary(attemptId));
  }

  /** Those of the files that an answer names. */
  async held(fileIds: readonly string[]): Promise<string[]> {
    return this.idsFrom('answer_files f WHERE f.file_id IN (?)', fileIds.map(toBinary));
  }

  /** The courses in which these files were handed in. */
  async places(fileIds: readonly string[]): Promise<HandedInFile[]> {
    return this.database.query(
      `SELECT DISTINCT ${PLACE.sql} FROM answer_files f STRAIGHT_JOIN attempts t ON t.id = f.attempt_id
         STRAIGHT_JOIN courses c ON c.id = t.course_id
       WHERE f.file_id IN (?) AND t.is_preview = 0`,
      [fileIds.map(toBinary)],
      PLACE,
    );
  }

  async filesOfCourse(courseId: string): Promise<string[]> {
    return this.idsFrom(
      'attempts t STRAIGHT_JOIN answer_files f ON f.attempt_id = t.id WHERE t.course_id = ?',
      toBinary(courseId),
    );
  }

  private async idsFrom(source: string, value: Buffer | Buffer[]): Promise<string[]> {
    const found = await this.database.query(`SELECT DISTINCT ${FILE.sql} FROM ${source}`, [value], FILE);
    return found.map(({ fileId }) => fileId);
  }
}
