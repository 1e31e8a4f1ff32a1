import { Injectable } from '@nestjs/common';
import { Database } from '../../../shared/database/database';
import { newId, toBinary } from '../../../shared/database/ids';
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
   * Adds what is not there yet; a completion that is keeps its instant and cause. One statement, which the primary
   * key makes safe against retries and parallel calls. Throws ActivityNotFoundError when an activity is gone.
   */
  async add(completions: Completion[]): Promise<void> {
    try {
      await this.insert(completions);
    } catch (error) {
      throw isMissingReference(error) ? new ActivityNotFoundError() : error;
    }
  }

  /**
   * As `add`, for one that somebody says of an activity. One statement: it holds account, course and activity in the
   * order of decision 11, whereas the checks of foreign keys would come in one of their own and deadlock with authors.
   */
  async addOne({ userId, activityId, courseId, completedAt, cause }: Completion): Promise<void> {
    const { affectedRows } = await this.database.run(
      `INSERT INTO activity_completions (user_id, activity_id, course_id, completed_at, cause)
       SELECT u.id, a.id, c.id, ?, ? FROM users u STRAIGHT_JOIN courses c STRAIGHT_JOIN activities a
       WHERE u.id = ? AND c.id = ? AND a.id = ? LOCK IN SHARE MODE
       ON DUPLICATE KEY UPDATE cause = activity_completions.cause`,
      [completedAt, cause, toBinary(userId), toBinary(courseId), toBinary(activityId)],
    );
    if (affectedRows === 0) throw new ActivityNotFoundError();
  }

  async countOf(activityId: string): Promise<number> {
    const row = await this.database.row<{ count: number }>(
      'SELECT COUNT(*) AS count FROM activity_completions WHERE activity_id = ?',
      [toBinary(activityId)],
    );
    return row?.count ?? 0;
  }

  /** Takes a completion back, which stays on record. Inside a transaction. */
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

  private async insert(completions: Completion[]): Promise<void> {
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
      'cause = cause',
    );
  }
}
