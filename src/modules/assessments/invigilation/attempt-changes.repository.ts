import { Injectable } from '@nestjs/common';
import { isDuplicateKey } from '../../../shared/database/constraint-errors';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { ATTEMPT, type AttemptRecord, type InForce, toAttempt } from '../attempts/attempt-records';
import type { AttemptClock, Ends } from '../attempts/lifecycle';

/** Changes of single attempts that are not their learners' own. */
@Injectable()
export class AttemptChangesRepository {
  constructor(private readonly database: Database) {}

  /** Locks an attempt, open or not. */
  async lock(attemptId: string): Promise<AttemptRecord | undefined> {
    const row = await this.database.row(
      `SELECT ${ATTEMPT.sql} FROM attempts t WHERE t.id = ? FOR UPDATE`,
      [toBinary(attemptId)],
      ATTEMPT,
    );
    return row && toAttempt(row);
  }

  /**
   * Of an attempt that this transaction has locked: takes the locks that its grade and the last close of its quiz need, in the order
   * of decision 11. Its quiz is for this transaction alone from now on, rather than shared first, as grading would have it.
   */
  async hold(
    { userId, courseId, activityId }: Pick<AttemptRecord, 'userId' | 'courseId' | 'activityId'>,
    actedBy: string,
  ): Promise<void> {
    await this.database.rows(
      `SELECT 1 FROM users u STRAIGHT_JOIN courses c ON c.id = ? STRAIGHT_JOIN activities a ON a.id = ?
       WHERE u.id IN (?, ?) ORDER BY u.id LOCK IN SHARE MODE`,
      [toBinary(courseId), toBinary(activityId), toBinary(userId), toBinary(actedBy)],
    );
    await this.database.rows('SELECT 1 FROM quizzes WHERE activity_id = ? FOR UPDATE', [
      toBinary(activityId),
    ]);
  }

  /**
   * Opens an attempt again that this transaction has locked. Its answers stay; their marks go. False where its learner has
   * another open attempt at the quiz.
   */
  async reopen(attemptId: string, { inForce, ...attempt }: Ends & AttemptClock & InForce): Promise<boolean> {
    const { endsAt, handInBy, endsBecause, extendedSeconds, restEndsAt, restMilliseconds } = attempt;
    try {
      await this.database.run(
        `UPDATE attempts t STRAIGHT_JOIN attempt_questions p ON p.attempt_id = t.id
         SET p.least_share = NULL, p.least_sequence = NULL, t.score_before_regrade = NULL, p.points_awarded = NULL, p.correct = NULL, p.key_revision_id = NULL,
           t.open_marker = 1, t.submitted_at = NULL, t.score = NULL, t.marked_score = NULL, t.needs_marks = 0, t.ended_at = NULL, t.end_reason = NULL,
           t.paused_at = NULL, t.rest_ends_at = ?, t.rest_milliseconds = ?, t.extended_seconds = ?, t.ends_at = ?, t.hand_in_by = ?, t.ends_because = ?,
           t.terms = ?
         WHERE t.id = ?`,
        [
          ...[restEndsAt, restMilliseconds, extendedSeconds, endsAt, handInBy, endsBecause],
          ...[inForce && JSON.stringify(inForce), toBinary(attemptId)],
        ],
      );
      return true;
    } catch (error) {
      if (isDuplicateKey(error, 'uq_attempts_open')) return false;
      throw error;
    }
  }

  /** Of an attempt that this transaction has locked. An open one has ended with it. */
  async delete(attemptId: string, by: string, at: Date): Promise<void> {
    await this.database.run(
      `UPDATE attempts SET open_marker = NULL, deleted_at = ?, deleted_by = ?,
         end_reason = CASE WHEN ended_at IS NULL AND submitted_at IS NULL THEN 'staff' ELSE end_reason END,
         ended_at = COALESCE(ended_at, submitted_at, ?)
       WHERE id = ?`,
      [at, toBinary(by), at, toBinary(attemptId)],
    );
  }
}
