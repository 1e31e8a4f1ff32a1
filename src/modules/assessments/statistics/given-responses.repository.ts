import { Injectable } from '@nestjs/common';
import { columnsOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { AnswerEntry } from '../attempts/answer-entry.entity';
import { HEAD } from '../attempts/attempt-records';
import { ASKED_ON_PAPER, QUESTION, toQuestion, type VersionedQuestion } from '../attempts/paper-records';
import { AttemptQuestion } from '../attempts/attempt-question.entity';
import type { AttemptChoice } from './attempt-choice';
import { chosenAttempts } from './chosen-attempts';
import { type GivenResponse, GivenResponses } from './given-responses';

const GIVEN = columnsOf(AttemptQuestion, 'p', {
  attemptId: 'attemptId',
  versionId: 'versionId',
  keyRevisionId: 'keyRevisionId',
  pointsAwarded: 'pointsAwarded',
}).andExpressions<{ hash: string | null; drawnHash: string | null }>({
  hash: 'MD5(w.response)',
  drawnHash: 'MD5(p.drawn)',
});
const SHOWN = QUESTION.and(columnsOf(AttemptQuestion, 'p', ['attemptId'])).and(
  columnsOf(AnswerEntry, 'w', ['response']).orNull(),
);

/** A response that was given, with one attempt's question and text. */
export interface ShownResponse {
  given: GivenResponse;
  question: VersionedQuestion;
  response: unknown;
}

@Injectable()
export class GivenResponsesRepository {
  constructor(private readonly database: Database) {}

  /** Counts the responses to a question by what they say, without reading them: an essay may be long. */
  count(activityId: string, questionId: string, choice: AttemptChoice): Promise<GivenResponses> {
    return this.database.eachRow(
      `SELECT ${GIVEN.sql} FROM (${chosenAttempts(choice)}) c
       STRAIGHT_JOIN attempt_questions p ON p.attempt_id = c.id AND p.question_id = ? ${HEAD}`,
      [toBinary(activityId), toBinary(questionId)],
      GIVEN,
      () => new GivenResponses(),
    );
  }

  /** What these responses say, in their order. The list is not empty. */
  async shown(questionId: string, given: readonly GivenResponse[]): Promise<ShownResponse[]> {
    const rows = await this.database.query(
      `SELECT ${SHOWN.sql} FROM attempt_questions p ${ASKED_ON_PAPER} ${HEAD}
       WHERE p.attempt_id IN (?) AND p.question_id = ?`,
      [given.map(({ attemptId }) => toBinary(attemptId)), toBinary(questionId)],
      SHOWN,
    );
    const byAttempt = new Map(rows.map((row) => [row.attemptId, row]));
    return given.flatMap((one) => {
      const row = byAttempt.get(one.attemptId);
      return row ? [{ given: one, question: toQuestion(row), response: row.response }] : [];
    });
  }

  /** As `isAsked`, or whether an attempt at the quiz has asked it. */
  async isAskedOrGiven(activityId: string, questionId: string): Promise<boolean> {
    const row = await this.database.row(
      `SELECT 1 FROM quiz_slots WHERE activity_id = ? AND question_id = ?
       UNION SELECT 1 FROM attempt_questions p STRAIGHT_JOIN attempts t ON t.id = p.attempt_id AND t.activity_id = ?
       WHERE p.question_id = ? LIMIT 1`,
      [toBinary(activityId), toBinary(questionId), toBinary(activityId), toBinary(questionId)],
    );
    return row !== undefined;
  }

  /** Whether the question has a place of its own in the quiz. */
  async isAsked(activityId: string, questionId: string): Promise<boolean> {
    const row = await this.database.row(
      'SELECT 1 FROM quiz_slots WHERE activity_id = ? AND question_id = ?',
      [toBinary(activityId), toBinary(questionId)],
    );
    return row !== undefined;
  }
}
