import { Injectable } from '@nestjs/common';
import { columnsOf, insertOf, type RowOf } from '../../../../shared/database/columns-of';
import { Database } from '../../../../shared/database/database';
import { toBinary } from '../../../../shared/database/ids';
import type { CourseStatus } from '../../../courses';
import { AttemptQuestion } from '../../attempts/attempt-question.entity';
import {
  ATTEMPT,
  type AttemptWithTerms,
  OWN_TERMS,
  toAttempt,
  toOwnTerms,
} from '../../attempts/attempt-records';
import { QuestionBank } from '../../banks/question-bank.entity';
import { BankShare } from '../../sharing/bank-share.entity';
import { QuestionVersionFile } from './question-version-file.entity';

const FILE = columnsOf(QuestionVersionFile, 'f', ['fileId']);
const STATUS = { status: 'c.status' };
const IN_BANK = FILE.and(columnsOf(QuestionBank, 'b', ['courseId'])).andExpressions<{ status: CourseStatus }>(
  STATUS,
);
const SHARED = FILE.and(columnsOf(BankShare, 'h', ['courseId'])).andExpressions<{ status: CourseStatus }>(
  STATUS,
);
const ON_PAPER = ATTEMPT.and(OWN_TERMS)
  .and(columnsOf(QuestionVersionFile, 'f', ['fileId', 'isAsked']))
  .and(columnsOf(AttemptQuestion, 'p', ['position']))
  .andExpressions<{ status: CourseStatus; isInFeedback: number }>({
    ...STATUS,
    isInFeedback: `EXISTS (SELECT 1 FROM key_revisions k WHERE k.version_id = v.id
      AND LOWER(k.feedback) LIKE CONCAT('%/v1/files/', LOWER(INSERT(INSERT(INSERT(INSERT(HEX(f.file_id),
        21, 0, '-'), 17, 0, '-'), 13, 0, '-'), 9, 0, '-')), '/content%'))`,
  });
const OF_VERSION = columnsOf(QuestionVersionFile, 'f', ['versionId', 'fileId', 'isAsked']);
const NEW_FILE = insertOf(QuestionVersionFile, ['versionId', 'fileId', 'isAsked']);

/** That a version has a file. */
export type VersionFile = Omit<QuestionVersionFile, 'version'>;

/** A file, and a course in whose bank a question has it. */
export type BankFile = RowOf<typeof IN_BANK>;

/** A file, and an attempt whose paper asks the version that has it. */
export interface PaperFile extends Pick<QuestionVersionFile, 'fileId' | 'isAsked'> {
  /** Whether the feedback to the question names it, in any revision. */
  isInFeedback: boolean;
  attempt: AttemptWithTerms;
  position: number;
  /** Of the course. */
  status: CourseStatus;
}

/** Which versions of questions have which files. */
@Injectable()
export class QuestionFilesRepository {
  constructor(private readonly database: Database) {}

  async insert(references: readonly VersionFile[]): Promise<void> {
    // A revision of a key may name what the version has already.
    if (references.length > 0) await this.database.insert(NEW_FILE, references, 'version_id = version_id');
  }

  /** Of versions. */
  async ofVersions(versionIds: readonly string[]): Promise<VersionFile[]> {
    return this.database.query(
      `SELECT ${OF_VERSION.sql} FROM question_version_files f WHERE f.version_id IN (?)`,
      [versionIds.map(toBinary)],
      OF_VERSION,
    );
  }

  /** Those of the files that a question has. */
  async held(fileIds: readonly string[]): Promise<string[]> {
    const found = await this.database.query(
      `SELECT DISTINCT ${FILE.sql} FROM question_version_files f WHERE f.file_id IN (?)`,
      [fileIds.map(toBinary)],
      FILE,
    );
    return found.map(({ fileId }) => fileId);
  }

  /** The courses in whose banks questions have these files, and those that such a bank is shared with. */
  async inBanks(fileIds: readonly string[]): Promise<BankFile[]> {
    return this.database.query(
      `SELECT DISTINCT ${IN_BANK.sql} FROM question_version_files f
         JOIN question_versions v ON v.id = f.version_id JOIN questions q ON q.id = v.question_id
         JOIN question_banks b ON b.id = q.bank_id JOIN courses c ON c.id = b.course_id
       WHERE f.file_id IN (?)
       UNION SELECT ${SHARED.sql} FROM question_version_files f
         JOIN question_versions v ON v.id = f.version_id JOIN questions q ON q.id = v.question_id
         JOIN bank_shares h ON h.bank_id = q.bank_id AND h.ended_at IS NULL JOIN courses c ON c.id = h.course_id
       WHERE f.file_id IN (?)`,
      [fileIds.map(toBinary), fileIds.map(toBinary)],
      IN_BANK,
    );
  }

  /** The attempts of a person whose papers ask versions that have these files. Reads what they attempted, not their class. */
  async onPapersOf(userId: string, fileIds: readonly string[]): Promise<PaperFile[]> {
    const rows = await this.database.query(
      `SELECT ${ON_PAPER.sql} FROM question_version_files f
         STRAIGHT_JOIN question_versions v ON v.id = f.version_id
         STRAIGHT_JOIN questions q ON q.id = v.question_id
         STRAIGHT_JOIN attempts t FORCE INDEX (ix_attempts_user) ON t.user_id = ?
         STRAIGHT_JOIN attempt_questions p FORCE INDEX (PRIMARY) ON p.attempt_id = t.id AND p.question_id = v.question_id
         STRAIGHT_JOIN quizzes z ON z.activity_id = t.activity_id
         STRAIGHT_JOIN courses c ON c.id = t.course_id
       WHERE f.file_id IN (?) AND t.deleted_at IS NULL AND COALESCE(p.version_id, q.latest_version_id) = v.id`,
      [toBinary(userId), fileIds.map(toBinary)],
      ON_PAPER,
    );
    return rows.map((row) => ({
      ...{
        fileId: row.fileId,
        isAsked: row.isAsked,
        isInFeedback: Number(row.isInFeedback) === 1,
        position: row.position,
        status: row.status,
      },
      attempt: { ...toAttempt(row), ...toOwnTerms(row) },
    }));
  }

  /** Of all questions of a course, each once. */
  async filesOfCourse(courseId: string): Promise<string[]> {
    const found = await this.database.query(
      `SELECT DISTINCT ${FILE.sql} FROM question_banks b JOIN questions q ON q.bank_id = b.id
         JOIN question_versions v ON v.question_id = q.id JOIN question_version_files f ON f.version_id = v.id
       WHERE b.course_id = ?`,
      [toBinary(courseId)],
      FILE,
    );
    return found.map(({ fileId }) => fileId);
  }

  /** The sum of all files of the questions of a bank, each counted once, in bytes. */
  async bytesOfBank(bankId: string): Promise<number> {
    const row = await this.database.row<{ bytes: string }>(
      `SELECT COALESCE(SUM(s.bytes), 0) AS bytes FROM files s WHERE s.id IN (
         SELECT f.file_id FROM questions q JOIN question_versions v ON v.question_id = q.id
           JOIN question_version_files f ON f.version_id = v.id WHERE q.bank_id = ?)`,
      [toBinary(bankId)],
    );
    return Number(row?.bytes ?? 0);
  }
}
