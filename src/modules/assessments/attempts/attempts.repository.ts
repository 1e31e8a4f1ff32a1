import { Injectable } from '@nestjs/common';
import { Database } from '../../../shared/database/database';
import { fromBinary, fromNullableBinary, toBinary } from '../../../shared/database/ids';
import { parseJson } from '../../../shared/database/json';
import { isDuplicateKey } from '../../../shared/database/constraint-errors';
import { nullablePlainDecimal, plainDecimal } from '../../../shared/decimals/plain-decimal';
import type { AttemptScore } from '../grading/grading-policy';
import type { QuestionDefinition } from '../question-types/registry';
import type { QuizSettings } from '../quizzes/quiz-settings';

export interface AttemptRecord {
  id: string;
  activityId: string;
  courseId: string;
  userId: string;
  number: number;
  startedAt: Date;
  submittedAt: Date | null;
  score: string | null;
  maxScore: string;
}

/** A question as an attempt needs it. */
export interface AskedQuestion {
  id: string;
  promptHtml: string;
  points: string;
  definition: QuestionDefinition;
  feedbackHtml: string | null;
}

/** A learner's answer to one question of an attempt; the marks are null until it is graded. */
export interface Answer {
  questionId: string;
  /** Where the attempt shows the question, from 1. */
  position: number;
  /** A bare JSON value as `gradeResponse` takes it; null for no answer. */
  response: unknown;
  savedAt: Date | null;
  pointsAwarded: string | null;
  correct: boolean | null;
}

/** A question of an attempt with its answer. */
export type AnsweredQuestion = AskedQuestion & Omit<Answer, 'questionId' | 'position'>;

/** What a learner has done at a quiz. */
export interface OwnAttempts {
  started: number;
  openAttemptId: string | null;
}

/** The settings that decide what an attempt counts for and what may be shown of it. */
export type ResultTerms = Pick<QuizSettings, 'grading' | 'passPercentage' | 'feedback'>;

export interface StartingTerms
  extends
    OwnAttempts,
    ResultTerms,
    Pick<QuizSettings, 'maxAttempts' | 'opensAt' | 'closesAt' | 'shuffleQuestions'> {
  courseId: string;
  pointsPossible: string;
  questions: AskedQuestion[];
  /** When the learner last handed in an attempt at the quiz; null while none was. */
  lastSubmittedAt: Date | null;
}

export type AttemptWithTerms = AttemptRecord & ResultTerms;

export interface ListedAttempt extends AttemptRecord {
  passPercentage: string | null;
  givenName: string;
  familyName: string;
}

export interface AttemptFilter {
  activityId: string;
  userId?: string;
  /** The last attempt of the page before. */
  after?: { startedAt: Date; id: string };
  limit: number;
}

export interface AttemptRow {
  id: Buffer;
  activityId: Buffer;
  courseId: Buffer;
  userId: Buffer;
  number: number;
  startedAt: Date;
  submittedAt: Date | null;
  score: string | null;
  maxScore: string;
}

export interface QuestionRow {
  questionId: Buffer;
  promptHtml: string;
  points: string;
  definition: string;
  feedbackHtml: string | null;
}

type AnswerRow = QuestionRow & {
  response: string | null;
  savedAt: Date | null;
  pointsAwarded: string | null;
  correct: number | null;
};

export const ATTEMPT_COLUMNS = `t.id, t.activity_id AS activityId, t.course_id AS courseId, t.user_id AS userId, t.number,
  t.started_at AS startedAt, t.submitted_at AS submittedAt, t.score, t.max_score AS maxScore`;
export const RESULT_TERMS = 'z.grading, z.pass_percentage AS passPercentage, z.feedback';
export const QUESTION_COLUMNS = `q.id AS questionId, q.prompt_html AS promptHtml, q.points, q.definition,
  q.feedback_html AS feedbackHtml`;

/** Starting and reading attempts. Submitting them is the business of the SubmissionsRepository. */
@Injectable()
export class AttemptsRepository {
  constructor(private readonly database: Database) {}

  /**
   * All that starting an attempt needs, in one statement: the quiz's terms, its questions in order, and what the
   * learner has done so far. It shares the lock of the quiz (see `QuizzesRepository.lock`), so that a whole class can
   * start at once, but no question can change before the attempts are there to freeze them. The learner's attempts
   * are read without locks: `insert` has the last word on them. Account and course are held first, as decision 11
   * orders, because the attempt will point at them. Undefined when there is no such quiz.
   */
  async startingTerms(activityId: string, userId: string): Promise<StartingTerms | undefined> {
    type Row = Omit<StartingTerms, 'courseId' | 'shuffleQuestions' | 'questions' | 'openAttemptId'> &
      ((QuestionRow & { position: number }) | { questionId: null }) & {
        courseId: Buffer;
        shuffleQuestions: number;
        openAttemptId: Buffer | null;
      };
    const quizId = toBinary(activityId);
    const learnerId = toBinary(userId);
    const own = [quizId, learnerId];
    const rows = await this.database.rows<Row>(
      `SELECT z.course_id AS courseId, z.max_attempts AS maxAttempts, z.opens_at AS opensAt,
              z.closes_at AS closesAt, z.shuffle_questions AS shuffleQuestions,
              z.points_possible AS pointsPossible, ${RESULT_TERMS}, ${QUESTION_COLUMNS}, q.position,
              (SELECT COALESCE(MAX(number), 0) FROM attempts WHERE activity_id = ? AND user_id = ?) AS started,
              (SELECT MAX(submitted_at) FROM attempts WHERE activity_id = ? AND user_id = ?) AS lastSubmittedAt,
              (SELECT id FROM attempts WHERE activity_id = ? AND user_id = ? AND open_marker = 1) AS openAttemptId
       FROM users u STRAIGHT_JOIN courses c STRAIGHT_JOIN quizzes z
         LEFT JOIN questions q ON q.activity_id = z.activity_id
       WHERE u.id = ? AND c.id = (SELECT course_id FROM activities WHERE id = ?) AND z.activity_id = ?
       LOCK IN SHARE MODE`,
      [...own, ...own, ...own, learnerId, quizId, quizId],
    );
    const [quiz] = rows;
    if (!quiz) return undefined;
    const { courseId, maxAttempts, opensAt, closesAt, shuffleQuestions, pointsPossible, started } = quiz;
    const { lastSubmittedAt } = quiz;
    return {
      courseId: fromBinary(courseId),
      maxAttempts,
      opensAt,
      closesAt,
      shuffleQuestions: shuffleQuestions === 1,
      ...toResultTerms(quiz),
      pointsPossible: plainDecimal(pointsPossible),
      // Sorted here: the server would put all rows, definitions and all, into a table of its own first.
      questions: rows
        .flatMap((row) => (row.questionId === null ? [] : row))
        .sort((one, other) => one.position - other.position)
        .map(toQuestion),
      started,
      lastSubmittedAt,
      openAttemptId: fromNullableBinary(quiz.openAttemptId),
    };
  }

  /** What a learner has done at a quiz. Numbers have no gaps, so the last is the count. Walks one unique key. */
  async startedBy(activityId: string, userId: string): Promise<OwnAttempts> {
    const row = await this.database.row<{ started: number; openAttemptId: Buffer | null }>(
      `SELECT COALESCE(MAX(number), 0) AS started, MAX(CASE WHEN open_marker = 1 THEN id END) AS openAttemptId
       FROM attempts WHERE activity_id = ? AND user_id = ?`,
      [toBinary(activityId), toBinary(userId)],
    );
    return { started: row?.started ?? 0, openAttemptId: fromNullableBinary(row?.openAttemptId ?? null) };
  }

  /**
   * Adds an attempt, open unless it has been submitted. False when the learner has one with this number or an open
   * one already: a parallel request was first. The unique keys decide, whatever was read before.
   */
  async insert(attempt: AttemptRecord, seed: number): Promise<boolean> {
    try {
      await this.database.run(
        `INSERT INTO attempts (id, activity_id, course_id, user_id, number, open_marker, seed, started_at,
           submitted_at, score, max_score) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [
          toBinary(attempt.id),
          toBinary(attempt.activityId),
          toBinary(attempt.courseId),
          toBinary(attempt.userId),
          attempt.number,
          attempt.submittedAt === null ? 1 : null,
          seed,
          attempt.startedAt,
          attempt.submittedAt,
          attempt.score,
          attempt.maxScore,
        ],
      );
      return true;
    } catch (error) {
      if (isDuplicateKey(error, 'uq_attempts')) return false;
      throw error;
    }
  }

  /** Adds the answers of an attempt, or writes responses and marks into those that are there, with one statement. */
  async storeAnswers(attemptId: string, answers: Answer[]): Promise<void> {
    await this.database.insertMany(
      'attempt_answers',
      ['attempt_id', 'question_id', 'position', 'response', 'saved_at', 'points_awarded', 'correct'],
      answers.map(({ questionId, position, response, savedAt, pointsAwarded, correct }) => [
        toBinary(attemptId),
        toBinary(questionId),
        position,
        toStoredResponse(response),
        savedAt,
        pointsAwarded,
        correct,
      ]),
      `response = VALUES(response), saved_at = VALUES(saved_at), points_awarded = VALUES(points_awarded),
       correct = VALUES(correct)`,
    );
  }

  /** An attempt with the settings of its quiz that decide what may be shown of it. */
  async find(attemptId: string): Promise<AttemptWithTerms | undefined> {
    const row = await this.database.row<AttemptRow & ResultTerms>(
      `SELECT ${ATTEMPT_COLUMNS}, ${RESULT_TERMS}
       FROM attempts t JOIN quizzes z ON z.activity_id = t.activity_id WHERE t.id = ?`,
      [toBinary(attemptId)],
    );
    if (!row) return undefined;
    return { ...toAttempt(row), ...toResultTerms(row) };
  }

  /** The questions of an attempt in the order it shows them, with the answers. */
  async answers(attemptId: string): Promise<AnsweredQuestion[]> {
    const rows = await this.database.rows<AnswerRow>(
      `SELECT ${QUESTION_COLUMNS}, a.response, a.saved_at AS savedAt, a.points_awarded AS pointsAwarded, a.correct
       FROM attempt_answers a JOIN questions q ON q.id = a.question_id
       WHERE a.attempt_id = ? ORDER BY a.position`,
      [toBinary(attemptId)],
    );
    return rows.map((row) => ({
      ...toQuestion(row),
      response: fromStoredResponse(row.response),
      savedAt: row.savedAt,
      pointsAwarded: nullablePlainDecimal(row.pointsAwarded),
      correct: row.correct === null ? null : row.correct === 1,
    }));
  }

  /** The scores of a learner's submitted attempts at a quiz. */
  async scores(activityId: string, userId: string): Promise<AttemptScore[]> {
    return this.database.rows<AttemptScore>(
      `SELECT number, score, max_score AS maxScore FROM attempts
       WHERE activity_id = ? AND user_id = ? AND submitted_at IS NOT NULL`,
      [toBinary(activityId), toBinary(userId)],
    );
  }

  /** Attempts at a quiz, the newest first, up to `limit` + 1. */
  async page({ activityId, userId, after, limit }: AttemptFilter): Promise<ListedAttempt[]> {
    type Row = AttemptRow & Pick<ListedAttempt, 'passPercentage' | 'givenName' | 'familyName'>;
    const rows = await this.database.rows<Row>(
      `SELECT ${ATTEMPT_COLUMNS}, z.pass_percentage AS passPercentage, u.given_name AS givenName,
              u.family_name AS familyName
       FROM attempts t JOIN quizzes z ON z.activity_id = t.activity_id JOIN users u ON u.id = t.user_id
       WHERE t.activity_id = ?
         ${userId === undefined ? '' : 'AND t.user_id = ?'}
         ${after === undefined ? '' : 'AND (t.started_at < ? OR (t.started_at = ? AND t.id < ?))'}
       ORDER BY t.started_at DESC, t.id DESC LIMIT ?`,
      [
        toBinary(activityId),
        ...(userId === undefined ? [] : [toBinary(userId)]),
        ...(after === undefined ? [] : [after.startedAt, after.startedAt, toBinary(after.id)]),
        limit + 1,
      ],
    );
    return rows.map((row) => ({
      ...toAttempt(row),
      passPercentage: nullablePlainDecimal(row.passPercentage),
      givenName: row.givenName,
      familyName: row.familyName,
    }));
  }
}

export function toAttempt(row: AttemptRow): AttemptRecord {
  return {
    id: fromBinary(row.id),
    activityId: fromBinary(row.activityId),
    courseId: fromBinary(row.courseId),
    userId: fromBinary(row.userId),
    number: row.number,
    startedAt: row.startedAt,
    submittedAt: row.submittedAt,
    score: nullablePlainDecimal(row.score),
    maxScore: plainDecimal(row.maxScore),
  };
}

export function toResultTerms({ grading, passPercentage, feedback }: ResultTerms): ResultTerms {
  return { grading, passPercentage: nullablePlainDecimal(passPercentage), feedback };
}

export function toQuestion(row: QuestionRow): AskedQuestion {
  return {
    id: fromBinary(row.questionId),
    promptHtml: row.promptHtml,
    points: plainDecimal(row.points),
    definition: parseJson<QuestionDefinition>(row.definition),
    feedbackHtml: row.feedbackHtml,
  };
}

/** No answer is NULL, not the JSON text `null`. */
export function toStoredResponse(response: unknown): string | null {
  return response === null || response === undefined ? null : JSON.stringify(response);
}

export function fromStoredResponse(stored: string | null): unknown {
  return stored === null ? null : parseJson<unknown>(stored);
}
