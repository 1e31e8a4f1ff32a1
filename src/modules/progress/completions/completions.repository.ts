import { Injectable } from '@nestjs/common';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { isMissingReference } from '../../../shared/database/retryable';
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

  async remove(userId: string, activityId: string): Promise<void> {
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
