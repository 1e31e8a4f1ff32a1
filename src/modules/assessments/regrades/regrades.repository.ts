import { Injectable } from '@nestjs/common';
import { columnsOf, insertOf, type RowOf } from '../../../shared/database/columns-of';
import { countUpTo } from '../../../shared/database/count-up-to';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { ListOrder, type Place } from '../../../shared/http/list-order';
import { Conditions } from '../../../shared/database/conditions';
import {
  ATTEMPT,
  type AttemptRecord,
  COUNTS,
  HEAD,
  HEAD_ENTRY,
  ON_PAPER,
  RESULT_TERMS,
  type ResultTerms,
  toAttempt,
  toResultTerms,
} from '../attempts/attempt-records';
import { AttemptQuestion } from '../attempts/attempt-question.entity';
import { Attempt } from '../attempts/attempt.entity';
import { ASKED_ON_PAPER } from '../attempts/paper-records';
import { CONTENT } from '../questions/question-contents';
import type { BehaviorName } from '../behaviors/behavior';
import { KeyRevision } from '../questions/key-revision.entity';
import { QuestionVersion } from '../questions/question-version.entity';
import { RegradedAttempt } from './regraded-attempt.entity';
import type { AttemptMarking } from './regrading';

const SUBMITTED = ATTEMPT.and(columnsOf(Attempt, 't', ['seed'])).andExpressions<{
  behavior: BehaviorName | null;
}>({
  behavior: "JSON_VALUE(t.terms, '$.base.behavior')",
});
export type SubmittedAttemptRow = AttemptRecord & { seed: number; behavior: BehaviorName | null };

const ON_ITS_PAPER = columnsOf(AttemptQuestion, 'p', {
  ...({ attemptId: 'attemptId', questionId: 'questionId', optionOrder: 'optionOrder' } as const),
  ...({ drawn: 'drawn', paperPoints: 'points' } as const),
})
  .and(columnsOf(QuestionVersion, 'v', { versionId: 'id' }))
  .and(columnsOf(KeyRevision, 'k', { keyRevisionId: 'id' }))
  .and(ON_PAPER)
  .and(HEAD_ENTRY);
/** A question of a paper, without what the question says. */
export type PaperRow = RowOf<typeof ON_ITS_PAPER>;

const KEY = CONTENT.and(columnsOf(KeyRevision, 'k', { keyNumber: 'number' }));
/** A version with one of its keys. */
export type KeyRow = RowOf<typeof KEY>;

const NEWEST = columnsOf(QuestionVersion, 'v', {
  ...({ versionId: 'id', questionId: 'questionId', keyRevisionId: 'keyRevisionId' } as const),
}).and(columnsOf(KeyRevision, 'k', { keyNumber: 'number' }));
export type NewestKey = RowOf<typeof NEWEST>;

const NEW_ROW = insertOf(RegradedAttempt, [
  ...(['operationId', 'attemptId', 'userId', 'attemptNumber', 'oldScore', 'oldMaxScore'] as const),
  ...(['newScore', 'newMaxScore', 'size'] as const),
]);
export type NewRegradedAttempt = Omit<RegradedAttempt, 'operation'>;
const LISTED = columnsOf(RegradedAttempt, 'r', [
  ...(['attemptId', 'userId', 'attemptNumber', 'oldScore', 'oldMaxScore', 'newScore'] as const),
  ...(['newMaxScore', 'size'] as const),
]).andExpressions<{ givenName: string | null; familyName: string | null }>({
  ...{ givenName: 'u.given_name', familyName: 'u.family_name' },
});
export type ListedRegrade = RowOf<typeof LISTED>;

const BY_SIZE = ListOrder.by<ListedRegrade>('ix_regraded_attempts_size', { size: 'text', attemptId: 'id' });
/** The largest change first. */
export const LARGEST_FIRST = BY_SIZE.reversed();

const OF_QUIZ = `t.activity_id = ? AND t.open_marker IS NULL AND t.submitted_at IS NOT NULL AND ${COUNTS}`;

/** What is written of an attempt. */
export interface MarkingChange {
  attempt: SubmittedAttemptRow;
  rows: readonly PaperRow[];
  marking: AttemptMarking;
}

/** Submitted attempts that are graded again, some hundred at once: each method is one statement. */
@Injectable()
export class RegradesRepository {
  constructor(private readonly database: Database) {}

  /** How many attempts at a quiz there are to grade again. */
  async countOf(activityId: string): Promise<number> {
    const row = await this.database.row<{ count: number }>(
      `SELECT COUNT(*) AS count FROM attempts t WHERE ${OF_QUIZ}`,
      [toBinary(activityId)],
    );
    return row?.count ?? 0;
  }

  /** How many questions the paper of its first attempt has. */
  async answersAnAttempt(activityId: string): Promise<number> {
    const row = await this.database.row<{ count: number }>(
      `SELECT COUNT(*) AS count FROM attempt_questions p WHERE p.attempt_id = (
         SELECT t.id FROM attempts t WHERE ${OF_QUIZ} ORDER BY t.id LIMIT 1)`,
      [toBinary(activityId)],
    );
    return row?.count ?? 0;
  }

  /** The newest keys of all versions that submitted attempts at a quiz were asked. */
  async newestKeys(activityId: string): Promise<NewestKey[]> {
    return this.database.rows(
      `SELECT DISTINCT ${NEWEST.sql}
       FROM attempts t STRAIGHT_JOIN attempt_questions p ON p.attempt_id = t.id
         LEFT JOIN questions q ON q.id = IF(p.version_id IS NULL, p.question_id, NULL)
         STRAIGHT_JOIN question_versions v ON v.id = COALESCE(p.version_id, q.latest_version_id)
         STRAIGHT_JOIN key_revisions k ON k.id = v.key_revision_id
       WHERE ${OF_QUIZ}`,
      [toBinary(activityId)],
      NEWEST,
    );
  }

  /** The next submitted attempts of a quiz, by their ids; locked, so that nobody marks, opens or deletes them, unless nothing is written. */
  async next(
    activityId: string,
    after: string | null,
    limit: number,
    isLocked: boolean,
  ): Promise<SubmittedAttemptRow[]> {
    const rows = await this.database.rows(
      `SELECT ${SUBMITTED.sql} FROM attempts t FORCE INDEX (ix_attempts_in_progress)
       WHERE ${OF_QUIZ} ${after === null ? '' : 'AND t.id > ?'}
       ORDER BY t.id LIMIT ? ${isLocked ? 'FOR UPDATE' : ''}`,
      [toBinary(activityId), ...(after === null ? [] : [toBinary(after)]), limit],
      SUBMITTED,
    );
    return rows.map(toSubmitted);
  }

  /** Those of the attempts that are submitted and count, locked unless nothing is written. */
  async submitted(attemptIds: readonly string[], isLocked: boolean): Promise<SubmittedAttemptRow[]> {
    if (attemptIds.length === 0) return [];
    const rows = await this.database.query(
      `SELECT ${SUBMITTED.sql} FROM attempts t
       WHERE t.id IN (?) AND t.submitted_at IS NOT NULL AND ${COUNTS}
       ORDER BY t.id ${isLocked ? 'FOR UPDATE' : ''}`,
      [attemptIds.map(toBinary)],
      SUBMITTED,
    );
    return rows.map(toSubmitted);
  }

  /** Shares what results and completions will point at, in the order of decision 11. */
  async hold(
    userIds: readonly string[],
    { courseId, activityId }: { courseId: string; activityId: string },
  ): Promise<void> {
    if (userIds.length === 0) return;
    await this.database.query(
      `SELECT 1 FROM users u STRAIGHT_JOIN courses c ON c.id = ? STRAIGHT_JOIN activities a ON a.id = ?
         STRAIGHT_JOIN quizzes z ON z.activity_id = a.id
       WHERE u.id IN (?) ORDER BY u.id LOCK IN SHARE MODE`,
      [toBinary(courseId), toBinary(activityId), userIds.map(toBinary)],
    );
  }

  /** The papers of attempts, with the answers that count. */
  async papers(attemptIds: readonly string[]): Promise<PaperRow[]> {
    if (attemptIds.length === 0) return [];
    return this.database.query(
      `SELECT ${ON_ITS_PAPER.sql} FROM attempt_questions p ${ASKED_ON_PAPER} ${HEAD} WHERE p.attempt_id IN (?)`,
      [attemptIds.map(toBinary)],
      ON_ITS_PAPER,
    );
  }

  async keys(keyRevisionIds: readonly string[]): Promise<KeyRow[]> {
    if (keyRevisionIds.length === 0) return [];
    return this.database.query(
      `SELECT ${KEY.sql} FROM key_revisions k STRAIGHT_JOIN question_versions v ON v.id = k.version_id
       WHERE k.id IN (?)`,
      [keyRevisionIds.map(toBinary)],
      KEY,
    );
  }

  /** Writes what attempts earn. They are locked and exist, so each row is found by its primary key. */
  async writeAttempts(changes: readonly MarkingChange[]): Promise<void> {
    const marks = ['score', 'marked_score', 'needs_marks', 'max_score', 'score_before_regrade'];
    await this.database.insertMany(
      'attempts',
      ['id', 'activity_id', 'course_id', 'user_id', 'number', 'seed', 'started_at', ...marks],
      changes.map(({ attempt, marking }) => [
        ...[toBinary(attempt.id), toBinary(attempt.activityId), toBinary(attempt.courseId)],
        ...[toBinary(attempt.userId), attempt.number, attempt.seed, attempt.startedAt],
        ...[marking.score, marking.markedScore, marking.needsMarks, marking.maxScore],
        marking.scoreBeforeRegrade,
      ]),
      marks.map((column) => `${column} = VALUES(${column})`).join(', '),
    );
  }

  /** Writes what their questions earn, of those that are named. */
  async writeQuestions(changes: readonly MarkingChange[]): Promise<void> {
    const marks = ['key_revision_id', 'points_awarded', 'correct', 'least_share', 'least_sequence'];
    await this.database.insertMany(
      'attempt_questions',
      ['attempt_id', 'question_id', 'position', ...marks],
      changes.flatMap(({ rows, marking }) =>
        rows.flatMap(({ attemptId, questionId, position }) => {
          const own = marking.questions[questionId];
          if (!own) return [];
          return [
            [
              ...[toBinary(attemptId), toBinary(questionId), position, toBinary(own.keyRevisionId)],
              ...[own.pointsAwarded, own.correct === null ? null : Number(own.correct)],
              ...[own.leastShare, own.leastSequence],
            ],
          ];
        }),
      ),
      marks.map((column) => `${column} = VALUES(${column})`).join(', '),
    );
  }

  async list(rows: readonly NewRegradedAttempt[]): Promise<void> {
    await this.database.insert(NEW_ROW, rows);
  }

  /** In `LARGEST_FIRST`; one more than `limit` if there are more. */
  async page(operationId: string, limit: number, after?: Place): Promise<ListedRegrade[]> {
    const chosen = new Conditions().add('r.operation_id = ?', toBinary(operationId));
    if (after) LARGEST_FIRST.behind('r', after, chosen);
    return this.database.rows(
      `SELECT ${LISTED.sql} FROM regraded_attempts r FORCE INDEX (${LARGEST_FIRST.index})
         LEFT JOIN users u ON u.id = r.user_id
       WHERE ${chosen.sql} ORDER BY ${LARGEST_FIRST.sql('r')} LIMIT ?`,
      [...chosen.params, limit + 1],
      LISTED,
    );
  }

  async count(operationId: string, most: number): Promise<number> {
    const all = 'SELECT r.attempt_id FROM regraded_attempts r WHERE r.operation_id = ?';
    return countUpTo(this.database, most, all, [toBinary(operationId)]);
  }

  /** Deletes what a run that saved nothing has listed. */
  async forget(operationId: string): Promise<void> {
    await this.database.run('DELETE FROM regraded_attempts WHERE operation_id = ?', [toBinary(operationId)]);
  }

  /** What decides whether learners see what they scored. */
  async reviewOf(activityId: string): Promise<ResultTerms | undefined> {
    const row = await this.database.row(
      `SELECT ${RESULT_TERMS.sql} FROM quizzes z WHERE z.activity_id = ?`,
      [toBinary(activityId)],
      RESULT_TERMS,
    );
    return row && toResultTerms(row);
  }

  /** Who reads mail of those, with what the quiz is called. */
  async readers(userIds: readonly string[], activityId: string): Promise<MailReader[]> {
    if (userIds.length === 0) return [];
    return this.database.query(
      `SELECT u.email, u.locale, a.title AS quiz, c.title AS course
       FROM users u JOIN activities a ON a.id = ? JOIN courses c ON c.id = a.course_id
       WHERE u.id IN (?) AND u.email IS NOT NULL AND u.disabled_at IS NULL`,
      [toBinary(activityId), userIds.map(toBinary)],
    );
  }
}

export interface MailReader {
  email: string;
  locale: string | null;
  quiz: string;
  course: string;
}

function toSubmitted(row: RowOf<typeof SUBMITTED>): SubmittedAttemptRow {
  return { ...toAttempt(row), seed: row.seed, behavior: row.behavior };
}
