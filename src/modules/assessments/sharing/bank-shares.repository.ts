import { Injectable } from '@nestjs/common';
import { columnsOf, insertOf, type RowOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { fromBinary, toBinary } from '../../../shared/database/ids';
import type { CourseStatus, CourseVisibility } from '../../courses';
import { QuestionBank } from '../banks/question-bank.entity';
import { BankShare } from './bank-share.entity';

/** Of a bank, and with a course. */
export const MOST_SHARES = 100;

const COURSE = { code: 'c.code', title: 'c.title', status: 'c.status', visibility: 'c.visibility' };
const SHARE = columnsOf(BankShare, 'h', ['bankId', 'access', 'sharedAt']).andExpressions<{
  code: string;
  title: string;
  status: CourseStatus;
  visibility: CourseVisibility;
}>(COURSE);
const GIVEN = SHARE.and(columnsOf(BankShare, 'h', ['courseId']));
const RECEIVED = SHARE.and(columnsOf(QuestionBank, 'b', ['courseId']));
const USER = columnsOf(BankShare, 'h', ['courseId', 'access']).andExpressions<{ status: CourseStatus }>({
  status: 'c.status',
});
const NEW_SHARE = insertOf(BankShare, ['bankId', 'courseId', 'access', 'sharedBy', 'sharedAt', 'endedAt']);

/** A share with the other course: the one that it is shared with, or from. */
export type ShareWithCourse = RowOf<typeof GIVEN>;

/** With which courses banks are shared. Callers that write must have locked the bank. */
@Injectable()
export class BankSharesRepository {
  constructor(private readonly database: Database) {}

  /** With which courses the bank of a course is shared, by title. */
  async given(courseId: string): Promise<ShareWithCourse[]> {
    return this.database.rows(
      `SELECT ${GIVEN.sql} FROM question_banks b JOIN bank_shares h ON h.bank_id = b.id JOIN courses c ON c.id = h.course_id
       WHERE b.course_id = ? AND h.ended_at IS NULL ORDER BY c.title, c.id`,
      [toBinary(courseId)],
      GIVEN,
    );
  }

  /** The banks that are shared with a course, by the title of the course that they are of. */
  async received(courseId: string): Promise<ShareWithCourse[]> {
    return this.database.rows(
      `SELECT ${RECEIVED.sql} FROM bank_shares h JOIN question_banks b ON b.id = h.bank_id JOIN courses c ON c.id = b.course_id
       WHERE h.course_id = ? AND h.ended_at IS NULL ORDER BY c.title, c.id`,
      [toBinary(courseId)],
      RECEIVED,
    );
  }

  /** The ids of the banks that are shared with a course. */
  async banksFor(courseId: string): Promise<string[]> {
    const rows = await this.database.rows<{ id: Buffer }>(
      'SELECT bank_id AS id FROM bank_shares WHERE course_id = ? AND ended_at IS NULL ORDER BY bank_id',
      [toBinary(courseId)],
    );
    return rows.map(({ id }) => fromBinary(id));
  }

  /** The courses that a bank is shared with. */
  async courses(bankId: string): Promise<RowOf<typeof USER>[]> {
    return this.database.rows(
      `SELECT ${USER.sql} FROM bank_shares h JOIN courses c ON c.id = h.course_id
       WHERE h.bank_id = ? AND h.ended_at IS NULL`,
      [toBinary(bankId)],
      USER,
    );
  }

  async countGiven(bankId: string): Promise<number> {
    const row = await this.database.row<{ shares: number }>(
      'SELECT COUNT(*) AS shares FROM bank_shares WHERE bank_id = ? AND ended_at IS NULL',
      [toBinary(bankId)],
    );
    return Number(row?.shares ?? 0);
  }

  async find(bankId: string, courseId: string): Promise<Pick<BankShare, 'access'> | undefined> {
    return this.database.row<Pick<BankShare, 'access'>>(
      'SELECT access FROM bank_shares WHERE bank_id = ? AND course_id = ? AND ended_at IS NULL',
      [toBinary(bankId), toBinary(courseId)],
    );
  }

  /** Shares a bank, or says otherwise what a share lets people do. */
  async put(share: Omit<BankShare, 'bank' | 'endedAt'>): Promise<void> {
    await this.database.insert(
      NEW_SHARE,
      [{ ...share, endedAt: null }],
      `shared_by = IF(access = VALUES(access) AND ended_at IS NULL, shared_by, VALUES(shared_by)),
       shared_at = IF(ended_at IS NULL, shared_at, VALUES(shared_at)), access = VALUES(access), ended_at = NULL`,
    );
  }

  async end(bankId: string, courseId: string, now: Date): Promise<void> {
    await this.database.run(
      'UPDATE bank_shares SET ended_at = COALESCE(ended_at, ?) WHERE bank_id = ? AND course_id = ?',
      [now, toBinary(bankId), toBinary(courseId)],
    );
  }

  /** Whether a quiz of another course asks a question of a bank, or draws from it. */
  async isUsedElsewhere(bankId: string): Promise<boolean> {
    const row = await this.database.row<{ used: number }>(
      `SELECT EXISTS (
         SELECT 1 FROM bank_shares h JOIN activities a ON a.course_id = h.course_id
           JOIN quiz_slots s ON s.activity_id = a.id LEFT JOIN questions q ON q.id = s.question_id
         WHERE h.bank_id = ? AND (q.bank_id = h.bank_id OR JSON_VALUE(s.settings, '$.bankId') = ?)) AS used`,
      [toBinary(bankId), bankId],
    );
    return Number(row?.used ?? 0) === 1;
  }
}
