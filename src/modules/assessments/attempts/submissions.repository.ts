import { Injectable } from '@nestjs/common';
import { Columns, columnsOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import type { CourseStatus, RoleSpan } from '../../courses';
import { ENROLLED_COLUMNS, type EnrolledRow, spansIn } from '../../enrollments';
import type { QuestionDefinition } from '../question-types/registry';
import { Question } from '../questions/question.entity';
import { AttemptAnswer } from './attempt-answer.entity';
import { Attempt } from './attempt.entity';
import {
  type Answer,
  type AskedQuestion,
  ATTEMPT,
  type AttemptRecord,
  QUESTION,
  RESULT_TERMS,
  type ResultTerms,
  toAttempt,
  toQuestion,
  toResultTerms,
  toStoredResponse,
} from './attempt-records';

/** The facts that decide whether the owner of an attempt takes part in the course as a learner. */
export interface LearnerTerms {
  status: CourseStatus;
  /** IANA name. */
  timeZone: string;
  /** All their enrollments in the course, in any role. */
  enrollments: RoleSpan[];
}

type LearnerRow = Omit<LearnerTerms, 'enrollments'> & EnrolledRow;

/** The facts that are needed to save an answer. `definition` is null when the attempt has no such question. */
export interface SavingTerms extends LearnerTerms {
  courseId: string;
  definition: QuestionDefinition | null;
  startedAt: Date;
  /** When the answer was last saved; null if never. */
  savedAt: Date | null;
}

export interface GradingTerms extends LearnerTerms, ResultTerms {
  questions: AskedQuestion[];
}

// The enrollments are read in the same query, which saves a query in every save and submission. A person with several
// enrollments in the course has a row for each.
const LEARNER_TERMS = new Columns<LearnerRow>(['c.status', 'c.time_zone AS timeZone', ENROLLED_COLUMNS], []);

const SAVING_TERMS = columnsOf(Attempt, 't', ['courseId', 'startedAt'])
  .and(columnsOf(Question, 'q', ['definition']).orNull())
  .and(columnsOf(AttemptAnswer, 'a', ['savedAt']).orNull())
  .and(LEARNER_TERMS);
const LOCKED = ATTEMPT.and(columnsOf(AttemptAnswer, 'a', ['questionId', 'position', 'response', 'savedAt']));
const GRADING_TERMS = RESULT_TERMS.and(LEARNER_TERMS).and(QUESTION);

/** Saving answers and submitting attempts: the statements of the hot path, so named SQL. */
@Injectable()
export class SubmissionsRepository {
  constructor(private readonly database: Database) {}

  /** For the owner of the attempt; undefined for anybody else. By primary and unique keys only, without locks. */
  async savingTerms(attemptId: string, questionId: string, userId: string): Promise<SavingTerms | undefined> {
    const rows = await this.database.rows(
      `SELECT ${SAVING_TERMS.sql}
       FROM attempts t JOIN courses c ON c.id = t.course_id LEFT JOIN enrollments e ON e.course_id = c.id AND e.user_id = ?
         LEFT JOIN attempt_answers a ON a.attempt_id = t.id AND a.question_id = ?
         LEFT JOIN questions q ON q.id = a.question_id
       WHERE t.id = ? AND t.user_id = ?`,
      [toBinary(userId), toBinary(questionId), toBinary(attemptId), toBinary(userId)],
      SAVING_TERMS,
    );
    const [first] = rows;
    if (!first) return undefined;
    const { courseId, status, timeZone, definition, startedAt, savedAt } = first;
    return { courseId, status, timeZone, enrollments: spansIn(rows), startedAt, savedAt, definition };
  }

  /**
   * Saves an answer unless it has been graded, which it is from the submission on. One statement without a
   * transaction around it: it waits for the row where a submission holds it (`lock`) and then finds it graded,
   * so an answer is either part of the submission or refused. A statement that reaches the
   * server late, after a network fault, does not replace an answer with a later instant. False if it saved nothing.
   */
  async save(attemptId: string, questionId: string, response: unknown, savedAt: Date): Promise<boolean> {
    const { affectedRows } = await this.database.run(
      `UPDATE attempt_answers SET response = ?, saved_at = ?
       WHERE attempt_id = ? AND question_id = ? AND points_awarded IS NULL AND (saved_at IS NULL OR saved_at <= ?)`,
      [toStoredResponse(response), savedAt, toBinary(attemptId), toBinary(questionId), savedAt],
    );
    return affectedRows > 0;
  }

  /** Whether the answer can still be changed. */
  async isOpen(attemptId: string, questionId: string): Promise<boolean> {
    const row = await this.database.row(
      'SELECT 1 FROM attempt_answers WHERE attempt_id = ? AND question_id = ? AND points_awarded IS NULL',
      [toBinary(attemptId), toBinary(questionId)],
    );
    return row !== undefined;
  }

  /**
   * An attempt of this learner and its answers as they were before grading, locked by this transaction: first the
   * attempt's row, so that a second submission waits, then the answers' rows, so that saves wait. Undefined for
   * anybody else.
   */
  async lock(
    attemptId: string,
    userId: string,
  ): Promise<{ attempt: AttemptRecord; answers: Answer[] } | undefined> {
    const rows = await this.database.rows(
      `SELECT ${LOCKED.sql}
       FROM attempts t JOIN attempt_answers a ON a.attempt_id = t.id
       WHERE t.id = ? AND t.user_id = ? FOR UPDATE`,
      [toBinary(attemptId), toBinary(userId)],
      LOCKED,
    );
    const [first] = rows;
    if (!first) return undefined;
    return {
      attempt: toAttempt(first),
      answers: rows
        .map(({ questionId, position, response, savedAt }) => ({
          questionId,
          position,
          response,
          savedAt,
          pointsAwarded: null,
          correct: null,
        }))
        .sort((one, other) => one.position - other.position),
    };
  }

  /**
   * The facts that are needed to grade an attempt, besides the answers. They cannot change once there are attempts. The
   * shared locks are on the rows that the grade's rows will refer to, taken here in the order of decision 11, so that authors who change the quiz
   * meanwhile wait rather than deadlock. The enrollment is read in a query of its own, which takes no lock.
   */
  async gradingTerms({
    activityId,
    courseId,
    userId,
  }: Pick<AttemptRecord, 'activityId' | 'courseId' | 'userId'>): Promise<GradingTerms | undefined> {
    const [activity, course, learner] = [activityId, courseId, userId].map(toBinary) as [
      Buffer,
      Buffer,
      Buffer,
    ];
    const rows = await this.database.rows(
      `SELECT ${GRADING_TERMS.sql}
       FROM users u STRAIGHT_JOIN courses c STRAIGHT_JOIN activities a STRAIGHT_JOIN quizzes z
         STRAIGHT_JOIN questions q ON q.activity_id = z.activity_id
         LEFT JOIN (SELECT role, begin_date, end_date FROM enrollments
                    WHERE course_id = ? AND user_id = ?) e ON TRUE
       WHERE u.id = ? AND c.id = ? AND a.id = ? AND z.activity_id = ? LOCK IN SHARE MODE`,
      [course, learner, learner, course, activity, activity],
      GRADING_TERMS,
    );
    const [first] = rows;
    if (!first) return undefined;
    const { status, timeZone } = first;
    const ofFirstQuestion = rows.filter(({ questionId }) => questionId === first.questionId);
    const ofFirstEnrollment = rows.filter(({ role }) => role === first.role);
    return {
      ...toResultTerms(first),
      ...{ status, timeZone, enrollments: spansIn(ofFirstQuestion) },
      questions: ofFirstEnrollment.map(toQuestion),
    };
  }

  /** Ends an attempt that this transaction has locked. */
  async close(attemptId: string, score: string, submittedAt: Date): Promise<void> {
    await this.database.run(
      'UPDATE attempts SET score = ?, submitted_at = ?, open_marker = NULL WHERE id = ?',
      [score, submittedAt, toBinary(attemptId)],
    );
  }
}
