import { Injectable } from '@nestjs/common';
import { Database } from '../../../shared/database/database';
import { fromBinary, toBinary } from '../../../shared/database/ids';
import type { GradingPolicy } from '../../assessments';
import type { PassTerms } from './quiz-passing';
import type { GradedAttempt } from './replayed-grade';

/** A quiz, and one learner's submitted attempts at it. */
export interface QuizAttempts {
  grading: GradingPolicy;
  /** Decimals; no pass mark is null. */
  pointsPossible: string;
  passPercentage: string | null;
  attempts: GradedAttempt[];
}

/** What an instructor's decision about a quiz's result needs to know about the quiz. Named SQL, since it joins two tables. */
@Injectable()
export class QuizAttemptsRepository {
  constructor(private readonly database: Database) {}

  /** The attempts of several learners at a quiz, by user id; with one statement. */
  async ofLearners(activityId: string, userIds: readonly string[]): Promise<Map<string, QuizAttempts>> {
    if (userIds.length === 0) return new Map();
    type Row = Omit<QuizAttempts, 'attempts'> & Omit<GradedAttempt, 'id'> & { id: Buffer; userId: Buffer };
    const rows = await this.database.query<Row>(
      `SELECT q.grading, q.points_possible AS pointsPossible, q.pass_percentage AS passPercentage, t.id, t.number,
              t.user_id AS userId, t.score, t.max_score AS maxScore, t.submitted_at AS submittedAt
       FROM quizzes q JOIN attempts t ON t.activity_id = q.activity_id
       WHERE q.activity_id = ? AND t.user_id IN (?) AND t.submitted_at IS NOT NULL
         AND t.is_preview = 0 AND t.deleted_at IS NULL`,
      [toBinary(activityId), userIds.map(toBinary)],
    );
    const byUser = new Map<string, QuizAttempts>();
    for (const { grading, pointsPossible, passPercentage, id, userId, ...attempt } of rows) {
      const user = fromBinary(userId);
      const attempts = byUser.get(user)?.attempts ?? [];
      const { number, score, maxScore, submittedAt } = attempt;
      attempts.push({ id: fromBinary(id), number, score, maxScore, submittedAt });
      byUser.set(user, { grading, pointsPossible, passPercentage, attempts });
    }
    return byUser;
  }

  /** What makes somebody pass the quiz; undefined for an unknown one. */
  async termsOf(activityId: string): Promise<PassTerms | undefined> {
    return this.database.row<PassTerms>(
      `SELECT q.points_possible AS pointsPossible, q.pass_percentage AS passPercentage
       FROM quizzes q WHERE q.activity_id = ?`,
      [toBinary(activityId)],
    );
  }

  /** Undefined for an unknown quiz. */
  async find(activityId: string, userId: string): Promise<QuizAttempts | undefined> {
    type Row = Omit<QuizAttempts, 'attempts'> & ((Omit<GradedAttempt, 'id'> & { id: Buffer }) | { id: null });
    const rows = await this.database.rows<Row>(
      `SELECT q.grading, q.points_possible AS pointsPossible, q.pass_percentage AS passPercentage, t.id, t.number,
              t.score, t.max_score AS maxScore, t.submitted_at AS submittedAt
       FROM quizzes q LEFT JOIN attempts t
         ON t.activity_id = q.activity_id AND t.user_id = ? AND t.submitted_at IS NOT NULL
         AND t.is_preview = 0 AND t.deleted_at IS NULL
       WHERE q.activity_id = ?`,
      [toBinary(userId), toBinary(activityId)],
    );
    const [quiz] = rows;
    if (!quiz) return undefined;
    const { grading, pointsPossible, passPercentage } = quiz;
    const attempts = rows.flatMap((row) => {
      if (row.id === null) return [];
      const { number, score, maxScore, submittedAt } = row;
      return [{ id: fromBinary(row.id), number, score, maxScore, submittedAt }];
    });
    return { grading, pointsPossible, passPercentage, attempts };
  }
}
