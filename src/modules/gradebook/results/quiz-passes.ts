import { Injectable } from '@nestjs/common';
import { Conditions } from '../../../shared/database/conditions';
import { Database } from '../../../shared/database/database';
import { fromBinary } from '../../../shared/database/ids';
import { attemptPasses } from '../../assessments';
import { overridePasses, type PassTerms } from './quiz-passing';
import type { ScoreStatus } from './result-value';

/** That a learner has passed a quiz. */
export interface QuizPass {
  activityId: string;
  userId: string;
  /** The first attempt that passed, or an instructor's decision. */
  firstAt: Date;
  lastAt: Date;
}

type Override = PassTerms & {
  activityId: Buffer;
  userId: Buffer;
  score: string | null;
  scoreStatus: ScoreStatus;
  at: Date;
};

type Attempt = Pick<PassTerms, 'passPercentage'> & {
  activityId: Buffer;
  userId: Buffer;
  score: string | null;
  maxScore: string;
  at: Date;
};

/** Who has passed quizzes, as `QuizDecided` tells it of one learner. */
@Injectable()
export class QuizPasses {
  constructor(private readonly database: Database) {}

  /**
   * With two statements, however many there are. An instructor's result decides in the place of attempts; whoever is excused by it has
   * passed.
   */
  async of(activityIds: readonly string[], userIds: readonly string[] | 'all'): Promise<QuizPass[]> {
    const overrides = await this.overrides(activityIds, userIds);
    const passes = new Map<string, QuizPass>();
    const decided = new Set<string>();
    for (const { activityId, userId, at, ...value } of overrides) {
      const key = keyOf(activityId, userId);
      decided.add(key);
      // Null of an override that exempts: nothing has to be done.
      if (overridePasses(value, value) ?? true) passes.set(key, passOf(activityId, userId, at));
    }
    for (const { activityId, userId, score, maxScore, passPercentage, at } of await this.attempts(
      activityIds,
      userIds,
    )) {
      const key = keyOf(activityId, userId);
      if (decided.has(key) || attemptPasses(score, maxScore, passPercentage) !== true) continue;
      const pass = passes.get(key) ?? passOf(activityId, userId, at);
      const [firstAt, lastAt] = [at < pass.firstAt ? at : pass.firstAt, at > pass.lastAt ? at : pass.lastAt];
      passes.set(key, { ...pass, firstAt, lastAt });
    }
    return [...passes.values()];
  }

  private async overrides(
    activityIds: readonly string[],
    userIds: readonly string[] | 'all',
  ): Promise<Override[]> {
    const about = chosen('li.activity_id', activityIds, 'r.user_id', userIds);
    return this.database.query<Override>(
      `SELECT li.activity_id AS activityId, r.user_id AS userId, r.score, r.score_status AS scoreStatus,
              r.updated_at AS at, q.points_possible AS pointsPossible, q.pass_percentage AS passPercentage
       FROM line_items li JOIN quizzes q ON q.activity_id = li.activity_id
       JOIN results r ON r.line_item_id = li.id AND r.source = 'instructor' AND r.deleted_at IS NULL
       WHERE ${about.sql}`,
      about.params,
    );
  }

  private async attempts(
    activityIds: readonly string[],
    userIds: readonly string[] | 'all',
  ): Promise<Attempt[]> {
    const about = chosen('t.activity_id', activityIds, 't.user_id', userIds);
    return this.database.query<Attempt>(
      `SELECT t.activity_id AS activityId, t.user_id AS userId, t.score, t.max_score AS maxScore,
              t.submitted_at AS at, q.pass_percentage AS passPercentage
       FROM attempts t JOIN quizzes q ON q.activity_id = t.activity_id
       WHERE ${about.sql} AND t.submitted_at IS NOT NULL AND t.is_preview = 0 AND t.deleted_at IS NULL`,
      about.params,
    );
  }
}

function chosen(
  activity: string,
  activityIds: readonly string[],
  user: string,
  userIds: readonly string[] | 'all',
): Conditions {
  const about = new Conditions().among(activity, activityIds);
  return userIds === 'all' ? about : about.among(user, userIds);
}

function keyOf(activityId: Buffer, userId: Buffer): string {
  return `${activityId.toString('hex')} ${userId.toString('hex')}`;
}

function passOf(activityId: Buffer, userId: Buffer, at: Date): QuizPass {
  return { activityId: fromBinary(activityId), userId: fromBinary(userId), firstAt: at, lastAt: at };
}
