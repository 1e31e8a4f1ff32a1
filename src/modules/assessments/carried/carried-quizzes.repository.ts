import { Injectable } from '@nestjs/common';
import { columnsOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { fromBinary, toBinary } from '../../../shared/database/ids';
import { plainDecimal } from '../../../shared/decimals/plain-decimal';
import type { CarryScope } from '../../courses';
import { feedbackOf, type QuizSettings } from '../quizzes/quiz-settings';
import { NEW_QUIZ, QUIZ, type QuizRecord, toQuizRecord } from '../quizzes/quizzes.repository';
import { type Draw, type SlotDraw, toSlotDraw } from '../slots/draws';
import { QuizSlot } from '../slots/quiz-slot.entity';
import { DRAW, MAYBE_ASKED_NOW, SlotsRepository } from '../slots/slots.repository';

const CARRIED = QUIZ.andExpressions<{ title: string }>({ title: 'a.title' });
const SLOT = DRAW.and(columnsOf(QuizSlot, 's', ['activityId', 'questionId', 'versionId']));
/** What a quiz is made with once more, when it gets its settings. */
const SETTINGS = NEW_QUIZ.columns
  .filter((column) => !['activity_id', 'course_id', 'created_at'].includes(column))
  .map((column) => `${column} = VALUES(${column})`)
  .join(', ');

/** A place of a quiz: a question, or a draw. */
export interface SlotDocument {
  id: string;
  questionId: string | null;
  /** Null where it follows the latest. */
  versionId: string | null;
  draw: Draw | null;
}

/** A quiz that is there, with what it gets. */
export interface RestoredQuiz {
  activityId: string;
  settings: QuizSettings;
  slots: readonly SlotDocument[];
}

/** The quizzes of a course with all that their authors set. */
@Injectable()
export class CarriedQuizzesRepository {
  constructor(
    private readonly database: Database,
    private readonly slots: SlotsRepository,
  ) {}

  /** Those of the activities that are not archived, in the order of their ids. */
  async ofScope(scope: CarryScope): Promise<(QuizRecord & { title: string })[]> {
    const { sql, values } = within(scope);
    const rows = await this.database.rows(
      `SELECT ${CARRIED.sql} FROM quizzes z JOIN activities a ON a.id = z.activity_id WHERE ${sql} ORDER BY z.activity_id`,
      values,
      CARRIED,
    );
    return rows.map((row) => ({ ...toQuizRecord(row), title: row.title }));
  }

  /** The slots of the same quizzes in their order, by the quiz. */
  async slotsOf(scope: CarryScope): Promise<Map<string, SlotDocument[]>> {
    const { sql, values } = within(scope);
    const rows = await this.database.rows(
      `SELECT ${SLOT.sql} FROM quizzes z JOIN activities a ON a.id = z.activity_id
         JOIN quiz_slots s ON s.activity_id = z.activity_id WHERE ${sql}`,
      values,
      SLOT,
    );
    const inOrder = rows.toSorted((one, other) => one.position - other.position);
    const byQuiz = Map.groupBy(inOrder, ({ activityId }) => activityId);
    return new Map([...byQuiz].map(([activityId, own]) => [activityId, own.map(toDocument)]));
  }

  /**
   * Gives new quizzes, which are there with what every quiz begins with, their settings and slots, and counts what they are worth. The same
   * statements whatever their number. Returns the points of each.
   */
  async restore(courseId: string, quizzes: readonly RestoredQuiz[], now: Date): Promise<Map<string, string>> {
    if (quizzes.length === 0) return new Map();
    await this.slots.insert(
      quizzes.flatMap(({ activityId, slots }) =>
        slots.map(({ id, questionId, versionId, draw }, index) => ({
          ...{ id, activityId, position: index + 1, questionId, versionId, draw: draw ?? undefined },
        })),
      ),
    );
    const points = await this.points(quizzes.map(({ activityId }) => activityId));
    await this.database.insert(
      NEW_QUIZ,
      quizzes.map(({ activityId, settings }) => ({
        ...{ ...settings, activityId, courseId, feedback: feedbackOf(settings.review) },
        ...{ pointsPossible: points.get(activityId) ?? '0', createdAt: now, updatedAt: now },
      })),
      SETTINGS,
    );
    return points;
  }

  /** Shows the build before the questions of the quizzes, each where one of them asks it. One statement. */
  async placeQuestions(activityIds: readonly string[]): Promise<void> {
    if (activityIds.length === 0) return;
    await this.database.execute(
      `UPDATE quiz_slots s JOIN questions q ON q.id = s.question_id
       SET q.activity_id = s.activity_id, q.position = s.position, q.edits = q.edits + 1
       WHERE s.activity_id IN (?) AND q.activity_id IS NULL`,
      [activityIds.map(toBinary)],
    );
  }

  private async points(activityIds: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.database.query<{ id: Buffer; total: string }>(
      `SELECT s.activity_id AS id, SUM(COALESCE(k.points, s.draw_count * s.draw_points)) AS total
       FROM quiz_slots s ${MAYBE_ASKED_NOW} WHERE s.activity_id IN (?) GROUP BY s.activity_id`,
      [activityIds.map(toBinary)],
    );
    return new Map(rows.map(({ id, total }) => [fromBinary(id), plainDecimal(total)]));
  }
}

function within({ courseId, activityId }: CarryScope): { sql: string; values: Buffer[] } {
  const course = toBinary(courseId);
  return activityId === null
    ? { sql: 'z.course_id = ? AND a.archived_at IS NULL', values: [course] }
    : { sql: 'z.course_id = ? AND z.activity_id = ?', values: [course, toBinary(activityId)] };
}

type SlotRow = Parameters<typeof toSlotDraw>[0] & { questionId: string | null; versionId: string | null };

function toDocument(row: SlotRow): SlotDocument {
  const draw = toSlotDraw(row);
  const { slotId: id, questionId, versionId } = row;
  return { id, questionId, versionId, draw: draw ? toDraw(draw) : null };
}

function toDraw({ slotId: _slot, position: _position, ...draw }: SlotDraw): Draw {
  return draw;
}
