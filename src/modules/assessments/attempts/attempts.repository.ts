import { Injectable } from '@nestjs/common';
import { columnsOf, insertOf, type RowOf } from '../../../shared/database/columns-of';
import { Conditions } from '../../../shared/database/conditions';
import { countUpTo } from '../../../shared/database/count-up-to';
import { Database } from '../../../shared/database/database';
import { fromNullableBinary, toBinary } from '../../../shared/database/ids';
import { isDuplicateKey } from '../../../shared/database/constraint-errors';
import { nullablePlainDecimal } from '../../../shared/decimals/plain-decimal';
import { type CourseStatus, isLearnersEnrollment, type StoredState } from '../../courses';
import { restrictTo } from '../../enrollments';
import {
  PERSONAL_FACTS,
  type PersonalRow,
  personalValues,
  toPersonalFacts,
} from '../exceptions/personal-facts';
import type { AttemptScore } from '../grading/grading-policy';
import { Quiz } from '../quizzes/quiz.entity';
import { toSlotDraw } from '../slots/draws';
import { DRAW, MAYBE_VERSION_NOW } from '../slots/slots.repository';
import { AnswerEntry } from './answer-entry.entity';
import type { LogEntry } from './answer-log';
import { AttemptQuestion } from './attempt-question.entity';
import { Attempt } from './attempt.entity';
import {
  type Answer,
  type AnsweredQuestion,
  ATTEMPT,
  type AttemptFilter,
  type AttemptRecord,
  COUNTS,
  type Deletion,
  type FoundAttempt,
  HEAD,
  HEAD_ENTRY,
  type InForce,
  type ListedAttempt,
  ON_PAPER,
  OWN_TERMS,
  type OwnAttempts,
  RESULT_TERMS,
  type StartingTerms,
  toAttempt,
  toOwnTerms,
  toResultTerms,
} from './attempt-records';
import type { PaperQuestion } from './paper';
import { ATTEMPTS_SO_FAR, toAttemptsSoFar } from './own-attempts';
import { QuestionVersion } from '../questions/question-version.entity';
import { type QuestionContent, QuestionContents } from '../questions/question-contents';
import { asked, PLACE, revisionOf, toAsked, VERSION_ON_PAPER } from './paper-records';

const STARTING_TERMS = columnsOf(Quiz, 'z', [
  ...(['courseId', 'maxAttempts', 'opensAt', 'dueAt', 'timeLimitSeconds', 'behavior'] as const),
  ...(['shuffleQuestions', 'shuffleOptions', 'graceSeconds', 'password'] as const),
  ...(['delayAfterFirstSeconds', 'delayAfterLaterSeconds'] as const),
])
  .and(RESULT_TERMS)
  .andExpressions<PersonalRow & { timeZone: string; status: CourseStatus }>({
    ...PERSONAL_FACTS,
    ...{ timeZone: 'c.time_zone', status: 'c.status' },
  })
  .andExpressions<{ state: StoredState | null; beginDate: string | null; endDate: string | null }>({
    state: 'e.state',
    beginDate: 'e.begin_date',
    endDate: 'e.end_date',
  })
  .andExpressions<{ soFar: unknown }>({ soFar: ATTEMPTS_SO_FAR })
  .once('COALESCE(s.position, 1) = 1')
  .and(columnsOf(QuestionVersion, 'v', ['keyRevisionId']).and(DRAW).orNull());
const READ_STARTING_TERMS = `SELECT ${STARTING_TERMS.sql}
  FROM users u LEFT JOIN enrollments e ON e.user_id = u.id AND ${isLearnersEnrollment('e')}
      AND e.course_id = (SELECT course_id FROM activities WHERE id = ?)
    STRAIGHT_JOIN courses c STRAIGHT_JOIN quizzes z
    LEFT JOIN (quiz_slots s ${MAYBE_VERSION_NOW}) ON s.activity_id = z.activity_id
  WHERE u.id = ? AND c.id = (SELECT course_id FROM activities WHERE id = ?) AND z.activity_id = ?
  LOCK IN SHARE MODE`;
const ATTEMPT_WITH_TERMS = ATTEMPT.and(OWN_TERMS);
const FOUND = ATTEMPT_WITH_TERMS.andExpressions<{ hasMessages: number }>({
  hasMessages: "EXISTS (SELECT 1 FROM attempt_actions m WHERE m.attempt_id = t.id AND m.kind = 'message')",
});
const ANSWERED = PLACE.and(ON_PAPER).and(HEAD_ENTRY);
const SCORE = columnsOf(Attempt, 't', ['number', 'score', 'maxScore']);
const LISTED = ATTEMPT_WITH_TERMS.andExpressions<{
  givenName: string;
  familyName: string;
  deletedById: Buffer | null;
  deletedByGivenName: string | null;
  deletedByFamilyName: string | null;
  deletedBecause: string | null;
}>({
  ...{ givenName: 'u.given_name', familyName: 'u.family_name', deletedById: 'd.id' },
  ...{ deletedByGivenName: 'd.given_name', deletedByFamilyName: 'd.family_name' },
  deletedBecause: `(SELECT a.reason FROM attempt_actions a WHERE a.attempt_id = t.id AND a.kind = 'deleted' LIMIT 1)`,
});
const DELETED = 't.is_preview = 0 AND t.deleted_at IS NOT NULL';
const DELETION_OF = 'LEFT JOIN users d ON d.id = t.deleted_by';

const NEW_ATTEMPT = insertOf(Attempt, [
  ...(['id', 'activityId', 'courseId', 'userId', 'number', 'openMarker', 'seed', 'startedAt'] as const),
  ...(['submittedAt', 'score', 'maxScore', 'endsAt', 'handInBy', 'endsBecause'] as const),
  ...(['endedAt', 'endReason', 'isPreview', 'terms', 'markedScore', 'needsMarks'] as const),
]);
const NEW_QUESTION = insertOf(AttemptQuestion, [
  ...(['attemptId', 'questionId', 'position', 'versionId', 'optionOrder', 'drawn', 'points'] as const),
  ...(['keyRevisionId', 'pointsAwarded', 'correct'] as const),
]);
const NEW_ENTRY = insertOf(AnswerEntry, [
  ...(['attemptId', 'questionId', 'sequence', 'response', 'standing', 'idempotencyKey'] as const),
  ...(['certainty', 'writtenAt', 'savedAt'] as const),
]);

/** Starting and reading attempts. SubmissionsRepository submits them. */
@Injectable()
export class AttemptsRepository {
  constructor(
    private readonly database: Database,
    private readonly contents: QuestionContents,
  ) {}

  /**
   * All that starting an attempt needs, in one statement: the quiz's terms, its questions in order, and what the
   * learner has done so far. It shares the lock of the quiz (see `QuizzesRepository.lock`), so that a whole class can
   * start at once, while no question of it changes: all of them ask the version that the paper names. The learner's attempts
   * are read without locks: `insert` decides, by the unique keys. Account and course are held first, as decision 11
   * orders, because the attempt will point at them; and so is the enrollment as a learner, so that nobody starts who is being
   * withdrawn. Undefined when there is no such quiz.
   */
  async startingTerms(activityId: string, userId: string): Promise<StartingTerms | undefined> {
    const quizId = toBinary(activityId);
    const learnerId = toBinary(userId);
    const rows = await this.database.rows(
      READ_STARTING_TERMS,
      [
        ...personalValues(quizId, learnerId),
        ...[quizId, learnerId], // so far
        ...[quizId, learnerId, quizId, quizId],
      ],
      STARTING_TERMS,
    );
    const [quiz] = rows;
    if (!quiz) return undefined;
    const { status, state, beginDate, endDate } = quiz;
    // Sorted here: the server would copy all rows into a temporary table to sort them.
    const slots = rows.filter(hasSlot).sort((one, other) => one.position - other.position);
    const revisionIds = slots.flatMap(({ keyRevisionId }) => keyRevisionId ?? []);
    const content = await this.contents.of(revisionIds);
    const contents = slots.map(({ keyRevisionId }) =>
      keyRevisionId === null ? null : content(keyRevisionId),
    );
    const { courseId, maxAttempts, opensAt, dueAt, closesAt, timeLimitSeconds, hardClose, timeZone } = quiz;
    const { shuffleQuestions, shuffleOptions, graceSeconds, behavior, password } = quiz;
    const { delayAfterFirstSeconds, delayAfterLaterSeconds } = quiz;
    return {
      ...{
        courseId,
        status,
        learner: state === null || beginDate === null ? null : { state, beginDate, endDate },
      },
      policy: { maxAttempts, opensAt, dueAt, closesAt, timeLimitSeconds, hardClose, timeZone },
      personal: toPersonalFacts(quiz),
      ...{ shuffleQuestions, shuffleOptions, graceSeconds, behavior, password },
      ...{ delayAfterFirstSeconds, delayAfterLaterSeconds },
      ...toResultTerms(quiz),
      ...placesOf(slots, contents),
      ...toAttemptsSoFar(quiz.soFar),
    };
  }

  /** A learner's attempts at a quiz. */
  async startedBy(activityId: string, userId: string): Promise<OwnAttempts> {
    const row = await this.database.row<{ started: number; openAttemptId: Buffer | null }>(
      `SELECT COUNT(*) AS started, MAX(CASE WHEN t.open_marker = 1 THEN t.id END) AS openAttemptId
       FROM attempts t WHERE t.activity_id = ? AND t.user_id = ? AND ${COUNTS}`,
      [toBinary(activityId), toBinary(userId)],
    );
    return { started: row?.started ?? 0, openAttemptId: fromNullableBinary(row?.openAttemptId ?? null) };
  }

  /**
   * Adds an attempt, open unless it has ended. False when the learner has one with this number or an open
   * one already: a parallel request was first. The unique keys decide, whatever was read before.
   */
  async insert({ inForce: terms, ...attempt }: AttemptRecord & InForce, seed: number): Promise<boolean> {
    try {
      const openMarker = attempt.endedAt === null ? 1 : null;
      await this.database.insert(NEW_ATTEMPT, [{ ...attempt, terms, openMarker, seed }]);
      return true;
    } catch (error) {
      if (isDuplicateKey(error, 'uq_attempts')) return false;
      throw error;
    }
  }

  /** Stores the paper of an attempt, if it has ended with the marks and the revisions that gave them, with one statement. */
  async insertPaper(
    { id: attemptId, endedAt }: Pick<AttemptRecord, 'id' | 'endedAt'>,
    paper: readonly PaperQuestion[],
    answers: Answer[],
  ): Promise<void> {
    const marks = new Map(answers.map((answer) => [answer.questionId, answer]));
    await this.database.insert(
      NEW_QUESTION,
      paper.map((question) => {
        const { id: questionId, versionId, keyRevisionId, position, optionOrder, drawn } = question;
        const { pointsAwarded = null, correct = null } = marks.get(questionId) ?? {};
        const gradedBy = endedAt === null ? null : keyRevisionId;
        return {
          ...{ attemptId, questionId, versionId, position, optionOrder, drawn },
          points: question.paperPoints ?? null,
          ...{ keyRevisionId: gradedBy, pointsAwarded, correct },
        };
      }),
    );
  }

  /** Adds entries to the logs of an attempt that this transaction has locked or made, with one statement. */
  async insertEntries(attemptId: string, entries: (LogEntry & { questionId: string })[]): Promise<void> {
    await this.database.insert(
      NEW_ENTRY,
      entries.map((entry) => ({ ...entry, attemptId })),
    );
  }

  /** As `insertEntries`, for entries that do not count: of those that are sent again, by their keys, the first stays. */
  async keepEntries(attemptId: string, entries: (LogEntry & { questionId: string })[]): Promise<void> {
    const rows = entries.map((entry) => ({ ...entry, attemptId }));
    await this.database.insert(NEW_ENTRY, rows, 'saved_at = saved_at');
  }

  /** An attempt with the settings of its quiz that decide what may be shown of it. */
  async find(attemptId: string): Promise<FoundAttempt | undefined> {
    const row = await this.database.row(
      `SELECT ${FOUND.sql}
       FROM attempts t JOIN quizzes z ON z.activity_id = t.activity_id WHERE t.id = ?`,
      [toBinary(attemptId)],
      FOUND,
    );
    if (!row) return undefined;
    return {
      ...{ ...toAttempt(row), ...toOwnTerms(row) },
      hasMessages: row.hasMessages === 1,
    };
  }

  /** One question of an attempt with the answer that counts; undefined for one that is not on its paper. */
  async answer(attemptId: string, questionId: string): Promise<AnsweredQuestion | undefined> {
    const [answer] = await this.answersWhere('p.attempt_id = ? AND p.question_id = ?', [
      attemptId,
      questionId,
    ]);
    return answer;
  }

  /** The questions of an attempt in the order it shows them, with the answers that count. */
  async answers(attemptId: string): Promise<AnsweredQuestion[]> {
    return this.answersWhere('p.attempt_id = ?', [attemptId]);
  }

  private async answersWhere(condition: string, ids: string[]): Promise<AnsweredQuestion[]> {
    const rows = await this.database.rows(
      `SELECT ${ANSWERED.sql}
       FROM attempt_questions p ${VERSION_ON_PAPER} ${HEAD}
       WHERE ${condition}`,
      ids.map(toBinary),
      ANSWERED,
    );
    const content = await this.contents.of(rows.map(revisionOf));
    return rows
      .sort((one, other) => one.position - other.position)
      .map((row) => ({
        ...toAsked(row, content),
        ...{ response: row.response, sequence: row.sequence, savedAt: row.savedAt, standing: row.standing },
        ...{ certainty: row.certainty, closedAt: row.closedAt },
        ...{ handPoints: row.handPoints, handSequence: row.handSequence },
        ...{ handShare: row.handShare, leastShare: row.leastShare, leastSequence: row.leastSequence },
        pointsAwarded: nullablePlainDecimal(row.pointsAwarded),
        correct: row.correct,
      }));
  }

  /** How many questions the paper of an attempt has. */
  async countQuestions(attemptId: string): Promise<number> {
    const row = await this.database.row<{ count: number }>(
      'SELECT COUNT(*) AS count FROM attempt_questions WHERE attempt_id = ?',
      [toBinary(attemptId)],
    );
    return row?.count ?? 0;
  }

  /** Of an attempt that this transaction has locked. */
  async goTo(attemptId: string, position: number): Promise<void> {
    await this.database.run('UPDATE attempts SET reached_position = ? WHERE id = ?', [
      position,
      toBinary(attemptId),
    ]);
  }

  /** The scores of a learner's submitted attempts at a quiz; null where marks are awaited. */
  async scores(activityId: string, userId: string): Promise<AttemptScore[]> {
    const rows = await this.database.rows(
      `SELECT ${SCORE.sql} FROM attempts t
       WHERE t.activity_id = ? AND t.user_id = ? AND t.submitted_at IS NOT NULL AND ${COUNTS}`,
      [toBinary(activityId), toBinary(userId)],
      SCORE,
    );
    return rows;
  }

  /**
   * Attempts at a quiz, the newest first, up to `limit` + 1. The index is named, because otherwise all attempts of the quiz
   * are read and sorted where many began at the same instant.
   */
  async page({
    activityId,
    userId,
    scope,
    isDeleted,
    after,
    limit,
  }: AttemptFilter): Promise<ListedAttempt[]> {
    const within = restrictTo(scope, 't.user_id', new Conditions());
    const rows = await this.database.rows(
      `SELECT ${LISTED.sql}
       FROM attempts t FORCE INDEX (${userId === undefined ? 'ix_attempts_started' : 'uq_attempts_number'})
       STRAIGHT_JOIN quizzes z ON z.activity_id = t.activity_id STRAIGHT_JOIN users u ON u.id = t.user_id
       ${DELETION_OF}
       WHERE t.activity_id = ? AND ${isDeleted ? DELETED : COUNTS}
         ${userId === undefined ? '' : 'AND t.user_id = ?'} AND ${within.sql}
         ${after === undefined ? '' : 'AND (t.started_at < ? OR (t.started_at = ? AND t.id < ?))'}
       ORDER BY t.started_at DESC, t.id DESC LIMIT ?`,
      [
        toBinary(activityId),
        ...(userId === undefined ? [] : [toBinary(userId)]),
        ...within.params,
        ...(after === undefined ? [] : [after.startedAt, after.startedAt, toBinary(after.id)]),
        limit + 1,
      ],
      LISTED,
    );
    return rows.map((row) => ({
      ...toAttempt(row),
      ...toOwnTerms(row),
      givenName: row.givenName,
      familyName: row.familyName,
      deletion: toDeletion(row),
    }));
  }

  /** How many attempts at a quiz there are; counted up to `most`. */
  async count(
    {
      activityId,
      userId,
      scope,
      isDeleted,
    }: Pick<AttemptFilter, 'activityId' | 'userId' | 'scope' | 'isDeleted'>,
    most: number,
  ): Promise<number> {
    const within = restrictTo(scope, 't.user_id', new Conditions());
    return countUpTo(
      this.database,
      most,
      `SELECT t.id FROM attempts t WHERE t.activity_id = ? AND ${isDeleted ? DELETED : COUNTS} ${userId === undefined ? '' : 'AND t.user_id = ?'} AND ${within.sql}`,
      [toBinary(activityId), ...(userId === undefined ? [] : [toBinary(userId)]), ...within.params],
    );
  }
}

function toDeletion(row: RowOf<typeof LISTED>): Deletion | null {
  const { deletedAt: at, deletedById, deletedByGivenName, deletedByFamilyName, deletedBecause: reason } = row;
  if (at === null) return null;
  const id = fromNullableBinary(deletedById);
  const by =
    id === null ? null : { id, givenName: deletedByGivenName ?? '', familyName: deletedByFamilyName ?? '' };
  return { at, by, reason };
}

type SlotRow = RowOf<typeof STARTING_TERMS> & { slotId: string; position: number };

function hasSlot(row: RowOf<typeof STARTING_TERMS>): row is SlotRow {
  return row.slotId !== null;
}

/** What the slots of a quiz ask, which are in its order, and the contents of those that ask a question of their own. */
function placesOf(
  slots: readonly SlotRow[],
  contents: readonly (QuestionContent | null)[],
): Pick<StartingTerms, 'questions' | 'draws'> {
  const places: Pick<StartingTerms, 'questions' | 'draws'> = { questions: [], draws: [] };
  for (const [index, slot] of slots.entries()) {
    const content = contents[index] ?? null;
    const draw = toSlotDraw(slot);
    if (draw) places.draws.push({ ...draw, after: places.questions.length });
    // A question that was taken out is on no paper any more.
    if (content && content.voided !== 'taken_out') places.questions.push(asked(content));
  }
  return places;
}
