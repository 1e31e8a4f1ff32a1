import { Injectable } from '@nestjs/common';
import { columnsOf } from '../../../../shared/database/columns-of';
import { Database } from '../../../../shared/database/database';
import { toBinary } from '../../../../shared/database/ids';
import { Likenesses } from '../../likeness/likenesses';
import { QuestionBank } from '../../banks/question-bank.entity';
import { Question } from '../../questions/question.entity';

/** The part of the log of an operation that is about questions. */
export const PART = 'questions';

/** What the log keeps of a question: whether it is in its bank, and in which version, which changes count. */
export interface ImportedState {
  isArchived: boolean;
  version: number;
}

/** As an import leaves it. */
export const IMPORTED_STATE: ImportedState = { isArchived: false, version: 1 };

export interface ImportedQuestion {
  id: string;
  courseId: string;
  version: number;
  archivedAt: Date | null;
  /** A quiz asks it, or an attempt has. */
  isAsked: boolean;
}

const IMPORTED = columnsOf(Question, 'q', ['id', 'version', 'archivedAt'])
  .and(columnsOf(QuestionBank, 'b', ['courseId']))
  .andExpressions<{ isAsked: number }>({
    isAsked: `(EXISTS (SELECT 1 FROM quiz_slots s WHERE s.question_id = q.id)
      OR EXISTS (SELECT 1 FROM attempt_questions a WHERE a.question_id = q.id))`,
  });

/** Questions that an import has added. */
@Injectable()
export class ImportedQuestionsRepository {
  constructor(
    private readonly database: Database,
    private readonly likenesses: Likenesses,
  ) {}

  /** Whether there is such a course that can be changed. It stays so until the transaction ends. */
  async isOpen(courseId: string): Promise<boolean> {
    const row = await this.database.row<{ status: string }>(
      `SELECT c.status FROM courses c WHERE c.id = ? LOCK IN SHARE MODE`,
      [toBinary(courseId)],
    );
    return row !== undefined && row.status !== 'archived';
  }

  /** In no order. Read without locks: whoever changes them locks their bank first, and reads again. */
  async find(questionIds: readonly string[]): Promise<ImportedQuestion[]> {
    if (questionIds.length === 0) return [];
    const rows = await this.database.query(
      `SELECT ${IMPORTED.sql} FROM questions q JOIN question_banks b ON b.id = q.bank_id WHERE q.id IN (?)`,
      [questionIds.map(toBinary)],
      IMPORTED,
    );
    return rows.map((row) => ({ ...row, isAsked: Number(row.isAsked) === 1 }));
  }

  /** Takes them out of their bank, or puts them back. */
  async setArchived(questionIds: readonly string[], isArchived: boolean, now: Date): Promise<void> {
    if (questionIds.length === 0) return;
    await this.database.execute(
      `UPDATE questions SET archived_at = ?, edits = edits + 1, updated_at = GREATEST(updated_at, ?) WHERE id IN (?)`,
      [isArchived ? now : null, now, questionIds.map(toBinary)],
    );
    await this.likenesses.refresh(questionIds);
  }
}
