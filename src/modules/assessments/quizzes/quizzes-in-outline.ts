import { Injectable, type OnModuleInit } from '@nestjs/common';
import { columnsOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { fromNullableBinary, toBinary } from '../../../shared/database/ids';
import { plainDecimal } from '../../../shared/decimals/plain-decimal';
import { type AttemptState, type OutlineSource, OutlineSources, type QuizInOutline } from '../../courses';
import { attemptsLeft } from './quiz-settings';
import { Quiz } from './quiz.entity';

const SHOWN = columnsOf(Quiz, 'z', [
  ...(['activityId', 'pointsPossible', 'opensAt', 'dueAt', 'closesAt', 'maxAttempts'] as const),
]);
const STARTED = SHOWN.andExpressions<{ started: number; openAttemptId: Buffer | null }>({
  started:
    'COALESCE((SELECT MAX(number) FROM attempts t WHERE t.activity_id = z.activity_id AND t.user_id = ?), 0)',
  openAttemptId:
    '(SELECT id FROM attempts t WHERE t.activity_id = z.activity_id AND t.user_id = ? AND t.open_marker = 1)',
});

/** What the outline of a course tells of its quizzes. */
@Injectable()
export class QuizzesInOutline implements OutlineSource<QuizInOutline>, OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly sources: OutlineSources,
  ) {}

  onModuleInit(): void {
    this.sources.provide('quiz', this);
  }

  /** Named SQL, since an outline is what learners open most. The attempts are found by the ends of two unique keys. */
  async outlineFacts(courseId: string, learnerId: string | null): Promise<Map<string, QuizInOutline>> {
    const course = toBinary(courseId);
    if (learnerId === null) {
      const quizzes = await this.database.rows(
        `SELECT ${SHOWN.sql} FROM quizzes z WHERE z.course_id = ?`,
        [course],
        SHOWN,
      );
      return byActivity(quizzes.map((quiz) => ({ ...quiz, myAttempts: null })));
    }
    const learner = toBinary(learnerId);
    const quizzes = await this.database.rows(
      `SELECT ${STARTED.sql} FROM quizzes z WHERE z.course_id = ?`,
      [learner, learner, course],
      STARTED,
    );
    return byActivity(
      quizzes.map(({ started, openAttemptId, ...quiz }) => ({
        ...quiz,
        myAttempts: {
          state: stateOf(started, openAttemptId !== null),
          started,
          left: attemptsLeft(quiz.maxAttempts, started),
          openAttemptId: fromNullableBinary(openAttemptId),
        },
      })),
    );
  }
}

function stateOf(started: number, isOpen: boolean): AttemptState {
  if (isOpen) return 'in_progress';
  return started > 0 ? 'submitted' : 'not_started';
}

function byActivity(quizzes: (QuizInOutline & { activityId: string })[]): Map<string, QuizInOutline> {
  return new Map(
    quizzes.map(({ activityId, pointsPossible, ...facts }) => [
      activityId,
      { ...facts, pointsPossible: plainDecimal(pointsPossible) },
    ]),
  );
}
