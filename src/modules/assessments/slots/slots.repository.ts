import { Injectable } from '@nestjs/common';
import { columnsOf, insertOf, type RowOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { valuesById } from '../../../shared/database/values-by-id';
import { plainDecimal } from '../../../shared/decimals/plain-decimal';
import { KeyRevision } from '../questions/key-revision.entity';
import { Question } from '../questions/question.entity';
import { QuestionVersion } from '../questions/question-version.entity';
import { type Draw, type SlotDraw, toSlotDraw } from './draws';
import { QuizSlot } from './quiz-slot.entity';

const SLOT = columnsOf(QuizSlot, 's', ['id', 'position', 'kind', 'questionId', 'versionId']);
const NEW_SLOT = insertOf(QuizSlot, [
  ...(['id', 'activityId', 'position', 'kind', 'questionId', 'versionId'] as const),
  ...(['drawCount', 'drawPoints', 'folderId', 'settings'] as const),
]);
const OF_QUESTION = columnsOf(QuizSlot, 's', ['activityId', 'versionId']);

export type SlotRecord = Pick<QuizSlot, 'id' | 'position' | 'kind' | 'questionId' | 'versionId'>;

export type SlotOfQuestion = Pick<QuizSlot, 'activityId' | 'versionId'>;

/** What a slot `s` draws; null for a question. */
export const DRAW = columnsOf(QuizSlot, 's', {
  ...({ slotId: 'id', position: 'position', drawCount: 'drawCount', drawPoints: 'drawPoints' } as const),
  ...({ folderId: 'folderId', settings: 'settings' } as const),
});
const ASKED = DRAW.and(columnsOf(QuizSlot, 's', ['versionId'])).and(
  columnsOf(Question, 'q', { questionId: 'id', latestVersionId: 'latestVersionId' })
    .and(columnsOf(QuestionVersion, 'v', { askedVersionId: 'id', askedVersionNumber: 'number' }))
    .and(columnsOf(KeyRevision, 'k', ['points']))
    .orNull(),
);
const VERSION = columnsOf(QuestionVersion, 'v', { versionId: 'id', questionId: 'questionId' })
  .and(columnsOf(Question, 'q', ['latestVersionId', 'bankId']))
  .and(columnsOf(KeyRevision, 'k', ['points']));

/** A slot with what it asks now: a version of a question, or a draw. */
export interface AskedSlot {
  id: string;
  question: SlotQuestion | null;
  draw: SlotDraw | null;
  /** Of the question, or of each drawn one. */
  points: string;
}

interface SlotQuestion {
  questionId: string;
  versionId: string | null;
  askedVersionId: string;
  askedVersionNumber: number;
  latestVersionId: string;
}

/** A version that a slot may ask. */
export interface SlotVersion {
  questionId: string;
  versionId: string;
  isLatest: boolean;
  points: string;
  bankId: string | null;
}

/** Joins to each slot `s` of a quiz its question `q` and the version `v` that it asks now; neither for a draw. */
export const MAYBE_VERSION_NOW = `LEFT JOIN questions q ON q.id = s.question_id
  LEFT JOIN question_versions v ON v.id = COALESCE(s.version_id, q.latest_version_id)`;

/** The same with the newest key revision `k` of the version. */
export const MAYBE_ASKED_NOW = `${MAYBE_VERSION_NOW} LEFT JOIN key_revisions k ON k.id = v.key_revision_id`;

/** As `MAYBE_ASKED_NOW`, without draws. */
export const ASKED_NOW = MAYBE_ASKED_NOW.replaceAll('LEFT JOIN', 'JOIN');

/** Which questions a quiz asks, and where. Callers that write must have locked the bank and the quiz. */
@Injectable()
export class SlotsRepository {
  constructor(private readonly database: Database) {}

  /** In the order of the quiz. */
  async ofQuiz(activityId: string): Promise<SlotRecord[]> {
    return this.database.rows(
      `SELECT ${SLOT.sql} FROM quiz_slots s WHERE s.activity_id = ? ORDER BY s.position`,
      [toBinary(activityId)],
      SLOT,
    );
  }

  /** In the order of the quiz, each with the version that it asks now. */
  async asked(activityId: string): Promise<AskedSlot[]> {
    const rows = await this.database.rows(
      `SELECT ${ASKED.sql} FROM quiz_slots s ${MAYBE_ASKED_NOW} WHERE s.activity_id = ? ORDER BY s.position`,
      [toBinary(activityId)],
      ASKED,
    );
    return rows.map((row) => ({
      id: row.slotId,
      question: toSlotQuestion(row),
      draw: toSlotDraw(row) ?? null,
      points: plainDecimal(row.points ?? row.drawPoints ?? '0'),
    }));
  }

  /** Of the given questions that are in their banks, the latest version and those that are named. */
  async versionsFor(
    wanted: readonly { questionId: string; versionId: string | null }[],
  ): Promise<SlotVersion[]> {
    if (wanted.length === 0) return [];
    const questionIds = wanted.map(({ questionId }) => toBinary(questionId));
    const named = wanted.flatMap(({ versionId }) => (versionId === null ? [] : [toBinary(versionId)]));
    const rows = await this.database.query(
      `SELECT ${VERSION.sql} FROM questions q JOIN question_versions v ON v.question_id = q.id
         JOIN key_revisions k ON k.id = v.key_revision_id
       WHERE q.id IN (?) AND q.archived_at IS NULL
         AND (v.id = q.latest_version_id ${named.length === 0 ? '' : 'OR v.id IN (?)'})`,
      [questionIds, ...(named.length === 0 ? [] : [named])],
      VERSION,
    );
    return rows.map(({ questionId, versionId, latestVersionId, points, bankId }) => ({
      ...{ questionId, versionId, isLatest: versionId === latestVersionId, points: plainDecimal(points) },
      bankId,
    }));
  }

  /** The quizzes that ask a question, and the version that each is held to. */
  async ofQuestion(questionId: string): Promise<SlotOfQuestion[]> {
    return this.database.rows(
      `SELECT ${OF_QUESTION.sql} FROM quiz_slots s WHERE s.question_id = ? ORDER BY s.activity_id`,
      [toBinary(questionId)],
      OF_QUESTION,
    );
  }

  /** Whether a quiz of another course than that of its bank asks a question. */
  async isAskedElsewhere(questionId: string, courseId: string): Promise<boolean> {
    const row = await this.database.row<{ asked: number }>(
      `SELECT EXISTS (SELECT 1 FROM quiz_slots s JOIN activities a ON a.id = s.activity_id
         WHERE s.question_id = ? AND a.course_id <> ?) AS asked`,
      [toBinary(questionId), toBinary(courseId)],
    );
    return Number(row?.asked ?? 0) === 1;
  }

  async lastPosition(activityId: string): Promise<number> {
    const row = await this.database.row<{ position: number }>(
      'SELECT COALESCE(MAX(position), 0) AS position FROM quiz_slots WHERE activity_id = ?',
      [toBinary(activityId)],
    );
    return row?.position ?? 0;
  }

  /** Adds slots with one statement. */
  async insert(
    slots: (Pick<QuizSlot, 'id' | 'activityId' | 'position' | 'questionId' | 'versionId'> & {
      draw?: Draw | undefined;
    })[],
  ): Promise<void> {
    await this.database.insert(
      NEW_SLOT,
      slots.map(({ draw, ...slot }) => ({ ...slot, ...drawColumns(draw) })),
    );
  }

  /** Gives these slots these positions with one statement. */
  async place(slots: readonly Pick<QuizSlot, 'id' | 'position'>[]): Promise<void> {
    if (slots.length === 0) return;
    const positions = valuesById(
      'id',
      'position',
      slots.map(({ id, position }) => ({ id, value: position })),
    );
    await this.database.execute(`UPDATE quiz_slots SET position = ${positions.sql} WHERE id IN (?)`, [
      ...positions.values,
      slots.map(({ id }) => toBinary(id)),
    ]);
  }

  async deleteOfQuiz(activityId: string): Promise<void> {
    await this.database.run('DELETE FROM quiz_slots WHERE activity_id = ?', [toBinary(activityId)]);
  }

  /** Takes a question out of all quizzes. */
  async deleteOfQuestion(questionId: string): Promise<void> {
    await this.database.run('DELETE FROM quiz_slots WHERE question_id = ?', [toBinary(questionId)]);
  }

  /** What a quiz's slots are worth together. */
  async totalPoints(activityId: string): Promise<string> {
    const row = await this.database.row<{ total: string }>(
      `SELECT COALESCE(SUM(IF(k.voided = 'taken_out', 0, COALESCE(k.points, s.draw_count * s.draw_points))), 0) AS total
       FROM quiz_slots s ${MAYBE_ASKED_NOW} WHERE s.activity_id = ?`,
      [toBinary(activityId)],
    );
    return plainDecimal(row?.total ?? '0');
  }
}

function toSlotQuestion(row: RowOf<typeof ASKED>): SlotQuestion | null {
  const { questionId, versionId, askedVersionId, askedVersionNumber, latestVersionId } = row;
  if (questionId === null || askedVersionId === null || askedVersionNumber === null) return null;
  return {
    ...{ questionId, versionId, askedVersionId, askedVersionNumber },
    latestVersionId: latestVersionId ?? askedVersionId,
  };
}

function drawColumns(
  draw: Draw | undefined,
): Pick<QuizSlot, 'kind' | 'drawCount' | 'drawPoints' | 'folderId' | 'settings'> {
  if (!draw) return { kind: 'question', drawCount: null, drawPoints: null, folderId: null, settings: null };
  const { count, points, folderId, below, tags, tagsMatch, types, bankId } = draw;
  const settings = { below, tags, tagsMatch, types, ...(bankId ? { bankId } : {}) };
  return { kind: 'draw', drawCount: count, drawPoints: points, folderId, settings };
}
