import { Injectable } from '@nestjs/common';
import { Columns, columnsOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import type { CourseStatus, CourseVisibility, RoleSpan } from '../../courses';
import { ENROLLED_COLUMNS, type EnrolledRow, spansIn } from '../../enrollments';
import { Attempt } from './attempt.entity';
import {
  type Answer,
  ATTEMPT,
  type AttemptRecord,
  HEAD,
  HEAD_ENTRY,
  HIGHEST,
  type InForce,
  type LoggedAnswer,
  ON_PAPER,
  RESULT_TERMS,
  type ResultTerms,
  toAttempt,
  toOwnTerms,
} from './attempt-records';
import type { AttemptMarks } from './attempt-answers';
import type { EndReason } from './lifecycle';
import { QuestionContents } from '../questions/question-contents';
import { PLACE, revisionOf, toAsked, VERSION_ON_PAPER, type VersionedQuestion } from './paper-records';

/** The facts that decide whether the owner of an attempt takes part in the course as a learner. */
export interface LearnerTerms {
  status: CourseStatus;
  visibility: CourseVisibility;
  /** IANA name. */
  timeZone: string;
  /** All their enrollments in the course, in any role. */
  enrollments: RoleSpan[];
  /** It is no learner's attempt, but that of an author. */
  isPreview: boolean;
}

/** An attempt that this transaction has locked, open or not. */
export interface HeldAttempt extends InForce {
  attempt: AttemptRecord;
  isOpen: boolean;
  /** What was drawn for the attempt. */
  seed: number;
}

export interface GradingTerms extends HeldAttempt, LearnerTerms, ResultTerms {
  /** Whether another attempt of the learner at the quiz is submitted and counts. */
  hasOtherScores: boolean;
  /** Whether something else completes the quiz than what completes one usually. */
  hasCompletionRule: boolean;
  /** In the order of the attempt. */
  questions: VersionedQuestion[];
  /** As they were before grading, in the same order. */
  answers: LoggedAnswer[];
}

// The enrollments are read in the same query, which saves a query in every save and submission. A person with several
// enrollments in the course has a row for each.
const ENROLLED = new Columns<EnrolledRow>([ENROLLED_COLUMNS], []);
const OF_COURSE = new Columns<object>([], []).andExpressions<
  Pick<LearnerTerms, 'status' | 'visibility' | 'timeZone'>
>({
  status: 'c.status',
  visibility: 'c.visibility',
  timeZone: 'c.time_zone',
});
export const LEARNER_TERMS = OF_COURSE.and(ENROLLED);

const HELD = ATTEMPT.and(
  columnsOf(Attempt, 't', { inForce: 'terms', seed: 'seed', openMarker: 'openMarker' }),
);
const GRADING_TERMS = RESULT_TERMS.and(OF_COURSE)
  .andExpressions<{ hasOtherScores: number; hasCompletionRule: number }>({
    hasOtherScores: `EXISTS (SELECT 1 FROM attempts o WHERE o.activity_id = t.activity_id AND o.user_id = t.user_id
      AND o.id <> t.id AND o.submitted_at IS NOT NULL AND o.is_preview = 0 AND o.deleted_at IS NULL)`,
    hasCompletionRule: 'd.completion_rule IS NOT NULL',
  })
  .once('p.position = 1')
  .and(ENROLLED)
  .and(PLACE)
  .and(ON_PAPER)
  .and(HEAD_ENTRY)
  .andExpressions<{ highest: number | null }>(HIGHEST);

const HOLD = `SELECT ${HELD.sql} FROM attempts t WHERE t.id = ? FOR UPDATE`;
// What is published is joined, not asked for by a subquery, so that it is read as it is once the course is locked.
const READ_GRADING_TERMS = `SELECT ${GRADING_TERMS.sql}
  FROM attempts t STRAIGHT_JOIN users u ON u.id = t.user_id STRAIGHT_JOIN courses c ON c.id = t.course_id
    STRAIGHT_JOIN activities a ON a.id = t.activity_id STRAIGHT_JOIN quizzes z ON z.activity_id = a.id
    LEFT JOIN published_activities d ON d.activity_id = a.id
    STRAIGHT_JOIN attempt_questions p ON p.attempt_id = t.id ${VERSION_ON_PAPER}
    ${HEAD}
    LEFT JOIN (SELECT role, state, begin_date, end_date FROM enrollments
               WHERE user_id = ? AND course_id = (SELECT course_id FROM attempts WHERE id = ?)) e ON TRUE
  WHERE t.id = ? LOCK IN SHARE MODE`;
const closeTexts = new Map<number, string>();

/** Positions count from 1 without gaps. */
function closeText(questions: number): string {
  const known = closeTexts.get(questions);
  if (known !== undefined) return known;
  const byPosition = `ELT(p.position, ${Array<string>(questions).fill('?').join(', ')})`;
  const text = `UPDATE attempts t STRAIGHT_JOIN attempt_questions p ON p.attempt_id = t.id
    SET p.version_id = ${byPosition}, p.key_revision_id = ${byPosition}, p.points_awarded = ${byPosition},
      p.correct = ${byPosition}, t.open_marker = NULL, t.score = ?, t.marked_score = ?, t.needs_marks = ?,
      t.max_score = ?, t.submitted_at = ?, t.ended_at = ?, t.end_reason = ?
    WHERE t.id = ?`;
  closeTexts.set(questions, text);
  return text;
}

/** Submitting attempts: the statements of the hot path, so named SQL. */
@Injectable()
export class SubmissionsRepository {
  constructor(
    private readonly database: Database,
    private readonly contents: QuestionContents,
  ) {}

  /**
   * Locks an attempt, open or not, until the transaction ends: another submission waits for it, and so does whoever saves an
   * answer.
   */
  async hold(attemptId: string): Promise<HeldAttempt | undefined> {
    const row = await this.database.row(HOLD, [toBinary(attemptId)], HELD);
    if (!row) return undefined;
    const { inForce, seed, openMarker } = row;
    return { attempt: toAttempt(row), inForce, seed, isOpen: openMarker !== null };
  }

  /**
   * All that grading a held attempt needs: no answer arrives any more. The shared locks
   * are on the rows that the grade's rows will refer to, taken here in the order of decision 11, so that authors who change
   * the quiz meanwhile wait rather than deadlock. The enrollment is read in a query of its own, which takes no lock.
   */
  async gradingTerms(held: HeldAttempt): Promise<GradingTerms | undefined> {
    const { id, userId, isPreview } = held.attempt;
    const attempt = toBinary(id);
    const rows = await this.database.rows(
      READ_GRADING_TERMS,
      [toBinary(userId), attempt, attempt],
      GRADING_TERMS,
    );
    const [first] = rows;
    if (!first) return undefined;
    const { status, visibility, timeZone } = first;
    const ofFirstQuestion = rows.filter(({ questionId }) => questionId === first.questionId);
    const asked = rows
      .filter(({ role }) => role === first.role)
      .sort((one, other) => one.position - other.position);
    const content = await this.contents.of(asked.map(revisionOf));
    return {
      ...held,
      hasOtherScores: first.hasOtherScores === 1,
      hasCompletionRule: first.hasCompletionRule === 1,
      ...toOwnTerms({ ...first, inForce: held.inForce }),
      ...{ status, visibility, timeZone, enrollments: spansIn(ofFirstQuestion), isPreview },
      questions: asked.map((row) => toAsked(row, content)),
      answers: asked.map(({ highest, ...row }) => {
        const { questionId, position, response, sequence, savedAt, standing, handPoints, handSequence } = row;
        return {
          ...{ questionId, position, response, sequence, savedAt, standing, highest: highest ?? 0 },
          ...{ certainty: row.certainty, closedAt: row.closedAt },
          ...{ pointsAwarded: null, correct: null, handPoints, handSequence },
          ...{ handShare: row.handShare, leastShare: row.leastShare, leastSequence: row.leastSequence },
        };
      }),
    };
  }

  /** Whether something else completes the quiz than what completes one usually. */
  async hasCompletionRule(activityId: string): Promise<boolean> {
    const row = await this.database.row(
      'SELECT 1 FROM published_activities d WHERE d.activity_id = ? AND d.completion_rule IS NOT NULL',
      [toBinary(activityId)],
    );
    return row !== undefined;
  }

  /**
   * Ends an attempt that this transaction has locked, and writes the marks of all its questions with the versions and revisions
   * by which they were graded, with one statement. Questions and answers are in the order of the paper, whose positions count
   * from 1 without gaps.
   */
  async close(
    attempt: AttemptMarks & { id: string; endedAt: Date; endReason: EndReason },
    questions: readonly VersionedQuestion[],
    answers: readonly Answer[],
  ): Promise<void> {
    const { id, score, markedScore, needsMarks, maxScore, endedAt, endReason } = attempt;
    await this.database.run(closeText(questions.length), [
      ...questions.map(({ versionId }) => toBinary(versionId)),
      ...questions.map(({ keyRevisionId }) => toBinary(keyRevisionId)),
      ...answers.map(({ pointsAwarded }) => pointsAwarded),
      ...answers.map(({ correct }) => (correct === null ? null : Number(correct))),
      ...[score, markedScore, needsMarks, maxScore, endedAt, endedAt, endReason, toBinary(id)],
    ]);
  }
}
