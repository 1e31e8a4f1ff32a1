import { Injectable } from '@nestjs/common';
import { columnsOf } from '../../../shared/database/columns-of';
import { Database, type TextValue } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { AnswerFile } from '../answer-files/answer-file.entity';
import { PREVIEW_NUMBER } from './preview-terms';

const FILE = columnsOf(AnswerFile, 'f', ['fileId']);

/** Previews go altogether, with what was answered in them. Each method returns the files that they held. */
@Injectable()
export class PreviewsRepository {
  constructor(private readonly database: Database) {}

  /** That of one person at a quiz. By a unique key. */
  async removeOf(activityId: string, userId: string): Promise<string[]> {
    return this.remove('activity_id = ? AND user_id = ? AND number = ?', [
      ...[toBinary(activityId), toBinary(userId)],
      PREVIEW_NUMBER,
    ]);
  }

  async removeOfQuiz(activityId: string): Promise<string[]> {
    return this.remove('activity_id = ?', [toBinary(activityId)]);
  }

  async removeOfCourse(courseId: string): Promise<string[]> {
    return this.remove('course_id = ?', [toBinary(courseId)]);
  }

  private async remove(condition: string, values: TextValue[]): Promise<string[]> {
    const rows = await this.database.query<{ id: Buffer }>(
      `SELECT id FROM attempts WHERE ${condition} AND is_preview = 1 ORDER BY id FOR UPDATE`,
      values,
    );
    if (rows.length === 0) return [];
    const ids = rows.map(({ id }) => id);
    const files = await this.database.query(
      `SELECT DISTINCT ${FILE.sql} FROM answer_files f WHERE f.attempt_id IN (?)`,
      [ids],
      FILE,
    );
    for (const table of ['attempt_actions', 'answer_files', 'answer_entries', 'attempt_questions'])
      await this.database.query(`DELETE FROM ${table} WHERE attempt_id IN (?)`, [ids]);
    await this.database.query('DELETE FROM attempts WHERE id IN (?)', [ids]);
    return files.map(({ fileId }) => fileId);
  }
}
