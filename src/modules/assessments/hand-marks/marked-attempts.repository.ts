import { Injectable } from '@nestjs/common';
import { columnsOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { fromBinary, toBinary } from '../../../shared/database/ids';
import { AttemptQuestion } from '../attempts/attempt-question.entity';
import { HEAD, HEAD_ENTRY } from '../attempts/attempt-records';
import type { QuestionDefinition } from '../question-types/registry';
import { Question } from '../questions/question.entity';
import { Quiz } from '../quizzes/quiz.entity';
import { ASKED_ON_PAPER, QUESTION, toQuestion, type VersionedQuestion } from '../attempts/paper-records';

const ANSWER = QUESTION.and(HEAD_ENTRY).andExpressions<{ title: string }>({ title: 'a.title' });

const ANSWER_OF_ATTEMPT = ANSWER.and(columnsOf(AttemptQuestion, 'p', ['attemptId']));

const POSTED = columnsOf(Quiz, 'z', ['postedAt']);

const DEFINITION = columnsOf(Question, 'q', ['definition']);

/** One question of an attempt with the answer that counts. */
export interface AnswerToMark {
  /** Of the quiz. */
  title: string;
  question: VersionedQuestion;
  response: unknown;
}

/** Attempts as their markers need them. */
@Injectable()
export class MarkedAttemptsRepository {
  constructor(private readonly database: Database) {}

  async find(attemptId: string, questionId: string): Promise<AnswerToMark | undefined> {
    const row = await this.database.row(
      `SELECT ${ANSWER.sql}
       FROM attempts t STRAIGHT_JOIN activities a ON a.id = t.activity_id
         STRAIGHT_JOIN attempt_questions p ON p.attempt_id = t.id AND p.question_id = ? ${ASKED_ON_PAPER} ${HEAD}
       WHERE t.id = ?`,
      [toBinary(questionId), toBinary(attemptId)],
      ANSWER,
    );
    return row && { title: row.title, question: toQuestion(row), response: row.response };
  }

  async findAll(
    answers: readonly { attemptId: string; questionId: string }[],
  ): Promise<(AnswerToMark & { attemptId: string })[]> {
    if (answers.length === 0) return [];
    const rows = await this.database.query(
      `SELECT ${ANSWER_OF_ATTEMPT.sql}
       FROM attempt_questions p STRAIGHT_JOIN attempts t ON t.id = p.attempt_id
         STRAIGHT_JOIN activities a ON a.id = t.activity_id ${ASKED_ON_PAPER} ${HEAD}
       WHERE (p.attempt_id, p.question_id) IN (?)`,
      [answers.map(({ attemptId, questionId }) => [toBinary(attemptId), toBinary(questionId)])],
      ANSWER_OF_ATTEMPT,
    );
    return rows.map((row) => ({
      ...{ attemptId: row.attemptId, title: row.title },
      ...{ question: toQuestion(row), response: row.response },
    }));
  }

  /** What a question of the bank of the course says in which the quiz is. */
  async definitionInCourse(activityId: string, questionId: string): Promise<QuestionDefinition | undefined> {
    const row = await this.database.row(
      `SELECT ${DEFINITION.sql} FROM quizzes z STRAIGHT_JOIN activities a ON a.id = z.activity_id
         STRAIGHT_JOIN question_banks b ON b.course_id = a.course_id
         STRAIGHT_JOIN questions q ON q.bank_id = b.id AND q.id = ?
       WHERE z.activity_id = ?`,
      [toBinary(questionId), toBinary(activityId)],
      DEFINITION,
    );
    return row?.definition;
  }

  /** When marks that were kept back in a quiz were posted by hand; null: never. */
  async postedAt(activityId: string): Promise<Date | null> {
    const row = await this.database.row(
      `SELECT ${POSTED.sql} FROM quizzes z WHERE z.activity_id = ?`,
      [toBinary(activityId)],
      POSTED,
    );
    return row?.postedAt ?? null;
  }

  /** Locks those of the attempts that are submitted and count, in the order of their ids. */
  async lockAllSubmitted(attemptIds: readonly string[]): Promise<string[]> {
    if (attemptIds.length === 0) return [];
    const rows = await this.database.query<{ id: Buffer }>(
      `SELECT t.id FROM attempts t WHERE t.id IN (?) AND t.submitted_at IS NOT NULL AND t.deleted_at IS NULL
       ORDER BY t.id FOR UPDATE`,
      [attemptIds.map(toBinary)],
    );
    return rows.map(({ id }) => fromBinary(id));
  }

  /** Of an attempt that this transaction has locked. Null points: the mark is taken back. */
  async keepMark(
    attemptId: string,
    questionId: string,
    { points, share, answerNumber }: { points: string | null; share: string | null; answerNumber: number },
  ): Promise<void> {
    await this.database.run(
      'UPDATE attempt_questions SET hand_points = ?, hand_share = ?, hand_sequence = ? WHERE attempt_id = ? AND question_id = ?',
      [points, share, points === null ? null : answerNumber, toBinary(attemptId), toBinary(questionId)],
    );
  }
}
