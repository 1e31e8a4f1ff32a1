import { Injectable } from '@nestjs/common';
import { columnsOf, insertOf, type RowOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { GradesClosedError } from '../gradebook.errors';
import { GradeClosing } from './grade-closing.entity';

const CLOSING = columnsOf(GradeClosing, 'g', [
  ...([
    'id',
    'courseId',
    'closedCourseId',
    'closedBy',
    'closedAt',
    'recordedAt',
    'learners',
    'amendments',
  ] as const),
  ...(['reopenedBy', 'reopenedAt', 'reason'] as const),
]);
export type ClosingRow = RowOf<typeof CLOSING>;
const NEW_CLOSING = insertOf(GradeClosing, ['id', 'courseId', 'closedCourseId', 'closedBy', 'closedAt']);

/**
 * In SQL: whether the grades of a course are closed, 1 or 0. It is locked as well, so that it says how it is after a wait for the row it
 * is read with, not before.
 */
export function closingsOf(course: string): string {
  return `(SELECT COUNT(*) FROM grade_closings g WHERE g.closed_course_id = ${course} LOCK IN SHARE MODE)`;
}

/** The one that keeps the grades of a course closed. */
const PRESENT = `SELECT ${CLOSING.sql} FROM grade_closings g WHERE g.closed_course_id = ?`;

/** When the grades of courses were closed and opened again. */
@Injectable()
export class GradeClosingsRepository {
  constructor(private readonly database: Database) {}

  /** The newest first, the present one among them. */
  latest(courseId: string, limit: number): Promise<ClosingRow[]> {
    return this.database.rows(
      `SELECT ${CLOSING.sql} FROM grade_closings g WHERE g.course_id = ? ORDER BY g.id DESC LIMIT ?`,
      [toBinary(courseId), limit],
      CLOSING,
    );
  }

  present(courseId: string): Promise<ClosingRow | undefined> {
    return this.database.row(PRESENT, [toBinary(courseId)], CLOSING);
  }

  /** As `present`, and it stays so until the transaction ends. */
  hold(courseId: string): Promise<ClosingRow | undefined> {
    return this.database.row(`${PRESENT} LOCK IN SHARE MODE`, [toBinary(courseId)], CLOSING);
  }

  /** As `present`, locked for a change. */
  lock(courseId: string): Promise<ClosingRow | undefined> {
    return this.database.row(`${PRESENT} FOR UPDATE`, [toBinary(courseId)], CLOSING);
  }

  /**
   * Call it first in the transaction that changes scores, line items or rules: they stay open until it ends. Throws
   * GradesClosedError.
   */
  async requireOpen(courseId: string): Promise<void> {
    const row = await this.database.row<{ closings: number }>(
      `SELECT ${closingsOf('c.id')} AS closings FROM courses c WHERE c.id = ? LOCK IN SHARE MODE`,
      [toBinary(courseId)],
    );
    if ((row?.closings ?? 0) > 0) throw new GradesClosedError();
  }

  /** Closes the grades, unless they are closed. */
  async close(closing: Pick<GradeClosing, 'id' | 'courseId' | 'closedBy' | 'closedAt'>): Promise<void> {
    const row = { ...closing, closedCourseId: closing.courseId };
    await this.database.insert(NEW_CLOSING, [row], 'grade_closings.learners = grade_closings.learners');
  }

  /** Waits for the transactions that change scores, line items or rules by hand, and began before the grades were closed. */
  async awaitChanges(courseId: string): Promise<void> {
    await this.database.rows('SELECT c.id FROM courses c WHERE c.id = ? FOR UPDATE', [toBinary(courseId)]);
    await this.database.rows('SELECT li.id FROM line_items li WHERE li.course_id = ? FOR UPDATE', [
      toBinary(courseId),
    ]);
  }

  async setRecorded(id: string, learners: number, now: Date): Promise<void> {
    await this.database.run('UPDATE grade_closings SET recorded_at = ?, learners = ? WHERE id = ?', [
      ...[now, learners, toBinary(id)],
    ]);
  }

  /** Of one that is locked. */
  async countAmendment(id: string): Promise<void> {
    await this.database.run('UPDATE grade_closings SET amendments = amendments + 1 WHERE id = ?', [
      toBinary(id),
    ]);
  }

  /** Opens the grades of a course again of which nothing was recorded, whoever began to close them. */
  async giveUp(courseId: string): Promise<void> {
    await this.database.run('DELETE FROM grade_closings WHERE closed_course_id = ? AND recorded_at IS NULL', [
      toBinary(courseId),
    ]);
  }

  async reopen(
    id: string,
    { reopenedBy, reopenedAt, reason }: { reopenedBy: string; reopenedAt: Date; reason: string },
  ): Promise<void> {
    await this.database.run(
      'UPDATE grade_closings SET closed_course_id = NULL, reopened_by = ?, reopened_at = ?, reason = ? WHERE id = ?',
      [toBinary(reopenedBy), reopenedAt, reason, toBinary(id)],
    );
  }
}
