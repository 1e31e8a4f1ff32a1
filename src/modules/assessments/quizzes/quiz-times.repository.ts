import { Injectable } from '@nestjs/common';
import { columnsOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { accommodationsOf, toAccommodations } from '../../enrollments';
import { effectiveTerms } from '../exceptions/effective-terms';
import { GRANTED, toGranted } from '../exceptions/exception-records';
import { Quiz } from './quiz.entity';

/** When a published quiz opens and closes for one learner. */
export interface QuizTimes {
  activityId: string;
  courseId: string;
  title: string;
  opensAt: Date | null;
  closesAt: Date | null;
  updatedAt: Date;
}

const TIMES = columnsOf(Quiz, 'z', [
  ...(['activityId', 'courseId', 'opensAt', 'dueAt', 'closesAt', 'maxAttempts'] as const),
  ...(['timeLimitSeconds', 'hardClose', 'updatedAt'] as const),
])
  .and(GRANTED.orNull())
  .andExpressions<{ timeZone: string; title: string; accommodations: unknown }>({
    timeZone: 'c.time_zone',
    title: 'p.title',
    accommodations: accommodationsOf('c.id'),
  });

@Injectable()
export class QuizTimesRepository {
  constructor(private readonly database: Database) {}

  /** Of all published quizzes of the courses that open or close at a time. One statement; none without courses. */
  async ofLearner(userId: string, courseIds: readonly string[], now: Date): Promise<QuizTimes[]> {
    if (courseIds.length === 0) return [];
    const learner = toBinary(userId);
    const rows = await this.database.query(
      `SELECT ${TIMES.sql}
       FROM courses c STRAIGHT_JOIN quizzes z ON z.course_id = c.id
         STRAIGHT_JOIN published_activities p ON p.activity_id = z.activity_id
         LEFT JOIN quiz_exceptions x ON x.activity_id = z.activity_id AND x.user_id = ?
       WHERE c.id IN (?)`,
      [learner, learner, courseIds.map(toBinary)],
      TIMES,
    );
    return rows.map(({ accommodations, title, updatedAt, activityId, courseId, ...quiz }) => {
      const { opensAt, closesAt } = effectiveTerms({
        ...{ policy: quiz, accommodations: toAccommodations(accommodations), exception: toGranted(quiz) },
        ...{ since: now, at: now },
      });
      const times = { opensAt: opensAt.effective, closesAt: closesAt.effective };
      return { activityId, courseId, title, updatedAt, ...times };
    });
  }
}
