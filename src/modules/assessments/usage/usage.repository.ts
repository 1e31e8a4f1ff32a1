import { Injectable } from '@nestjs/common';
import { columnsOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import type { CourseStatus } from '../../courses';
import { COUNTS } from '../attempts/attempt-records';
import { Quiz } from '../quizzes/quiz.entity';
import { QuestionVersion } from '../questions/question-version.entity';
import { type SlotDraw, toSlotDraw } from '../slots/draws';
import { QuizSlot } from '../slots/quiz-slot.entity';
import { DRAW } from '../slots/slots.repository';

const COURSE = { title: 'a.title', status: 'c.status' };
const PLACE = columnsOf(QuizSlot, 's', ['activityId', 'position'])
  .and(columnsOf(Quiz, 'z', ['courseId']))
  .andExpressions<{ title: string; status: CourseStatus }>(COURSE);
const ASKING = PLACE.and(columnsOf(QuestionVersion, 'v', { heldTo: 'number' }).orNull());
const DRAWING = DRAW.and(columnsOf(QuizSlot, 's', ['activityId']))
  .and(columnsOf(Quiz, 'z', ['courseId']))
  .andExpressions<{ title: string; status: CourseStatus }>(COURSE);

/** A place of a quiz. */
interface Place {
  activityId: string;
  title: string;
  courseId: string;
  status: CourseStatus;
  /** Of the slot in its quiz, from 1. */
  position: number;
}

/** The version that a place is held to; null where it follows the latest. */
export type AskingPlace = Place & { heldTo: number | null };

export type DrawingPlace = Place & { draw: SlotDraw };

/** How often a question was asked, in attempts that count. */
export interface Asked {
  attempts: number;
  learners: number;
  /** False where there are more attempts than were counted. */
  isExact: boolean;
}

/** Where questions are asked, and how often they were. */
@Injectable()
export class UsageRepository {
  constructor(private readonly database: Database) {}

  /** The places that name the question, by title of the quiz. */
  async asking(questionId: string): Promise<AskingPlace[]> {
    const rows = await this.database.rows(
      `SELECT ${ASKING.sql} FROM quiz_slots s JOIN activities a ON a.id = s.activity_id
         JOIN quizzes z ON z.activity_id = a.id JOIN courses c ON c.id = z.course_id
         LEFT JOIN question_versions v ON v.id = s.version_id
       WHERE s.question_id = ?`,
      [toBinary(questionId)],
      ASKING,
    );
    return rows.sort(inOrder);
  }

  /** The places that draw from a bank, of its course and of those that it is or was shared with, by title of the quiz. */
  async drawing(bankId: string, courseId: string): Promise<DrawingPlace[]> {
    const rows = await this.database.rows(
      `SELECT ${DRAWING.sql}
       FROM (SELECT c.id FROM courses c WHERE c.id = ? UNION SELECT h.course_id FROM bank_shares h WHERE h.bank_id = ?) o
         STRAIGHT_JOIN activities a ON a.course_id = o.id STRAIGHT_JOIN quiz_slots s ON s.activity_id = a.id
         JOIN quizzes z ON z.activity_id = a.id JOIN courses c ON c.id = z.course_id
       WHERE s.draw_count IS NOT NULL`,
      [toBinary(courseId), toBinary(bankId)],
      DRAWING,
    );
    return rows.sort(inOrder).flatMap((row) => {
      const draw = toSlotDraw(row);
      const { activityId, title, position, courseId: of, status } = row;
      const isFromIt = draw?.bankId ? draw.bankId === bankId : of === courseId;
      return draw && isFromIt ? [{ activityId, title, position, courseId: of, status, draw }] : [];
    });
  }

  /** Counts up to `most` attempts. */
  async asked(questionId: string, most: number): Promise<Asked> {
    const counted = await this.database.row<{ attempts: number; learners: number }>(
      `SELECT COUNT(*) AS attempts, COUNT(DISTINCT c.user_id) AS learners
       FROM (SELECT t.user_id FROM attempt_questions p FORCE INDEX (ix_attempt_questions_question)
               STRAIGHT_JOIN attempts t ON t.id = p.attempt_id
             WHERE p.question_id = ? AND ${COUNTS} LIMIT ?) c`,
      [toBinary(questionId), most + 1],
    );
    const attempts = Number(counted?.attempts ?? 0);
    return {
      attempts: Math.min(attempts, most),
      learners: Math.min(Number(counted?.learners ?? 0), most),
      isExact: attempts <= most,
    };
  }
}

/** Sorted here: the server would sort rows with settings in a table on its disk. */
function inOrder(one: Place, other: Place): number {
  return (
    one.title.localeCompare(other.title, 'en') ||
    one.activityId.localeCompare(other.activityId, 'en') ||
    one.position - other.position
  );
}
