import { Injectable } from '@nestjs/common';
import { Columns } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { valuesById } from '../../../shared/database/values-by-id';
import type { CourseStatus, RoleSpan } from '../../courses';
import { ENROLLED_COLUMNS, type EnrolledRow, spansIn } from '../../enrollments';
import {
  type Answer,
  ATTEMPT,
  type AttemptRecord,
  HEAD,
  HEAD_ENTRY,
  HIGHEST,
  type LoggedAnswer,
  ON_PAPER,
  RESULT_TERMS,
  type ResultTerms,
  toAttempt,
  toResultTerms,
} from './attempt-records';
import type { EndReason } from './lifecycle';
import { ASKED_ON_PAPER, type AskedQuestion, QUESTION, toQuestion } from './paper-records';

/** The facts that decide whether the owner of an attempt takes part in the course as a learner. */
export interface LearnerTerms {
  status: CourseStatus;
  /** IANA name. */
  timeZone: string;
  /** All their enrollments in the course, in any role. */
  enrollments: RoleSpan[];
}

type LearnerRow = Omit<LearnerTerms, 'enrollments'> & EnrolledRow;

export interface GradingTerms extends LearnerTerms, ResultTerms {
  attempt: AttemptRecord;
  /** In the order of the attempt. */
  questions: AskedQuestion[];
  /** As they were before grading, in the same order. */
  answers: LoggedAnswer[];
}

// The enrollments are read in the same query, which saves a query in every save and submission. A person with several
// enrollments in the course has a row for each.
export const LEARNER_TERMS = new Columns<LearnerRow>(
  ['c.status', 'c.time_zone AS timeZone', ENROLLED_COLUMNS],
  [],
);

const GRADING_TERMS = ATTEMPT.and(RESULT_TERMS)
  .and(LEARNER_TERMS)
  .and(QUESTION)
  .and(ON_PAPER)
  .and(HEAD_ENTRY)
  .andExpressions<{ highest: number | null }>(HIGHEST);

/** A paper that names versions names them still; one of the build before asked the latest. */
const GRADED_BY = 'p.version_id = v.id, p.key_revision_id = k.id';

/** Submitting attempts: the statements of the hot path, so named SQL. */
@Injectable()
export class SubmissionsRepository {
  constructor(private readonly database: Database) {}

  /**
   * Takes an open attempt of this learner for a submission in this transaction: a second one waits for it, and so does
   * whoever saves an answer. False where it is not open, or not theirs, or paused (see `isPaused`).
   */
  async claim(attemptId: string, userId: string, now: Date): Promise<boolean> {
    const { affectedRows } = await this.database.run(
      `UPDATE attempts SET open_marker = NULL
       WHERE id = ? AND user_id = ? AND open_marker = 1 AND (paused_at IS NULL OR ends_at <= ?)`,
      [toBinary(attemptId), toBinary(userId), now],
    );
    return affectedRows > 0;
  }

  /**
   * All that grading an attempt needs, which this transaction has claimed: so no answer arrives any more. The shared locks
   * are on the rows that the grade's rows will refer to, taken here in the order of decision 11, so that authors who change
   * the quiz meanwhile wait rather than deadlock. The enrollment is read in a query of its own, which takes no lock.
   */
  async gradingTerms(attemptId: string, userId: string): Promise<GradingTerms | undefined> {
    const attempt = toBinary(attemptId);
    const rows = await this.database.rows(
      `SELECT ${GRADING_TERMS.sql}
       FROM attempts t STRAIGHT_JOIN users u ON u.id = t.user_id STRAIGHT_JOIN courses c ON c.id = t.course_id
         STRAIGHT_JOIN activities a ON a.id = t.activity_id STRAIGHT_JOIN quizzes z ON z.activity_id = a.id
         STRAIGHT_JOIN attempt_questions p ON p.attempt_id = t.id ${ASKED_ON_PAPER}
         ${HEAD}
         LEFT JOIN (SELECT role, begin_date, end_date FROM enrollments
                    WHERE user_id = ? AND course_id = (SELECT course_id FROM attempts WHERE id = ?)) e ON TRUE
       WHERE t.id = ? LOCK IN SHARE MODE`,
      [toBinary(userId), attempt, attempt],
      GRADING_TERMS,
    );
    const [first] = rows;
    if (!first) return undefined;
    const { status, timeZone } = first;
    const ofFirstQuestion = rows.filter(({ questionId }) => questionId === first.questionId);
    const asked = rows
      .filter(({ role }) => role === first.role)
      .sort((one, other) => one.position - other.position);
    return {
      attempt: toAttempt(first),
      ...toResultTerms(first),
      ...{ status, timeZone, enrollments: spansIn(ofFirstQuestion) },
      questions: asked.map(toQuestion),
      answers: asked.map(({ questionId, position, response, sequence, savedAt, standing, highest }) => ({
        ...{ questionId, position, response, sequence, savedAt, standing, highest: highest ?? 0 },
        ...{ pointsAwarded: null, correct: null },
      })),
    };
  }

  /**
   * Ends an attempt that this transaction has locked, and writes the marks of all its questions, with one statement. It notes the
   * revisions of the keys that are the newest, which are those that graded: `gradingTerms` has locked them.
   */
  async close(
    { id, score, endedAt, endReason }: { id: string; score: string; endedAt: Date; endReason: EndReason },
    answers: Answer[],
  ): Promise<void> {
    const points = valuesById(
      'p.question_id',
      'p.points_awarded',
      answers.map(({ questionId, pointsAwarded }) => ({ id: questionId, value: pointsAwarded })),
    );
    const correct = valuesById(
      'p.question_id',
      'p.correct',
      answers.map(({ questionId, correct: isCorrect }) => ({ id: questionId, value: Number(isCorrect) })),
    );
    await this.database.execute(
      `UPDATE attempts t STRAIGHT_JOIN attempt_questions p ON p.attempt_id = t.id ${ASKED_ON_PAPER}
       SET ${GRADED_BY}, p.points_awarded = ${points.sql}, p.correct = ${correct.sql}, t.open_marker = NULL, t.score = ?,
         t.submitted_at = ?, t.ended_at = ?, t.end_reason = ?
       WHERE t.id = ?`,
      [...points.values, ...correct.values, score, endedAt, endedAt, endReason, toBinary(id)],
    );
  }

  /** Notes that the newest revisions of the keys graded an attempt, of which this transaction has locked the quiz. */
  async noteGrading(attemptId: string): Promise<void> {
    await this.database.run(
      `UPDATE attempt_questions p ${ASKED_ON_PAPER} SET ${GRADED_BY} WHERE p.attempt_id = ?`,
      [toBinary(attemptId)],
    );
  }
}
