import { Injectable } from '@nestjs/common';
import { Database } from '../../../../shared/database/database';
import { toBinary } from '../../../../shared/database/ids';
import { RESULT_TERMS, type ResultTerms, toResultTerms } from '../../attempts/attempt-records';
import type { AttemptChoice } from '../attempt-choice';
import { chosenAttempts } from '../chosen-attempts';
import type { Ranked } from './own-place';

@Injectable()
export class OwnPlaceRepository {
  constructor(private readonly database: Database) {}

  /** What decides whether learners see grades; undefined where there is no such quiz. */
  async terms(activityId: string): Promise<ResultTerms | undefined> {
    const row = await this.database.row(
      `SELECT ${RESULT_TERMS.sql} FROM quizzes z WHERE z.activity_id = ?`,
      [toBinary(activityId)],
      RESULT_TERMS,
    );
    return row && toResultTerms(row);
  }

  /** Among the learners who have a grade: the mean of what these attempts are worth. One statement. */
  async rankOf(userId: string, activityId: string, choice: AttemptChoice): Promise<Ranked> {
    const row = await this.database.row<Ranked>(
      `SELECT r.learners, r.lower FROM (
         SELECT t.user_id, COUNT(*) OVER () AS learners,
           RANK() OVER (ORDER BY AVG(COALESCE(t.score / NULLIF(t.max_score, 0), 0))) - 1 AS lower
         FROM (${chosenAttempts(choice)}) c STRAIGHT_JOIN attempts t ON t.id = c.id GROUP BY t.user_id) r
       WHERE r.user_id = ?`,
      [toBinary(activityId), toBinary(userId)],
    );
    return row ? { learners: Number(row.learners), lower: Number(row.lower) } : { learners: 0, lower: null };
  }
}
