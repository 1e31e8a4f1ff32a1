import { newId } from '../../../src/shared/database/ids';
import { idBytes } from '../flows';
import type { FloorTransaction } from './floor-database';
import { plain } from './numbers';
import { dayIn, Refusal } from './standing';

/** The learner's place in the gradebook, and what is in it. */
export interface ResultRow {
  timeZone: string;
  lineItemId: Buffer;
  resultId: Buffer | null;
  resultVersion: number;
  resultScore: string;
  resultSource: string;
  resultAttempt: Buffer | null;
  resultSubmittedAt: Date;
  resultUpdatedAt: Date;
  hasHistory: number;
}

interface QuizGrade {
  user: Buffer;
  attempt: Buffer;
  gradeScore: string;
  submittedAt: Date;
}

/** Writes a quiz's grade: a new result, or a new value with its history. What already says the same stays. */
export async function recordQuizResult(
  transaction: FloorTransaction,
  row: ResultRow,
  { user, attempt, gradeScore, submittedAt }: QuizGrade,
): Promise<void> {
  const { resultId, timeZone, lineItemId } = row;
  const scoreDate = dayIn(submittedAt, timeZone);
  if (resultId === null) {
    await transaction.write(
      `INSERT INTO results (id, line_item_id, user_id, score, score_status, score_date, submitted_at, source, attempt_id, updated_at)
       VALUES (?, ?, ?, ?, 'fully graded', ?, ?, 'quiz', ?, ?)`,
      [idBytes(newId()), lineItemId, user, gradeScore, scoreDate, submittedAt, attempt, submittedAt],
    );
    return;
  }
  if (row.resultSource !== 'quiz') throw new Refusal(409);
  if (plain(row.resultScore) === gradeScore) return;
  const replaced = await transaction.write(
    `UPDATE results SET score = ?, score_date = ?, submitted_at = ?, attempt_id = ?, updated_at = ?, version = version + 1
     WHERE id = ? AND version = ?`,
    [gradeScore, scoreDate, submittedAt, attempt, submittedAt, resultId, row.resultVersion],
  );
  if (replaced === 0) throw new Refusal(503);
  await addHistory(transaction, row, gradeScore, attempt, submittedAt);
}

/** The change, and before the first one the value that stood until then. */
async function addHistory(
  transaction: FloorTransaction,
  { resultId, resultScore, resultAttempt, resultSubmittedAt, resultUpdatedAt, hasHistory }: ResultRow,
  gradeScore: string,
  attempt: Buffer,
  at: Date,
): Promise<void> {
  const status = 'fully graded';
  const first = [null, null, null, resultScore, status, resultSubmittedAt, resultAttempt, resultUpdatedAt];
  const change = [resultScore, status, resultSubmittedAt, gradeScore, status, at, attempt, at];
  const steps = hasHistory === 1 ? [change] : [first, change];
  await transaction.write(
    `INSERT INTO result_changes (id, result_id, cause, applied, old_score, old_score_status, old_submitted_at,
       new_score, new_score_status, new_submitted_at, attempt_id, changed_at)
     VALUES ${steps.map(() => "(?, ?, 'attempt', 1, ?, ?, ?, ?, ?, ?, ?, ?)").join(', ')}`,
    steps.flatMap((step) => [idBytes(newId()), resultId, ...step]),
  );
}
