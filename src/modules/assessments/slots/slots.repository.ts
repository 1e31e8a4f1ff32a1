import { Injectable } from '@nestjs/common';
import { columnsOf, insertOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { valuesById } from '../../../shared/database/values-by-id';
import { plainDecimal } from '../../../shared/decimals/plain-decimal';
import { QuizSlot } from './quiz-slot.entity';

const SLOT = columnsOf(QuizSlot, 's', ['id', 'position', 'kind', 'questionId', 'versionId']);
const NEW_SLOT = insertOf(QuizSlot, ['id', 'activityId', 'position', 'kind', 'questionId', 'versionId']);
const OF_QUESTION = columnsOf(QuizSlot, 's', ['activityId', 'versionId']);

export type SlotRecord = Pick<QuizSlot, 'id' | 'position' | 'kind' | 'questionId' | 'versionId'>;

export type SlotOfQuestion = Pick<QuizSlot, 'activityId' | 'versionId'>;

/** Joins to each slot `s` of a quiz its question `q`, the version `v` that it asks now, and the newest key revision `k`. */
export const ASKED_NOW = `JOIN questions q ON q.id = s.question_id
  JOIN question_versions v ON v.id = COALESCE(s.version_id, q.latest_version_id)
  JOIN key_revisions k ON k.id = v.key_revision_id`;

/** Which questions a quiz asks, and where. Callers that write must have locked the bank and the quiz. */
@Injectable()
export class SlotsRepository {
  constructor(private readonly database: Database) {}

  /** In the order of the quiz. */
  async ofQuiz(activityId: string): Promise<SlotRecord[]> {
    return this.database.rows(
      `SELECT ${SLOT.sql} FROM quiz_slots s WHERE s.activity_id = ? ORDER BY s.position`,
      [toBinary(activityId)],
      SLOT,
    );
  }

  /** The quizzes that ask a question, and the version that each is held to. */
  async ofQuestion(questionId: string): Promise<SlotOfQuestion[]> {
    return this.database.rows(
      `SELECT ${OF_QUESTION.sql} FROM quiz_slots s WHERE s.question_id = ? ORDER BY s.activity_id`,
      [toBinary(questionId)],
      OF_QUESTION,
    );
  }

  async lastPosition(activityId: string): Promise<number> {
    const row = await this.database.row<{ position: number }>(
      'SELECT COALESCE(MAX(position), 0) AS position FROM quiz_slots WHERE activity_id = ?',
      [toBinary(activityId)],
    );
    return row?.position ?? 0;
  }

  /** Adds slots with one statement. */
  async insert(
    slots: Pick<QuizSlot, 'id' | 'activityId' | 'position' | 'kind' | 'questionId' | 'versionId'>[],
  ): Promise<void> {
    await this.database.insert(NEW_SLOT, slots);
  }

  /** Gives these slots these positions with one statement. */
  async place(slots: readonly Pick<QuizSlot, 'id' | 'position'>[]): Promise<void> {
    if (slots.length === 0) return;
    const positions = valuesById(
      'id',
      'position',
      slots.map(({ id, position }) => ({ id, value: position })),
    );
    await this.database.execute(`UPDATE quiz_slots SET position = ${positions.sql} WHERE id IN (?)`, [
      ...positions.values,
      slots.map(({ id }) => toBinary(id)),
    ]);
  }

  /** Takes a question out of all quizzes. */
  async deleteOfQuestion(questionId: string): Promise<void> {
    await this.database.run('DELETE FROM quiz_slots WHERE question_id = ?', [toBinary(questionId)]);
  }

  /** What a quiz's slots are worth together. */
  async totalPoints(activityId: string): Promise<string> {
    const row = await this.database.row<{ total: string }>(
      `SELECT COALESCE(SUM(k.points), 0) AS total FROM quiz_slots s ${ASKED_NOW} WHERE s.activity_id = ?`,
      [toBinary(activityId)],
    );
    return plainDecimal(row?.total ?? '0');
  }
}
