import { randomInt } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { newId } from '../../../src/shared/database/ids';
import { idText } from '../data/seeded-ids';
import { idBytes } from '../flows';
import type { FloorDatabase, FloorTransaction, SqlValue } from './floor-database';
import { type Definition, fits, isRight, keyOf, presented } from './grading';
import { receiptOf } from './receipt';
import { fromUnits, percent, plain, units } from './numbers';
import { recordQuizResult, type ResultRow } from './quiz-result';
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

interface QuestionRow {
  questionId: Buffer;
  position: number;
  promptHtml: string;
  points: string;
  definition: string;
  feedbackHtml: string | null;
}

interface StartRow extends StandingRow, QuestionRow {
  quizVersion: number;
  maxAttempts: number | null;
  opensAt: Date | null;
  closesAt: Date | null;
  pointsPossible: string;
  started: number;
  openAttempts: number;
}

interface SubmitRow extends StandingRow, QuestionRow, ResultRow {
  activityId: Buffer;
  passPercentage: string;
  bestScore: string | null;
}

interface AnswerRow {
  position: number;
  number: number;
  startedAt: Date;
  submittedAt: Date | null;
  maxScore: string;
  questionId: Buffer;
  sequence: number | null;
  highest: number | null;
  response: string | null;
  savedAt: Date | null;
}

interface Answer {
  response: unknown;
  sequence: number | null;
  savedAt: Date | null;
}

interface Attempt {
  id: string;
  activityId: string;
  courseId: string;
  userId: string;
  number: number;
  startedAt: Date;
  submittedAt: Date | null;
  maxScore: string;
  /** In ten-thousandths of a point. */
  points: number | null;
  passPercentage: string;
  gradeScore: string | null;
  receipt: string | null;
}

/** The answer that counts: the highest sequence that came in time. */
const HEAD = `LEFT JOIN answer_entries h ON h.attempt_id = w.attempt_id AND h.question_id = w.question_id
  AND h.sequence = (SELECT y.sequence FROM answer_entries y FORCE INDEX (PRIMARY)
    WHERE y.attempt_id = w.attempt_id AND y.question_id = w.question_id AND y.standing = 'on_time'
    ORDER BY y.sequence DESC LIMIT 1)`;
const HIGHEST = `(SELECT x.sequence FROM answer_entries x FORCE INDEX (PRIMARY)
  WHERE x.attempt_id = w.attempt_id AND x.question_id = w.question_id ORDER BY x.sequence DESC LIMIT 1)`;

const QUESTION = `q.id AS questionId, q.position, q.prompt_html AS promptHtml, q.points, q.definition,
  q.feedback_html AS feedbackHtml`;
const OWN_ATTEMPTS = 'FROM attempts o WHERE o.activity_id = a.id AND o.user_id = u.id';

/** Taking a quiz whose questions keep their order, whose best attempt counts, and which shows its keys afterwards. */
export class FloorQuiz {
  constructor(private readonly database: FloorDatabase) {}

  /** One query for the caller, their rights, the quiz and its questions; then the attempt and its blank answers. */
  async start(request: StartRequest, reply: FastifyReply): Promise<unknown> {
    const { activityId } = request.params;
    const claims = claimsOf(request);
    const quiz = idBytes(activityId);
    const rows = await this.database.rows<StartRow & { passPercentage: string }>(
      `SELECT ${STANDING}, z.version AS quizVersion, z.max_attempts AS maxAttempts, z.opens_at AS opensAt,
              z.closes_at AS closesAt, z.points_possible AS pointsPossible, z.pass_percentage AS passPercentage,
              ${QUESTION}, (SELECT COALESCE(MAX(o.number), 0) ${OWN_ATTEMPTS}) AS started,
              (SELECT COUNT(*) ${OWN_ATTEMPTS} AND o.open_marker = 1) AS openAttempts
       FROM ${CALLER} LEFT JOIN activities a ON a.id = ? LEFT JOIN courses c ON c.id = a.course_id
         ${CALLERS_ENROLLMENTS} LEFT JOIN quizzes z ON z.activity_id = a.id
         LEFT JOIN questions q ON q.activity_id = z.activity_id
       WHERE ${IS_CALLER}`,
      [quiz, claims.session, claims.user],
    );
    const { row, isStaff } = admit(inOrder(rows), 'member');
    const startedAt = new Date();
    if (isStaff) throw new Refusal(403);
    if (row.status === 'archived' || row.openAttempts > 0 || !isStartable(row, startedAt))
      throw new Refusal(409);
    const id = newId();
    const number = row.started + 1;
    await this.database.transaction(async (transaction) => {
      // Authors change a quiz only while it has no attempts, and by a new version: the lock keeps what was read.
      const inserted = await transaction.write(
        `INSERT INTO attempts (id, activity_id, course_id, user_id, number, open_marker, seed, started_at, max_score)
         SELECT ?, z.activity_id, z.course_id, ?, ?, 1, ?, ?, z.points_possible FROM quizzes z
         WHERE z.activity_id = ? AND z.version = ? LOCK IN SHARE MODE`,
        [
          idBytes(id),
          claims.user,
          String(number),
          String(randomInt(2 ** 31)),
          startedAt,
          quiz,
          row.quizVersion,
        ],
      );
      if (inserted === 0) throw new Refusal(503);
      await transaction.write(
        `INSERT INTO attempt_questions (attempt_id, question_id, position) VALUES ${list('(?, ?, ?)', rows.length)}`,
        rows.flatMap(({ questionId }, index) => [idBytes(id), questionId, String(index + 1)]),
      );
    });
    void reply.code(201);
    const attempt = {
      ...{ id, activityId, courseId: idText(row.courseId as Buffer), userId: claims.sub, number, startedAt },
      ...{ submittedAt: null, maxScore: row.pointsPossible, points: null, gradeScore: null },
      receipt: null,
      passPercentage: row.passPercentage,
    };
    return attemptView(
      attempt,
      rows.map((question) => questionView(question, { response: null, sequence: null, savedAt: null })),
    );
  }

  /** One query for the caller, their rights, attempt and question, and one update that a submission ends. */
  async save(request: SaveRequest): Promise<unknown> {
    const { attemptId, questionId } = request.params;
    const { response } = request.body;
    const claims = claimsOf(request);
    const [attempt, question] = [idBytes(attemptId), idBytes(questionId)];
    const rows = await this.database.rows<
      StandingRow & { definition: string | null; sequence: number | null }
    >(
      `SELECT ${STANDING}, q.definition, h.sequence
       FROM ${CALLER} LEFT JOIN attempts t ON t.id = ? AND t.user_id = u.id LEFT JOIN courses c ON c.id = t.course_id
         ${CALLERS_ENROLLMENTS} LEFT JOIN attempt_questions w ON w.attempt_id = t.id AND w.question_id = ?
         LEFT JOIN questions q ON q.id = w.question_id ${HEAD} WHERE ${IS_CALLER}`,
      [attempt, question, claims.session, claims.user],
    );
    const { row } = admit(rows, 'learner');
    if (row.definition === null) throw new Refusal(404);
    if (!fits(JSON.parse(row.definition) as Definition, response)) throw new Refusal(422);
    const savedAt = new Date();
    const sequence = (row.sequence ?? 0) + 1;
    const saved = await this.database.write(
      `INSERT INTO answer_entries (attempt_id, question_id, sequence, response, standing, saved_at)
       SELECT w.attempt_id, w.question_id, ?, ?, 'on_time', ?
       FROM attempts t JOIN attempt_questions w ON w.attempt_id = t.id AND w.question_id = ?
       WHERE t.id = ? AND t.open_marker = 1 LOCK IN SHARE MODE`,
      [String(sequence), JSON.stringify(response), savedAt, question, attempt],
    );
    if (saved === 0) throw new Refusal(409);
    const receipt = receiptOf('a', attemptId, savedAt, [{ questionId, sequence, response }]);
    return { questionId, response, sequence, outcome: 'counts', savedAt, receipt };
  }

  /** One query for all that grading needs; then answers, attempt, gradebook and progress in one transaction. */
  async submit(request: SubmitRequest): Promise<unknown> {
    const { attemptId: id } = request.params;
    const claims = claimsOf(request);
    const rows = await this.submissionTerms(idBytes(id), claims.session, claims.user);
    const { row } = admit(inOrder(rows), 'learner');
    if (row.status === 'archived') throw new Refusal(409);
    const submittedAt = new Date();
    return this.database.transaction(async (transaction) => {
      const answers = inOrder(await lockAnswers(transaction, idBytes(id), claims.user));
      const [first] = answers;
      if (!first) throw new Refusal(404);
      if (first.submittedAt !== null) throw new Refusal(409);
      const graded = gradedAnswers(rows, answers, request.body.answers, submittedAt);
      const points = graded.reduce((sum, { awarded }) => sum + awarded, 0);
      const attempt = idBytes(id);
      await storeAnswers(transaction, attempt, graded, { last: request.body.answers, submittedAt, points });
      const gradeScore = fromUnits(Math.max(points, units(row.bestScore ?? '0.0000')));
      await recordQuizResult(transaction, row, { user: claims.user, attempt, gradeScore, submittedAt });
      if (hasPassed(points, first.maxScore, row.passPercentage)) {
        await transaction.write(
          `INSERT INTO activity_completions (user_id, activity_id, course_id, completed_at, cause)
           VALUES (?, ?, ?, ?, 'quiz') ON DUPLICATE KEY UPDATE cause = cause`,
          [claims.user, row.activityId, row.courseId, submittedAt],
        );
      }
      const { number, startedAt, maxScore } = first;
      const { passPercentage } = row;
      return attemptView(
        {
          ...{
            id,
            activityId: idText(row.activityId),
            courseId: idText(row.courseId as Buffer),
            userId: claims.sub,
          },
          ...{ number, startedAt, submittedAt, maxScore, points, passPercentage, gradeScore },
          receipt: receiptOf('s', id, submittedAt, answeredOf(graded)),
        },
        graded.map(({ question, answer, awarded, isCorrect }) => ({
          ...questionView(question, answer),
          ...{ pointsAwarded: fromUnits(awarded), correct: isCorrect },
          key: keyOf(JSON.parse(question.definition) as Definition),
          feedbackHtml: question.feedbackHtml,
        })),
      );
    });
  }

  private submissionTerms(attempt: Buffer, session: Buffer, user: Buffer): Promise<SubmitRow[]> {
    return this.database.rows(
      `SELECT ${STANDING}, t.activity_id AS activityId, z.pass_percentage AS passPercentage,
              (SELECT MAX(o.score) FROM attempts o WHERE o.activity_id = t.activity_id AND o.user_id = u.id) AS bestScore,
              li.id AS lineItemId, r.id AS resultId, r.version AS resultVersion, r.score AS resultScore,
              r.source AS resultSource, r.attempt_id AS resultAttempt, r.updated_at AS resultUpdatedAt,
              EXISTS (SELECT 1 FROM result_changes h WHERE h.result_id = r.id) AS hasHistory, ${QUESTION}
       FROM ${CALLER} LEFT JOIN attempts t ON t.id = ? AND t.user_id = u.id LEFT JOIN courses c ON c.id = t.course_id
         ${CALLERS_ENROLLMENTS} LEFT JOIN quizzes z ON z.activity_id = t.activity_id
         LEFT JOIN line_items li ON li.activity_id = z.activity_id
         LEFT JOIN results r ON r.line_item_id = li.id AND r.user_id = u.id
         LEFT JOIN questions q ON q.activity_id = z.activity_id
       WHERE ${IS_CALLER}`,
      [attempt, session, user],
    );
  }
}

function isStartable({ maxAttempts, started, opensAt, closesAt }: StartRow, now: Date): boolean {
  const isOpen = (opensAt === null || opensAt <= now) && (closesAt === null || now < closesAt);
  return isOpen && (maxAttempts === null || started < maxAttempts);
}

function lockAnswers(transaction: FloorTransaction, attempt: Buffer, user: Buffer): Promise<AnswerRow[]> {
  return transaction.rows(
    `SELECT t.number, t.started_at AS startedAt, t.submitted_at AS submittedAt, t.max_score AS maxScore,
            w.question_id AS questionId, w.position, h.sequence, ${HIGHEST} AS highest, h.response, h.saved_at AS savedAt
     FROM attempts t JOIN attempt_questions w ON w.attempt_id = t.id ${HEAD}
     WHERE t.id = ? AND t.user_id = ? FOR UPDATE`,
    [attempt, user],
  );
}

interface GradedAnswer {
  question: QuestionRow;
  answer: Answer;
  /** In ten-thousandths of a point. */
  awarded: number;
  isCorrect: boolean;
}

function gradedAnswers(
  questions: QuestionRow[],
  answers: AnswerRow[],
  last: Record<string, unknown>,
  submittedAt: Date,
): GradedAnswer[] {
  return questions.map((question, index) => {
    const saved = answers[index];
    const id = idText(question.questionId);
    const answer = Object.hasOwn(last, id)
      ? { response: last[id] ?? null, sequence: (saved?.highest ?? 0) + 1, savedAt: submittedAt }
      : {
          ...{
            response: JSON.parse(saved?.response ?? 'null') as unknown,
            sequence: saved?.sequence ?? null,
          },
          savedAt: saved?.savedAt ?? null,
        };
    const isCorrect = isRight(JSON.parse(question.definition) as Definition, answer.response);
    return { question, answer, isCorrect, awarded: isCorrect ? units(question.points) : 0 };
  });
}

/** The last answers go into the log; the marks and the end of the attempt are one statement. */
async function storeAnswers(
  transaction: FloorTransaction,
  attempt: Buffer,
  graded: GradedAnswer[],
  { last, submittedAt, points }: { last: Record<string, unknown>; submittedAt: Date; points: number },
): Promise<void> {
  const added = graded.filter(({ question }) => Object.hasOwn(last, idText(question.questionId)));
  if (added.length > 0)
    await transaction.write(
      `INSERT INTO answer_entries (attempt_id, question_id, sequence, response, standing, saved_at)
       VALUES ${list("(?, ?, ?, ?, 'on_time', ?)", added.length)}`,
      added.flatMap(({ question, answer: { response, sequence } }): SqlValue[] => [
        ...[attempt, question.questionId, String(sequence)],
        ...[response === null ? null : JSON.stringify(response), submittedAt],
      ]),
    );
  const right = graded.filter(({ isCorrect }) => isCorrect).map(({ question }) => question.questionId);
  const isRightOne = right.length === 0 ? 'FALSE' : `w.question_id IN (${list('?', right.length)})`;
  await transaction.write(
    `UPDATE attempts t JOIN attempt_questions w ON w.attempt_id = t.id JOIN questions q ON q.id = w.question_id
     SET w.correct = ${isRightOne}, w.points_awarded = IF(${isRightOne}, q.points, 0), t.score = ?, t.submitted_at = ?,
       t.open_marker = NULL WHERE t.id = ?`,
    [...right, ...right, fromUnits(points), submittedAt, attempt],
  );
}

function answeredOf(graded: GradedAnswer[]): { questionId: string; sequence: number; response: unknown }[] {
  return graded.flatMap(({ question: { questionId }, answer: { sequence, response } }) =>
    sequence === null ? [] : [{ questionId: idText(questionId), sequence, response }],
  );
}

function hasPassed(points: number, maxScore: string, passPercentage: string): boolean {
  return points * 100 >= units(maxScore) * Number(passPercentage);
}

function questionView({ questionId, promptHtml, points, definition }: QuestionRow, answer: Answer): object {
  const shown = JSON.parse(definition) as Definition;
  const { response, sequence, savedAt } = answer;
  const question = { id: idText(questionId), type: shown.type, promptHtml, points: plain(points) };
  return { ...question, definition: presented(shown), response, sequence, savedAt };
}

function attemptView(
  { userId, gradeScore, receipt, passPercentage, ...attempt }: Attempt,
  questions: object[],
): object {
  const { id, activityId, courseId, number, startedAt, submittedAt, maxScore, points } = attempt;
  const isOpen = submittedAt === null;
  return {
    ...{ id, activityId, courseId, number, status: isOpen ? 'in_progress' : 'submitted' },
    state: isOpen ? 'in_progress' : 'graded',
    // The quiz of the benchmark has no end, so neither have its attempts.
    ...{ endsAt: null, handInBy: null, endedAt: submittedAt, endReason: isOpen ? null : 'submitted' },
    ...(isOpen ? { now: startedAt } : {}),
    ...{
      startedAt,
      submittedAt,
      maxScore: plain(maxScore),
      score: points === null ? null : fromUnits(points),
    },
    percentage: points === null ? null : percent(points, units(maxScore)),
    passed: points === null ? null : hasPassed(points, maxScore, passPercentage),
    ...{ userId, gradeScore, receipt, questions },
  };
}

/** Sorted here: the server sorts rows that have a TEXT, such as a definition, in a temporary table on its disk. */
function inOrder<Row extends { position: number }>(rows: Row[]): Row[] {
  return rows.sort((one, other) => one.position - other.position);
}

/** The text once for each row. */
function list(text: string, count: number): string {
  return Array.from({ length: count }, () => text).join(', ');
}
