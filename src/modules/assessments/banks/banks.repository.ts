import { Injectable } from '@nestjs/common';
import { columnsOf, insertOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { newId, toBinary } from '../../../shared/database/ids';
import { QuestionBank } from './question-bank.entity';

const NEW_BANK = insertOf(QuestionBank, ['id', 'courseId', 'createdAt']);
const BANK = columnsOf(QuestionBank, 'b', ['id']);

@Injectable()
export class BanksRepository {
  constructor(private readonly database: Database) {}

  /** Undefined for a course that never had a question. */
  async find(courseId: string): Promise<string | undefined> {
    const bank = await this.database.row(
      `SELECT ${BANK.sql} FROM question_banks b WHERE b.course_id = ?`,
      [toBinary(courseId)],
      BANK,
    );
    return bank?.id;
  }

  /**
   * The bank of a course, made if there is none, and locked until the transaction ends. Whoever changes questions, or
   * which of them a quiz asks, takes this lock first, then those of quizzes: so it stays true which quizzes ask a question.
   */
  async lockOfCourse(courseId: string, now: Date): Promise<string> {
    // A row that is there gets the lock as well. A locking read would let two make the first one, and deadlock.
    await this.database.insert(NEW_BANK, [{ id: newId(), courseId, createdAt: now }], 'id = id');
    const bankId = await this.find(courseId);
    if (bankId === undefined) throw new Error(`Course ${courseId} has no question bank after one was made.`);
    return bankId;
  }

  /** As `lockOfCourse`, with other banks, in the order of their ids, so that nobody waits for one another. Returns that of the course. */
  async lockWithOthers(courseId: string, others: readonly string[], now: Date): Promise<string> {
    const own = others.length === 0 ? undefined : await this.find(courseId);
    if (own === undefined) {
      const made = await this.lockOfCourse(courseId, now);
      await this.lock(others);
      return made;
    }
    await this.lock([own, ...others]);
    return own;
  }

  private async lock(bankIds: readonly string[]): Promise<void> {
    if (bankIds.length === 0) return;
    await this.database.query('SELECT id FROM question_banks WHERE id IN (?) ORDER BY id FOR UPDATE', [
      bankIds.map(toBinary),
    ]);
  }
}
