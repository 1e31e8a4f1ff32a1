import { Injectable } from '@nestjs/common';
import { Database } from '../../../shared/database/database';
import { Conditions } from '../../../shared/database/conditions';
import { fromBinary, newId, toBinary } from '../../../shared/database/ids';
import { isMissingReference } from '../../../shared/database/constraint-errors';
import { ActivityNotFoundError } from '../../courses';
import type { CompletionCause } from './activity-completion.entity';
import type { StandingCompletion } from './decided-completions';
import type { AskedLearners } from './evidence/evidence-source';

export interface Completion {
  userId: string;
  activityId: string;
  courseId: string;
  completedAt: Date;
  cause: CompletionCause;
}

const NOT_SET = "cause NOT IN ('staff', 'kept')";

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

  /** Completions of these activities, by activity. */
  async standing(
    activityIds: readonly string[],
    learners: AskedLearners,
  ): Promise<Map<string, StandingCompletion[]>> {
    const about = new Conditions().among('p.activity_id', activityIds);
    if (learners !== 'all') about.among('p.user_id', learners);
    const rows = await this.database.query<{
      activityId: Buffer;
      userId: Buffer;
      completedAt: Date;
      cause: CompletionCause;
    }>(
      `SELECT p.activity_id AS activityId, p.user_id AS userId, p.completed_at AS completedAt, p.cause
       FROM activity_completions p WHERE ${about.sql}`,
      about.params,
    );
    const byActivity = Map.groupBy(rows, ({ activityId }) => fromBinary(activityId));
    return new Map(
      [...byActivity].map(([activityId, found]) => [
        activityId,
        found.map(({ userId, completedAt, cause }) => ({ userId: fromBinary(userId), completedAt, cause })),
      ]),
    );
  }

  /** Completions that stay although what completes the activity is another rule now. */
  async keep(activityId: string, userIds: readonly string[]): Promise<void> {
    if (userIds.length === 0) return;
    await this.database.execute(
      `UPDATE activity_completions SET cause = 'kept' WHERE activity_id = ? AND user_id IN (?)`,
      [toBinary(activityId), userIds.map(toBinary)],
    );
  }

  /** Staff say that the learner has completed it: that stays, whatever a rule says. When it was completed stays, too. */
  async set(completion: Omit<Completion, 'cause'>): Promise<void> {
    await this.insert([{ ...completion, cause: 'staff' }], "cause = 'staff'");
  }

  /** When a learner has completed the activities of a course, by their ids. */
  async ofLearner(courseId: string, userId: string): Promise<Map<string, Date>> {
    const rows = await this.database.rows<{ activityId: Buffer; completedAt: Date }>(
      `SELECT c.activity_id AS activityId, c.completed_at AS completedAt FROM activity_completions c
       WHERE c.course_id = ? AND c.user_id = ?`,
      [toBinary(courseId), toBinary(userId)],
    );
    return new Map(rows.map(({ activityId, completedAt }) => [fromBinary(activityId), completedAt]));
  }

  async countOf(activityId: string): Promise<number> {
    const row = await this.database.row<{ count: number }>(
      'SELECT COUNT(*) AS count FROM activity_completions WHERE activity_id = ?',
      [toBinary(activityId)],
    );
    return row?.count ?? 0;
  }

  /**
   * Removes a completion and keeps a record of it, unless staff have set it, or an author has let it stand. Call it inside a
   * transaction.
   */
  async reopen(userId: string, activityId: string, now: Date): Promise<void> {
    await this.remove(userId, activityId, now, NOT_SET);
  }

  /** As `reopen`, whatever has completed it. */
  async lift(userId: string, activityId: string, now: Date): Promise<void> {
    await this.remove(userId, activityId, now, 'TRUE');
  }

  private async remove(userId: string, activityId: string, now: Date, condition: string): Promise<void> {
    await this.database.run(
      `INSERT INTO reopened_completions (id, user_id, activity_id, course_id, completed_at, cause, reopened_at)
       SELECT ?, user_id, activity_id, course_id, completed_at, cause, GREATEST(completed_at, ?)
       FROM activity_completions WHERE user_id = ? AND activity_id = ? AND ${condition} FOR UPDATE`,
      [toBinary(newId()), now, toBinary(userId), toBinary(activityId)],
    );
    await this.database.run(
      `DELETE FROM activity_completions WHERE user_id = ? AND activity_id = ? AND ${condition}`,
      [toBinary(userId), toBinary(activityId)],
    );
  }

  /** As `reopen`, for several learners with at most three statements. */
  async reopenAll(userIds: readonly string[], activityId: string, now: Date): Promise<void> {
    if (userIds.length === 0) return;
    const values = [toBinary(activityId), userIds.map(toBinary)];
    const chosen = `activity_id = ? AND user_id IN (?) AND ${NOT_SET}`;
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
