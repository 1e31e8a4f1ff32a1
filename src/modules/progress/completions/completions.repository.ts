import { Injectable } from '@nestjs/common';
import { Database } from '../../../shared/database/database';
import { fromBinary, newId, toBinary } from '../../../shared/database/ids';
import { isMissingReference } from '../../../shared/database/constraint-errors';
import { ActivityNotFoundError } from '../../courses';
import type { CompletionCause } from './activity-completion.entity';

export interface Completion {
  userId: string;
  activityId: string;
  courseId: string;
  completedAt: Date;
  cause: CompletionCause;
}

@Injectable()
export class CompletionsRepository {
  constructor(private readonly database: Database) {}

  /**
   * Adds the completions that do not exist yet; those that do keep their instant and cause. One statement, which the
   * primary key makes safe against retries and parallel calls. Its foreign key checks lock account, course and activity in
   * the order of decision 11, since they come in the order of the table's indexes. Throws ActivityNotFoundError when
   * an activity is gone.
   */
  async add(completions: Completion[]): Promise<void> {
    try {
      await this.insert(completions);
    } catch (error) {
      throw isMissingReference(error) ? new ActivityNotFoundError() : error;
    }
  }

  /**
   * Completes a quiz by an attempt, unless an instructor's result stands in the place of the quiz's: that decides then. The
   * result is read and locked by the statement that inserts, so an override at the same moment comes before or after it.
   */
  async addByAttempt({
    userId,
    activityId,
    courseId,
    completedAt,
  }: Omit<Completion, 'cause'>): Promise<void> {
    await this.database.run(
      `INSERT INTO activity_completions (user_id, activity_id, course_id, completed_at, cause)
       SELECT u.id, ?, ?, ?, 'quiz' FROM users u WHERE u.id = ? AND NOT EXISTS (
         SELECT 1 FROM line_items li JOIN results r ON r.line_item_id = li.id AND r.user_id = u.id
         WHERE li.activity_id = ? AND r.source = 'instructor' AND r.deleted_at IS NULL LOCK IN SHARE MODE)
       ON DUPLICATE KEY UPDATE activity_completions.cause = activity_completions.cause`,
      [toBinary(activityId), toBinary(courseId), completedAt, toBinary(userId), toBinary(activityId)],
    );
  }

  /** As `add`, but takes the place of a completion that an override made. */
  async addEarned(completions: readonly Omit<Completion, 'cause'>[]): Promise<void> {
    const ifOverridden = (column: string): string =>
      `${column} = IF(cause = 'override', VALUES(${column}), ${column})`;
    await this.insert(
      completions.map((completion) => ({ ...completion, cause: 'quiz' as const })),
      ['completed_at', 'cause'].map(ifOverridden).join(', '),
    );
  }

  /** The ids of the activities of a course that a learner has completed. */
  async ofLearner(courseId: string, userId: string): Promise<Set<string>> {
    const rows = await this.database.rows<{ activityId: Buffer }>(
      'SELECT c.activity_id AS activityId FROM activity_completions c WHERE c.course_id = ? AND c.user_id = ?',
      [toBinary(courseId), toBinary(userId)],
    );
    return new Set(rows.map(({ activityId }) => fromBinary(activityId)));
  }

  async countOf(activityId: string): Promise<number> {
    const row = await this.database.row<{ count: number }>(
      'SELECT COUNT(*) AS count FROM activity_completions WHERE activity_id = ?',
      [toBinary(activityId)],
    );
    return row?.count ?? 0;
  }

  /** Removes a completion and keeps a record of it. Call it inside a transaction. */
  async reopen(userId: string, activityId: string, now: Date): Promise<void> {
    await this.database.run(
      `INSERT INTO reopened_completions (id, user_id, activity_id, course_id, completed_at, cause, reopened_at)
       SELECT ?, user_id, activity_id, course_id, completed_at, cause, GREATEST(completed_at, ?)
       FROM activity_completions WHERE user_id = ? AND activity_id = ? FOR UPDATE`,
      [toBinary(newId()), now, toBinary(userId), toBinary(activityId)],
    );
    await this.database.run('DELETE FROM activity_completions WHERE user_id = ? AND activity_id = ?', [
      toBinary(userId),
      toBinary(activityId),
    ]);
  }

  /** As `reopen`, for several learners with at most three statements. */
  async reopenAll(userIds: readonly string[], activityId: string, now: Date): Promise<void> {
    if (userIds.length === 0) return;
    const values = [toBinary(activityId), userIds.map(toBinary)];
    const chosen = 'activity_id = ? AND user_id IN (?)';
    const completed = await this.database.query<{
      userId: Buffer;
      courseId: Buffer;
      completedAt: Date;
      cause: CompletionCause;
    }>(
      `SELECT user_id AS userId, course_id AS courseId, completed_at AS completedAt, cause FROM activity_completions
       WHERE ${chosen} ORDER BY user_id FOR UPDATE`,
      values,
    );
    if (completed.length === 0) return;
    await this.database.insertMany(
      'reopened_completions',
      ['id', 'user_id', 'activity_id', 'course_id', 'completed_at', 'cause', 'reopened_at'],
      completed.map(({ userId, courseId, completedAt, cause }) => [
        ...[toBinary(newId()), userId, toBinary(activityId), courseId, completedAt, cause],
        completedAt > now ? completedAt : now,
      ]),
    );
    await this.database.execute(`DELETE FROM activity_completions WHERE ${chosen}`, values);
  }

  private async insert(completions: Completion[], onDuplicate = 'cause = cause'): Promise<void> {
    await this.database.insertMany(
      'activity_completions',
      ['user_id', 'activity_id', 'course_id', 'completed_at', 'cause'],
      completions.map(({ userId, activityId, courseId, completedAt, cause }) => [
        toBinary(userId),
        toBinary(activityId),
        toBinary(courseId),
        completedAt,
        cause,
      ]),
      onDuplicate,
    );
  }
}
