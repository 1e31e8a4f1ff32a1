import { randomInt } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { newId } from '../../../src/shared/database/ids';
import { idText } from '../data/seeded-ids';
import { idBytes } from '../flows';
import { attemptView, hasPassed } from './attempt-view';
import type { FloorDatabase, FloorTransaction, SqlValue } from './floor-database';
import { type Definition, fits, isRight, keyOf } from './grading';
import { fromUnits, units } from './numbers';
import {
  type Answer,
  ASKED_NOW,
  ASKED_ON_PAPER,
  contentOf,
  definitionOf,
  HEAD,
  inOrder,
  list,
  lockLogs,
  type LogRow,
  QUESTION,
  type QuestionRow,
  questionView,
  writePaper,
} from './paper';
import { limitFor, personal } from './personal';
import { recordQuizResult, type ResultRow } from './quiz-result';
import { storeTotals } from './stored-totals';
import { receiptOf } from './receipt';
import { type RuleRow, RULES, rulesInForce, type StoredRules } from './rules';
import {
  admit,
  CALLER,
  CALLERS_ENROLLMENTS,
  claimsOf,
  IS_CALLER,
  Refusal,
  STANDING,
  type StandingRow,
} from './standing';

type StartRequest = FastifyRequest<{ Params: { activityId: string } }>;
type SaveRequest = FastifyRequest<{
  Params: { attemptId: string; questionId: string };
  Body: { response: unknown };
}>;
type SubmitRequest = FastifyRequest<{
  Params: { attemptId: string };
  Body: { answers: Record<string, unknown> };
}>;

interface StartRow extends StandingRow, QuestionRow, RuleRow {
  pointsPossible: string;
  passPercentage: string;
  started: number;
  openAttempts: number;
}

interface SubmitRow extends StandingRow, QuestionRow, ResultRow {
  activityId: Buffer;
  passPercentage: string;
  bestScore: string | null;
  number: number;
  startedAt: Date;
  endsAt: Date | null;
  maxScore: string;
  terms: string;
}

const OWN_ATTEMPTS = 'FROM attempts o WHERE o.activity_id = z.activity_id AND o.user_id = u.id';

/**
 * Taking a quiz whose questions keep their order, whose best attempt counts, and which shows its keys afterwards. What comes
 * when time is up is refused.
 */
export class FloorQuiz {
  constructor(private readonly database: FloorDatabase) {}

  /**
   * One query for the caller, their rights, the quiz and what it asks now; then the attempt and its paper. The query shares
   * locks, so that neither the rules nor what is asked change until both are written.
   */
  async start(request: StartRequest, reply: FastifyReply): Promise<unknown> {
    const claims = claimsOf(request);
    const { activityId } = request.params;
    const quiz = idBytes(activityId);
    const id = newId();
    return this.database.transaction(async (transaction) => {
      const startedAt = new Date();
      const rows = inOrder(await startingRows(transaction, quiz, claims, startedAt));
      const { row, isStaff } = admit(rows, 'member');
      if (isStaff) throw new Refusal(403);
      if (row.status === 'archived' || row.openAttempts > 0 || !isStartable(row, startedAt))
        throw new Refusal(409);
      const limit = limitFor(row);
      const endsAt = limit === null ? null : new Date(startedAt.getTime() + limit * 1000);
      const rules = rulesInForce(row, startedAt);
      const number = row.started + 1;
      await transaction.write(
        `INSERT INTO attempts (id, activity_id, course_id, user_id, number, open_marker, seed, started_at, max_score,
           ends_at, hand_in_by, ends_because, terms) VALUES (?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?)`,
        [
          ...[idBytes(id), quiz, row.courseId, claims.user, String(number), String(randomInt(2 ** 31))],
          ...[startedAt, row.pointsPossible, endsAt, endsAt, endsAt && 'time_limit', JSON.stringify(rules)],
        ],
      );
      await writePaper(transaction, idBytes(id), rows);
      void reply.code(201);
      const { pointsPossible: maxScore, passPercentage } = row;
      const courseId = idText(row.courseId as Buffer);
      return attemptView(
        {
          ...{ id, activityId, courseId, userId: claims.sub, number, startedAt, submittedAt: null, endsAt },
          ...{ maxScore, points: null, passPercentage, gradeScore: null, receipt: null, rules },
        },
        rows.map((question) => questionView(question, definitionOf(question), NO_ANSWER)),
      );
    });
  }

  /** One query for the caller, their rights, attempt and question, and one entry of the log that a submission prevents. */
  async save(request: SaveRequest): Promise<unknown> {
    const { attemptId, questionId } = request.params;
    const { response } = request.body;
    const claims = claimsOf(request);
    const [attempt, question] = [idBytes(attemptId), idBytes(questionId)];
    const rows = await this.database.rows<StandingRow & { content: string | null; sequence: number | null }>(
      `SELECT ${STANDING}, v.content, h.sequence
       FROM ${CALLER} LEFT JOIN attempts t ON t.id = ? AND t.user_id = u.id LEFT JOIN courses c ON c.id = t.course_id
         ${CALLERS_ENROLLMENTS} LEFT JOIN attempt_questions w ON w.attempt_id = t.id AND w.question_id = ?
         LEFT JOIN question_versions v ON v.id = w.version_id ${HEAD} WHERE ${IS_CALLER}`,
      [attempt, question, claims.session, claims.user],
    );
    const { row } = admit(rows, 'learner');
    const { content } = row;
    if (content === null) throw new Refusal(404);
    if (!fits(contentOf({ content }), response)) throw new Refusal(422);
    const savedAt = new Date();
    const sequence = (row.sequence ?? 0) + 1;
    const saved = await this.database.write(
      `INSERT INTO answer_entries (attempt_id, question_id, sequence, response, standing, saved_at)
       SELECT w.attempt_id, w.question_id, ?, ?, 'on_time', ?
       FROM attempts t JOIN attempt_questions w ON w.attempt_id = t.id AND w.question_id = ?
       WHERE t.id = ? AND t.open_marker = 1 AND (t.ends_at IS NULL OR t.ends_at > ?) LOCK IN SHARE MODE`,
      [String(sequence), JSON.stringify(response), savedAt, question, attempt, savedAt],
    );
    if (saved === 0) throw new Refusal(409);
    const receipt = receiptOf('a', attemptId, savedAt, [{ questionId, sequence, response }]);
    return { questionId, response, sequence, outcome: 'counts', savedAt, receipt };
  }

  /** One query for all that grading needs; then answers, marks with what gave them, gradebook and progress in one transaction. */
  async submit(request: SubmitRequest): Promise<unknown> {
    const { attemptId: id } = request.params;
    const claims = claimsOf(request);
    const attempt = idBytes(id);
    const rows = await this.submissionTerms(attempt, claims.session, claims.user);
    const { row } = admit(inOrder(rows), 'learner');
    if (row.status === 'archived') throw new Refusal(409);
    const submittedAt = new Date();
    const { activityId, number, startedAt, endsAt, maxScore, passPercentage } = row;
    if (endsAt !== null && endsAt <= submittedAt) throw new Refusal(409);
    return this.database.transaction(async (transaction) => {
      const logs = inOrder(await lockLogs(transaction, attempt, claims.user));
      if (logs[0]?.openMarker !== 1) throw new Refusal(409);
      const graded = gradedAnswers(rows, logs, request.body.answers, submittedAt);
      const points = graded.reduce((sum, { awarded }) => sum + awarded, 0);
      await storeLastAnswers(transaction, attempt, graded, request.body.answers);
      await storeMarks(transaction, attempt, graded, submittedAt);
      const gradeScore = fromUnits(Math.max(points, units(row.bestScore ?? '0.0000')));
      await recordQuizResult(transaction, row, { user: claims.user, attempt, gradeScore, submittedAt });
      await storeTotals(transaction, row.courseId as Buffer, claims.user, submittedAt);
      if (hasPassed(points, maxScore, passPercentage)) {
        await transaction.write(
          `INSERT INTO activity_completions (user_id, activity_id, course_id, completed_at, cause)
           VALUES (?, ?, ?, ?, 'quiz') ON DUPLICATE KEY UPDATE cause = cause`,
          [claims.user, activityId, row.courseId, submittedAt],
        );
      }
      const courseId = idText(row.courseId as Buffer);
      return attemptView(
        {
          ...{ id, activityId: idText(activityId), courseId, userId: claims.sub, number, startedAt, endsAt },
          ...{ submittedAt, maxScore, points, passPercentage, gradeScore },
          receipt: receiptOf('s', id, submittedAt, answeredOf(graded)),
          rules: JSON.parse(row.terms) as StoredRules,
        },
        graded.map(({ question, definition, answer, awarded, isCorrect }) => ({
          ...questionView(question, definition, answer),
          ...{ pointsAwarded: fromUnits(awarded), correct: isCorrect },
          // No author of the benchmark says anything to a single answer.
          ...{ key: keyOf(definition), feedbackHtml: question.feedbackHtml, answerFeedback: [] },
        })),
      );
    });
  }

  private submissionTerms(attempt: Buffer, session: Buffer, user: Buffer): Promise<SubmitRow[]> {
    return this.database.rows(
      `SELECT ${STANDING}, t.activity_id AS activityId, t.number, t.started_at AS startedAt, t.ends_at AS endsAt,
              t.max_score AS maxScore, t.terms, z.pass_percentage AS passPercentage,
              (SELECT MAX(o.score) ${OWN_ATTEMPTS}) AS bestScore,
              li.id AS lineItemId, r.id AS resultId, r.version AS resultVersion, r.score AS resultScore,
              r.source AS resultSource, r.attempt_id AS resultAttempt, r.submitted_at AS resultSubmittedAt, r.updated_at AS resultUpdatedAt,
              EXISTS (SELECT 1 FROM result_changes h WHERE h.result_id = r.id) AS hasHistory, w.position, ${QUESTION}
       FROM ${CALLER} LEFT JOIN attempts t ON t.id = ? AND t.user_id = u.id LEFT JOIN courses c ON c.id = t.course_id
         ${CALLERS_ENROLLMENTS} LEFT JOIN quizzes z ON z.activity_id = t.activity_id
         LEFT JOIN line_items li ON li.activity_id = z.activity_id
         LEFT JOIN results r ON r.line_item_id = li.id AND r.user_id = u.id
         LEFT JOIN (attempt_questions w ${ASKED_ON_PAPER}) ON w.attempt_id = t.id
       WHERE ${IS_CALLER}`,
      [attempt, session, user],
    );
  }
}

const NO_ANSWER: Answer = { response: null, sequence: null, savedAt: null };

function startingRows(
  transaction: FloorTransaction,
  quiz: Buffer,
  { session, user }: { session: Buffer; user: Buffer },
  now: Date,
): Promise<StartRow[]> {
  return transaction.rows(
    `SELECT ${STANDING}, ${RULES}, z.points_possible AS pointsPossible, z.pass_percentage AS passPercentage,
            ${personal('(SELECT course_id FROM published_activities WHERE activity_id = ?)')}, y.position, ${QUESTION},
            (SELECT COALESCE(MAX(o.number), 0) ${OWN_ATTEMPTS}) AS started,
            (SELECT COUNT(*) ${OWN_ATTEMPTS} AND o.open_marker = 1) AS openAttempts
     FROM ${CALLER} LEFT JOIN published_activities a ON a.activity_id = ? LEFT JOIN courses c ON c.id = a.course_id
       ${CALLERS_ENROLLMENTS} LEFT JOIN (quizzes z ${ASKED_NOW}) ON z.activity_id = a.activity_id
     WHERE ${IS_CALLER} LOCK IN SHARE MODE`,
    [user, quiz, now, now, user, quiz, session, user],
  );
}

function isStartable({ maxAttempts, started, opensAt, closesAt }: StartRow, now: Date): boolean {
  const isOpen = (opensAt === null || opensAt <= now) && (closesAt === null || now < closesAt);
  return isOpen && (maxAttempts === null || started < maxAttempts);
}

interface GradedAnswer {
  question: QuestionRow;
  definition: Definition;
  answer: Answer;
  /** In ten-thousandths of a point. */
  awarded: number;
  isCorrect: boolean;
}

function gradedAnswers(
  questions: QuestionRow[],
  logs: LogRow[],
  last: Record<string, unknown>,
  submittedAt: Date,
): GradedAnswer[] {
  return questions.map((question, index) => {
    const log = logs[index];
    const id = idText(question.questionId);
    const definition = definitionOf(question);
    const answer = Object.hasOwn(last, id)
      ? { response: last[id] ?? null, sequence: (log?.highest ?? 0) + 1, savedAt: submittedAt }
      : savedAnswer(log);
    const isCorrect = isRight(definition, answer.response);
    return { question, definition, answer, isCorrect, awarded: isCorrect ? units(question.points) : 0 };
  });
}

function savedAnswer(log: LogRow | undefined): Answer {
  if (!log) return NO_ANSWER;
  const { response, sequence, savedAt } = log;
  return { response: JSON.parse(response ?? 'null') as unknown, sequence, savedAt };
}

/** What came with the submission goes into the log, too. */
async function storeLastAnswers(
  transaction: FloorTransaction,
  attempt: Buffer,
  graded: GradedAnswer[],
  last: Record<string, unknown>,
): Promise<void> {
  const added = graded.filter(({ question }) => Object.hasOwn(last, idText(question.questionId)));
  if (added.length === 0) return;
  await transaction.write(
    `INSERT INTO answer_entries (attempt_id, question_id, sequence, response, standing, saved_at)
     VALUES ${list("(?, ?, ?, ?, 'on_time', ?)", added.length)}`,
    added.flatMap(({ question, answer: { response, sequence, savedAt } }): SqlValue[] => [
      ...[attempt, question.questionId, String(sequence)],
      ...[response === null ? null : JSON.stringify(response), savedAt],
    ]),
  );
}

/** Marks, the keys that gave them, and the end of the attempt, in one statement. Positions count from 1, without gaps. */
async function storeMarks(
  transaction: FloorTransaction,
  attempt: Buffer,
  graded: GradedAnswer[],
  submittedAt: Date,
): Promise<void> {
  const byPosition = `ELT(w.position, ${list('?', graded.length)})`;
  const points = graded.reduce((sum, { awarded }) => sum + awarded, 0);
  await transaction.write(
    `UPDATE attempts t JOIN attempt_questions w ON w.attempt_id = t.id
     SET w.key_revision_id = ${byPosition}, w.points_awarded = ${byPosition}, w.correct = ${byPosition}, t.score = ?,
       t.submitted_at = ?, t.ended_at = ?, t.end_reason = 'submitted', t.open_marker = NULL WHERE t.id = ?`,
    [
      ...graded.map(({ question }) => question.revisionId),
      ...graded.map(({ awarded }) => fromUnits(awarded)),
      ...graded.map(({ isCorrect }) => (isCorrect ? '1' : '0')),
      ...[fromUnits(points), submittedAt, submittedAt, attempt],
    ],
  );
}

function answeredOf(graded: GradedAnswer[]): { questionId: string; sequence: number; response: unknown }[] {
  return graded.flatMap(({ question: { questionId }, answer: { sequence, response } }) =>
    sequence === null ? [] : [{ questionId: idText(questionId), sequence, response }],
  );
}
