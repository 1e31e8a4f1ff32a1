import { Injectable } from '@nestjs/common';
import { columnsOf, insertOf, type RowOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { fromNullableBinary, toBinary } from '../../../shared/database/ids';
import { nullablePlainDecimal, plainDecimal } from '../../../shared/decimals/plain-decimal';
import { accommodationsOf, toAccommodations } from '../../enrollments';
import type { QuizPolicy } from '../exceptions/effective-terms';
import { GRANTED, toGranted } from '../exceptions/exception-records';
import {
  PERSONAL_FACTS,
  type PersonalFacts,
  type PersonalRow,
  personalValues,
  toPersonalFacts,
} from '../exceptions/personal-facts';
import { COUNTS, type OwnAttempts } from '../attempts/attempt-records';
import { feedbackOf, type QuizSettings, reviewRulesOf } from './quiz-settings';
import { Quiz } from './quiz.entity';

/** A quiz with its settings, and its number of questions. */
export interface QuizRecord extends QuizSettings {
  activityId: string;
  courseId: string;
  pointsPossible: string;
  questionCount: number;
  version: number;
}

export const QUIZ = columnsOf(Quiz, 'z', [
  ...(['activityId', 'courseId', 'maxAttempts', 'grading', 'opensAt', 'dueAt', 'closesAt'] as const),
  ...(['passPercentage', 'shuffleQuestions', 'shuffleOptions', 'timeLimitSeconds', 'atEnd'] as const),
  ...(['graceSeconds', 'delayAfterFirstSeconds', 'delayAfterLaterSeconds', 'hardClose'] as const),
  ...(['offlineAnswers', 'navigation', 'password', 'review', 'feedback', 'overallFeedback'] as const),
  ...(['posting', 'postsAt', 'behavior'] as const),
  ...(['pointsPossible', 'version'] as const),
]).andExpressions<{ questionCount: number }>({
  questionCount:
    '(SELECT CAST(COALESCE(SUM(COALESCE(s.draw_count, 1)), 0) AS SIGNED) FROM quiz_slots s WHERE s.activity_id = z.activity_id)',
});

const QUIZ_FOR = QUIZ.andExpressions<PersonalRow>(PERSONAL_FACTS);

/** A quiz of a course, and the attempts of one learner at it, who has none if there is no learner. */
export interface CourseQuiz extends OwnAttempts, PersonalFacts, QuizPolicy {
  activityId: string;
  pointsPossible: string;
}

const OF_COURSE = columnsOf(Quiz, 'z', [
  ...(['activityId', 'pointsPossible', 'opensAt', 'dueAt', 'closesAt', 'maxAttempts'] as const),
  ...(['timeLimitSeconds', 'hardClose'] as const),
])
  .and(GRANTED.orNull())
  .andExpressions<{
    timeZone: string;
    accommodations: unknown;
    started: number;
    openAttemptId: Buffer | null;
  }>({
    timeZone: 'c.time_zone',
    accommodations: accommodationsOf(),
    started: `(SELECT COUNT(*) FROM attempts t WHERE t.activity_id = z.activity_id AND t.user_id = ? AND ${COUNTS})`,
    openAttemptId: `(SELECT id FROM attempts t WHERE t.activity_id = z.activity_id AND t.user_id = ? AND t.open_marker = 1 AND ${COUNTS})`,
  });

export const NEW_QUIZ = insertOf(Quiz, [
  ...(['activityId', 'courseId', 'maxAttempts', 'grading', 'opensAt', 'dueAt', 'closesAt'] as const),
  ...(['passPercentage', 'shuffleQuestions', 'shuffleOptions', 'timeLimitSeconds', 'atEnd'] as const),
  ...(['graceSeconds', 'delayAfterFirstSeconds', 'delayAfterLaterSeconds', 'hardClose'] as const),
  ...(['offlineAnswers', 'navigation', 'password', 'review', 'feedback', 'overallFeedback'] as const),
  ...(['posting', 'postsAt', 'behavior'] as const),
  ...(['pointsPossible', 'createdAt', 'updatedAt'] as const),
]);

@Injectable()
export class QuizzesRepository {
  constructor(private readonly database: Database) {}

  async insert(activityId: string, courseId: string, settings: QuizSettings, now: Date): Promise<void> {
    const times = { createdAt: now, updatedAt: now };
    const feedback = feedbackOf(settings.review);
    await this.database.insert(NEW_QUIZ, [
      { activityId, courseId, ...settings, feedback, pointsPossible: '0', ...times },
    ]);
  }

  async find(activityId: string): Promise<QuizRecord | undefined> {
    const row = await this.database.row(
      `SELECT ${QUIZ.sql} FROM quizzes z WHERE z.activity_id = ?`,
      [toBinary(activityId)],
      QUIZ,
    );
    return row && toQuizRecord(row);
  }

  /** As `find`, with what the person has in the quiz beyond others. */
  async findFor(activityId: string, userId: string): Promise<(QuizRecord & PersonalFacts) | undefined> {
    const quiz = toBinary(activityId);
    const row = await this.database.row(
      `SELECT ${QUIZ_FOR.sql} FROM quizzes z WHERE z.activity_id = ?`,
      [...personalValues(quiz, toBinary(userId)), quiz],
      QUIZ_FOR,
    );
    return row && { ...toQuizRecord(row), ...toPersonalFacts(row) };
  }

  /**
   * The quizzes of a course in no order, with what the learner has in them beyond others. Named SQL, since each reading of an outline asks for them: one statement, in which
   * the ends of two unique keys tell the attempts.
   */
  async ofCourse(courseId: string, learnerId: string | null): Promise<CourseQuiz[]> {
    const learner = learnerId === null ? null : toBinary(learnerId);
    const course = toBinary(courseId);
    const quizzes = await this.database.rows(
      `SELECT ${OF_COURSE.sql}
       FROM courses c STRAIGHT_JOIN quizzes z ON z.course_id = c.id
         LEFT JOIN quiz_exceptions x ON x.activity_id = z.activity_id AND x.user_id = ?
       WHERE c.id = ?`,
      [learner, course, learner, learner, learner, course],
      OF_COURSE,
    );
    // Of the learner and the course: the same in every row.
    const accommodations = toAccommodations(quizzes[0]?.accommodations);
    return quizzes.map((quiz) => ({
      ...quiz,
      accommodations,
      exception: toGranted(quiz),
      pointsPossible: plainDecimal(quiz.pointsPossible),
      openAttemptId: fromNullableBinary(quiz.openAttemptId),
    }));
  }

  /**
   * As `find`, and locks the quiz for this transaction. Whoever changes a quiz or its questions takes this lock first,
   * and whoever starts an attempt shares it, so that `hasAttempts` stays true to the end of the transaction.
   */
  async lock(activityId: string): Promise<QuizRecord | undefined> {
    const row = await this.database.row(
      `SELECT ${QUIZ.sql} FROM quizzes z WHERE z.activity_id = ? FOR UPDATE`,
      [toBinary(activityId)],
      QUIZ,
    );
    return row && toQuizRecord(row);
  }

  /** As `lock`, of several, in the order of decision 11. */
  async lockAll(activityIds: readonly string[]): Promise<QuizRecord[]> {
    if (activityIds.length === 0) return [];
    const rows = await this.database.query(
      `SELECT ${QUIZ.sql} FROM quizzes z WHERE z.activity_id IN (?) ORDER BY z.activity_id FOR UPDATE`,
      [activityIds.map(toBinary)],
      QUIZ,
    );
    return rows.map(toQuizRecord);
  }

  /** Whether one of them has attempts of learners. */
  async haveAttempts(activityIds: readonly string[]): Promise<boolean> {
    if (activityIds.length === 0) return false;
    const [found] = await this.database.query(
      'SELECT 1 AS found FROM attempts WHERE activity_id IN (?) AND is_preview = 0 LIMIT 1',
      [activityIds.map(toBinary)],
    );
    return found !== undefined;
  }

  async hasAttempts(activityId: string): Promise<boolean> {
    return this.haveAttempts([activityId]);
  }

  async update(activityId: string, settings: QuizSettings, now: Date): Promise<void> {
    const { dueAt, closesAt, opensAt, maxAttempts, grading, passPercentage, review } = settings;
    await this.database.run(
      `UPDATE quizzes SET due_time_zone = IF(due_at <=> ?, due_time_zone, NULL),
         max_attempts = ?, grading = ?, opens_at = ?, due_at = ?, closes_at = ?, pass_percentage = ?,
         shuffle_questions = ?, shuffle_options = ?, time_limit_seconds = ?, at_end = ?, grace_seconds = ?,
         delay_after_first_seconds = ?, delay_after_later_seconds = ?, hard_close = ?, offline_answers = ?,
         navigation = ?, password = ?, review = ?, feedback = ?, overall_feedback = ?,
         posted_at = IF(? = 'at_once' AND posting <> 'at_once', ?, posted_at), posting = ?, posts_at = ?, behavior = ?, version = version + 1, updated_at = GREATEST(updated_at, ?)
       WHERE activity_id = ?`,
      [
        ...[dueAt, maxAttempts, grading, opensAt, dueAt, closesAt, passPercentage],
        ...[settings.shuffleQuestions, settings.shuffleOptions, settings.timeLimitSeconds, settings.atEnd],
        ...[settings.graceSeconds, settings.delayAfterFirstSeconds, settings.delayAfterLaterSeconds],
        ...[settings.hardClose, settings.offlineAnswers, settings.navigation, settings.password],
        ...[JSON.stringify(review), feedbackOf(review), JSON.stringify(settings.overallFeedback)],
        ...[settings.posting, now, settings.posting, settings.postsAt, settings.behavior],
        ...[now, toBinary(activityId)],
      ],
    );
  }

  /** Makes a new version of the quiz, because something that its response shows, but another table holds, has changed. */
  async touch(activityId: string, now: Date): Promise<void> {
    await this.database.run(
      'UPDATE quizzes SET version = version + 1, updated_at = GREATEST(updated_at, ?) WHERE activity_id = ?',
      [now, toBinary(activityId)],
    );
  }

  /** Notes that the questions have changed: their number, order or points. */
  async updatePoints(activityId: string, pointsPossible: string, now: Date): Promise<void> {
    await this.database.run(
      'UPDATE quizzes SET points_possible = ?, version = version + 1, updated_at = GREATEST(updated_at, ?) WHERE activity_id = ?',
      [pointsPossible, now, toBinary(activityId)],
    );
  }

  /** Its questions stay in the bank of the course. */
  async delete(activityId: string): Promise<void> {
    await this.database.run('DELETE FROM quizzes WHERE activity_id = ?', [toBinary(activityId)]);
  }
}

export function toQuizRecord({ feedback, ...row }: RowOf<typeof QUIZ>): QuizRecord {
  return {
    ...row,
    review: reviewRulesOf({ review: row.review, feedback }),
    overallFeedback: row.overallFeedback ?? [],
    passPercentage: nullablePlainDecimal(row.passPercentage),
    pointsPossible: plainDecimal(row.pointsPossible),
  };
}
