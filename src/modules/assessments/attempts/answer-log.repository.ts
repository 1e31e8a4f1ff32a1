import { Injectable } from '@nestjs/common';
import { type Caller, type ReadAlong, readAlongWith } from '../../../shared/auth/caller';
import { columnsOf, type RowOf } from '../../../shared/database/columns-of';
import { isDuplicateKey } from '../../../shared/database/constraint-errors';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import type { SqlValue } from '../../../shared/database/sql-value';
import { spansIn } from '../../enrollments';
import type { QuestionDefinition } from '../question-types/registry';
import { AnswerEntry } from './answer-entry.entity';
import type { LogEntry } from './answer-log';
import { Attempt } from './attempt.entity';
import { AttemptQuestion } from './attempt-question.entity';
import { HEAD, HIGHEST, ON_PAPER, recordedEnd } from './attempt-records';
import type { Navigation } from '../quizzes/quiz-settings';
import type { EndCause, EndReason } from './lifecycle';
import { QuestionContents } from '../questions/question-contents';
import { MAYBE_VERSION_ON_PAPER, REVISION, revisionOf, VERSION_ON_PAPER } from './paper-records';
import { LEARNER_TERMS, type LearnerTerms } from './submissions.repository';

/** The attempt of a learner who saves answers. */
export interface SavingTerms extends LearnerTerms {
  startedAt: Date;
  /** Null while nothing has recorded the end. */
  endedAt: Date | null;
  endReason: EndReason | null;
  /** From then on no answer counts; null: no end. */
  endsAt: Date | null;
  /** Both tell where the learner stands: see `currentPosition`. */
  navigation: Navigation;
  reachedPosition: number;
  /** Since when its clock stands, so that no answer counts; null: it runs. */
  pausedAt: Date | null;
  /** Until when its learner rests, so that no answer counts; null, or past: they do not. */
  restEndsAt: Date | null;
  endsBecause: EndCause | null;
}

/** The entry of a question that counts. */
type Head = Pick<LogEntry, 'sequence' | 'savedAt' | 'standing'>;

/** The same with the question that is being answered: no definition where it is not on the paper. */
export interface QuestionSavingTerms extends SavingTerms {
  definition: QuestionDefinition | null;
  position: number | null;
  /** Since when a check has closed it; null: it has not. */
  closedAt: Date | null;
  head: Head | null;
}

/** A question of a paper, and what its log has. */
export interface LoggedQuestion {
  questionId: string;
  definition: QuestionDefinition;
  /** Where the paper has it, from 1. */
  position: number;
  closedAt: Date | null;
  head: Head | null;
  /** 0 without entries. */
  highest: number;
}

export type NewEntry = LogEntry & { questionId: string };

const OWN_ATTEMPT = columnsOf(Attempt, 't', [
  'startedAt',
  'submittedAt',
  'endedAt',
  'endReason',
  'endsAt',
  'pausedAt',
  'restEndsAt',
  'isPreview',
  'endsBecause',
  'reachedPosition',
])
  .and(LEARNER_TERMS)
  .andExpressions<{ navigation: Navigation }>({
    navigation: '(SELECT z.navigation FROM quizzes z WHERE z.activity_id = t.activity_id)',
  });
type AttemptRow = RowOf<typeof SAVING_TERMS.columns>;
const HEAD_PLACE = columnsOf(AnswerEntry, 'w', ['sequence', 'savedAt', 'standing']).orNull();
const QUESTION_TERMS = OWN_ATTEMPT.and(REVISION.orNull())
  .and(columnsOf(AttemptQuestion, 'p', ['position', 'closedAt']).orNull())
  .and(HEAD_PLACE);
const LOGGED = REVISION.and(columnsOf(AttemptQuestion, 'p', ['questionId']))
  .and(ON_PAPER)
  .and(HEAD_PLACE)
  .andExpressions<{ highest: number | null }>(HIGHEST);
const ENTRY = columnsOf(AnswerEntry, 'w', [
  ...(['questionId', 'sequence', 'response', 'standing', 'idempotencyKey', 'certainty'] as const),
  ...(['writtenAt', 'savedAt'] as const),
]);

const CALLERS_ATTEMPT = `LEFT JOIN attempts t ON t.id = ? AND t.user_id = u.id AND t.deleted_at IS NULL
  LEFT JOIN courses c ON c.id = t.course_id LEFT JOIN enrollments e ON e.course_id = c.id AND e.user_id = u.id`;

/** What saving answers to an attempt of the caller's needs, whichever questions they answer. By primary and unique keys only, without locks. */
export const SAVING_TERMS = {
  columns: OWN_ATTEMPT.orNull(),
  join: CALLERS_ATTEMPT,
  ids: ['attemptId'],
} satisfies ReadAlong<unknown>;

/** The same with the question that the path names. */
export const QUESTION_SAVING_TERMS = {
  columns: QUESTION_TERMS.orNull(),
  join: `${CALLERS_ATTEMPT} LEFT JOIN attempt_questions p ON p.attempt_id = t.id AND p.question_id = ?
    ${MAYBE_VERSION_ON_PAPER} ${HEAD}`,
  ids: ['attemptId', 'questionId'],
} satisfies ReadAlong<unknown>;

/** The log of answers. Named SQL: learners send these statements all the time. */
@Injectable()
export class AnswerLogRepository {
  constructor(
    private readonly database: Database,
    private readonly contents: QuestionContents,
  ) {}

  /** For the owner of the attempt; undefined for anybody else. */
  async questionTerms(
    caller: Caller,
    attemptId: string,
    questionId: string,
  ): Promise<QuestionSavingTerms | undefined> {
    const rows = await this.ofCaller(caller, QUESTION_SAVING_TERMS, [attemptId, questionId]);
    const [first] = rows;
    if (!first || !isFound(first)) return undefined;
    const { gradedBy, newestRevisionId, position, closedAt } = first;
    const revisionId = gradedBy ?? newestRevisionId;
    const definition =
      revisionId === null ? null : (await this.contents.of([revisionId]))(revisionId).definition;
    return { ...toSavingTerms(first, rows), definition, position, closedAt, head: headOf(first) };
  }

  /** As `questionTerms`, for all questions at once. */
  async attemptTerms(caller: Caller, attemptId: string): Promise<SavingTerms | undefined> {
    const rows = await this.ofCaller(caller, SAVING_TERMS, [attemptId]);
    const [first] = rows;
    return first && isFound(first) ? toSavingTerms(first, rows) : undefined;
  }

  /** What was read along with the caller, or the same by a query of its own. */
  private async ofCaller<Row>(caller: Caller, what: ReadAlong<Row>, ids: string[]): Promise<readonly Row[]> {
    const known = readAlongWith(caller, what, ids);
    if (known) return known;
    return this.database.rows(
      `SELECT ${what.columns.sql} FROM users u ${what.join} WHERE u.id = ?`,
      [...ids, caller.userId].map(toBinary),
      what.columns,
    );
  }

  /**
   * Adds an entry to the log of a question on the paper of an attempt whose clock runs, and whose time is not up at `savedAt`. One statement without
   * a transaction around it: it shares the lock of the attempt, so it waits while a submission, a pause or a rest holds that, and then finds the
   * attempt ended or paused. So an answer is either part of the submission or not in the log. `taken`: the sequence or the key is in the
   * log already.
   *
   * @param isInTurn only the question whose turn it is takes answers
   */
  async append(
    attemptId: string,
    { questionId, sequence, response, standing, idempotencyKey, certainty, writtenAt, savedAt }: NewEntry,
    isInTurn: boolean,
  ): Promise<'appended' | 'taken' | 'ended'> {
    try {
      const { affectedRows } = await this.database.run(
        `INSERT INTO answer_entries
           (attempt_id, question_id, sequence, response, standing, idempotency_key, certainty, written_at, saved_at)
         SELECT p.attempt_id, p.question_id, ?, ?, ?, ?, ?, ?, ?
         FROM attempts t JOIN attempt_questions p ON p.attempt_id = t.id AND p.question_id = ?
         WHERE t.id = ? AND t.open_marker = 1 AND t.paused_at IS NULL AND p.closed_at IS NULL
           AND (t.ends_at IS NULL OR t.ends_at > ?) AND (t.rest_ends_at IS NULL OR t.rest_ends_at <= ?) AND (? = 0 OR p.position = t.reached_position)
         LOCK IN SHARE MODE`,
        [
          ...[sequence, toStoredResponse(response), standing, idempotencyKey, certainty],
          ...[writtenAt, savedAt],
          ...[toBinary(questionId), toBinary(attemptId), savedAt, savedAt, isInTurn ? 1 : 0],
        ],
      );
      return affectedRows > 0 ? 'appended' : 'ended';
    } catch (error) {
      if (isDuplicateKey(error)) return 'taken';
      throw error;
    }
  }

  /** Locks an attempt, open or not, so that nobody else adds to its logs. */
  async lock(attemptId: string): Promise<void> {
    await this.database.row('SELECT id FROM attempts WHERE id = ? FOR UPDATE', [toBinary(attemptId)]);
  }

  /** The questions on the paper of an attempt, or those of them with these ids. */
  async paper(attemptId: string, questionIds?: readonly string[]): Promise<LoggedQuestion[]> {
    if (questionIds?.length === 0) return [];
    const those = questionIds ? 'AND p.question_id IN (?)' : '';
    const rows = await this.database.query(
      `SELECT ${LOGGED.sql} FROM attempt_questions p ${VERSION_ON_PAPER} ${HEAD}
       WHERE p.attempt_id = ? ${those}`,
      [toBinary(attemptId), ...(questionIds ? [questionIds.map(toBinary)] : [])],
      LOGGED,
    );
    const content = await this.contents.of(rows.map(revisionOf));
    return rows.map((row) => ({
      ...{
        questionId: row.questionId,
        position: row.position,
        closedAt: row.closedAt,
        definition: content(revisionOf(row)).definition,
      },
      ...{ head: headOf(row), highest: row.highest ?? 0 },
    }));
  }

  /** Entries of an attempt that have one of these sequences or keys. */
  async known(
    attemptId: string,
    sent: readonly { questionId: string; sequence?: number; idempotencyKey?: string }[],
  ): Promise<NewEntry[]> {
    const sequences = sent.flatMap(({ questionId, sequence }): SqlValue[][] =>
      sequence === undefined ? [] : [[toBinary(questionId), sequence]],
    );
    const keys = sent.flatMap(({ questionId, idempotencyKey }): SqlValue[][] =>
      idempotencyKey === undefined ? [] : [[toBinary(questionId), idempotencyKey]],
    );
    const conditions = [
      ...(sequences.length > 0 ? ['(w.question_id, w.sequence) IN (?)'] : []),
      ...(keys.length > 0 ? ['(w.question_id, w.idempotency_key) IN (?)'] : []),
    ];
    if (conditions.length === 0) return [];
    return this.database.query(
      `SELECT ${ENTRY.sql} FROM answer_entries w WHERE w.attempt_id = ? AND (${conditions.join(' OR ')})`,
      [toBinary(attemptId), ...[sequences, keys].filter((list) => list.length > 0)],
      ENTRY,
    );
  }
}

function headOf({ sequence, savedAt, standing }: RowOf<typeof HEAD_PLACE>): Head | null {
  return sequence === null || savedAt === null || standing === null ? null : { sequence, savedAt, standing };
}

/** All columns are null where the caller has no such attempt. */
function isFound<Row extends AttemptRow>(row: Row): row is Row & RowOf<typeof OWN_ATTEMPT> {
  return row.startedAt !== null;
}

function toSavingTerms(row: RowOf<typeof OWN_ATTEMPT>, rows: readonly AttemptRow[]): SavingTerms {
  const { status, visibility, timeZone, startedAt, endsAt, endsBecause, pausedAt, navigation } = row;
  const { reachedPosition, restEndsAt, isPreview } = row;
  return {
    ...{
      status,
      visibility,
      timeZone,
      startedAt,
      endsAt,
      endsBecause,
      pausedAt,
      navigation,
      reachedPosition,
      restEndsAt,
      isPreview,
    },
    ...recordedEnd(row),
    enrollments: spansIn(rows),
  };
}

/** No answer is NULL, not the JSON text `null`. */
function toStoredResponse(response: unknown): string | null {
  return response === null || response === undefined ? null : JSON.stringify(response);
}
