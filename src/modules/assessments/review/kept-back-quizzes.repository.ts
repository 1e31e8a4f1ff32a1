import { Injectable } from '@nestjs/common';
import { columnsOf, type RowOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { Quiz } from '../quizzes/quiz.entity';
import { AWAITS_MARKS } from './posting';

const TRIED = columnsOf(Quiz, 'q', [
  ...(['activityId', 'review', 'feedback', 'closesAt', 'lastClosesAt', 'posting', 'postsAt'] as const),
]).andExpressions<{ awaitsMarks: number; openAttempts: number; unmarkedAttempts: number }>({
  awaitsMarks: AWAITS_MARKS('q'),
  openAttempts:
    '(SELECT COUNT(*) FROM attempts o WHERE o.activity_id = q.activity_id AND o.user_id = a.user_id AND o.submitted_at IS NULL)',
  unmarkedAttempts:
    '(SELECT COUNT(*) FROM attempts m WHERE m.activity_id = q.activity_id AND m.user_id = a.user_id AND m.needs_marks > 0)',
});

/** A quiz that somebody has tried. */
export type TriedQuiz = RowOf<typeof TRIED>;

@Injectable()
export class KeptBackQuizzesRepository {
  constructor(private readonly database: Database) {}

  /** The quizzes that the person has begun an attempt at. One statement. */
  async triedBy(userId: string): Promise<TriedQuiz[]> {
    return this.database.rows(
      `SELECT ${TRIED.sql} FROM (SELECT DISTINCT activity_id, user_id FROM attempts WHERE user_id = ?) a
         JOIN quizzes q ON q.activity_id = a.activity_id`,
      [toBinary(userId)],
      TRIED,
    );
  }
}
