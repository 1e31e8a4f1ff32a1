import { Injectable } from '@nestjs/common';
import { Database, type TextValue } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { PREVIEW_NUMBER } from './preview-terms';

/** Previews go altogether, with what was answered in them. */
@Injectable()
export class PreviewsRepository {
  constructor(private readonly database: Database) {}

  /** That of one person at a quiz. By a unique key. */
  async removeOf(activityId: string, userId: string): Promise<void> {
    await this.remove('activity_id = ? AND user_id = ? AND number = ?', [
      ...[toBinary(activityId), toBinary(userId)],
      PREVIEW_NUMBER,
    ]);
  }

  async removeOfQuiz(activityId: string): Promise<void> {
    await this.remove('activity_id = ?', [toBinary(activityId)]);
  }

  async removeOfCourse(courseId: string): Promise<void> {
    await this.remove('course_id = ?', [toBinary(courseId)]);
  }

  private async remove(condition: string, values: TextValue[]): Promise<void> {
    const rows = await this.database.query<{ id: Buffer }>(
      `SELECT id FROM attempts WHERE ${condition} AND is_preview = 1 ORDER BY id FOR UPDATE`,
      values,
    );
    if (rows.length === 0) return;
    const ids = rows.map(({ id }) => id);
    for (const table of ['attempt_actions', 'answer_entries', 'attempt_questions'])
      await this.database.query(`DELETE FROM ${table} WHERE attempt_id IN (?)`, [ids]);
    await this.database.query('DELETE FROM attempts WHERE id IN (?)', [ids]);
  }
}
