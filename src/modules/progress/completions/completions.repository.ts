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
