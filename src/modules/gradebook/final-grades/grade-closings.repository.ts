import { Injectable } from '@nestjs/common';
import { columnsOf, insertOf, type RowOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { fromBinary, toBinary } from '../../../shared/database/ids';
import { GradesClosedError } from '../gradebook.errors';
import { GradeClosing } from './grade-closing.entity';
import {
  type ClosedScopes,
  closedScopes,
  columnsOfScope,
  type GradeScope,
  isOfScope,
  scopeParams,
} from './grade-scope';

const CLOSING = columnsOf(GradeClosing, 'g', [
  ...([
    'id',
    'courseId',
    'periodId',
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
const NEW_CLOSING = insertOf(GradeClosing, [
  ...(['id', 'courseId', 'periodId', 'closedCourseId', 'closedBy', 'closedAt'] as const),
]);

/** Of an id in the text of `closedIn`. */
const ID_DIGITS = 32;

/**
 * In SQL: what of a course is closed, as `toClosedScopes` reads it. It is locked as well, so that it says how it is after a wait for the row it
 * is read with, not before.
 */
export function closedIn(course: string): string {
  return `(SELECT GROUP_CONCAT(HEX(g.period_id) SEPARATOR '') FROM grade_closings g WHERE g.closed_course_id = ${course} LOCK IN SHARE MODE)`;
}

export function toClosedScopes(text: string | null): ClosedScopes {
  const ids: string[] = [];
  for (let at = 0; at < (text?.length ?? 0); at += ID_DIGITS)
    ids.push(fromBinary(Buffer.from(text!.slice(at, at + ID_DIGITS), 'hex')));
  return closedScopes(ids);
}

/** The one that keeps the grades of a course, or of a period, closed. */
const PRESENT = `SELECT ${CLOSING.sql} FROM grade_closings g WHERE g.closed_course_id = ? AND g.period_id = ?`;

/** When the grades of courses were closed and opened again. */
@Injectable()
export class GradeClosingsRepository {
  constructor(private readonly database: Database) {}

  /** The newest first, the present one among them. */
  latest(scope: GradeScope, limit: number): Promise<ClosingRow[]> {
    return this.database.rows(
      `SELECT ${CLOSING.sql} FROM grade_closings g WHERE ${isOfScope('g')} ORDER BY g.id DESC LIMIT ?`,
      [...scopeParams(scope), limit],
      CLOSING,
    );
  }

  /** Those that keep the course and its periods closed. */
  allPresent(courseId: string): Promise<ClosingRow[]> {
    return this.database.rows(
      `SELECT ${CLOSING.sql} FROM grade_closings g WHERE g.closed_course_id = ?`,
      [toBinary(courseId)],
      CLOSING,
    );
  }

  /** The grading periods that are closed now. */
  async closedPeriods(courseId: string): Promise<ClosedScopes['periods']> {
    const present = await this.allPresent(courseId);
    return closedScopes(present.map(({ periodId }) => periodId)).periods;
  }

  present(scope: GradeScope): Promise<ClosingRow | undefined> {
    return this.database.row(PRESENT, scopeParams(scope), CLOSING);
  }

  /** As `present`, and it stays so until the transaction ends. */
  hold(scope: GradeScope): Promise<ClosingRow | undefined> {
    return this.database.row(`${PRESENT} LOCK IN SHARE MODE`, scopeParams(scope), CLOSING);
  }

  /** As `present`, locked for a change. */
  lock(scope: GradeScope): Promise<ClosingRow | undefined> {
    return this.database.row(`${PRESENT} FOR UPDATE`, scopeParams(scope), CLOSING);
  }

  /**
   * Call it first in the transaction that changes scores, line items or rules: they stay open until it ends, except for those of the
   * grading periods that are closed, which it returns. Throws GradesClosedError.
   */
  async requireOpen(courseId: string): Promise<ClosedScopes['periods']> {
    const row = await this.database.row<{ closed: string | null }>(
      `SELECT ${closedIn('c.id')} AS closed FROM courses c WHERE c.id = ? LOCK IN SHARE MODE`,
      [toBinary(courseId)],
    );
    const { isCourseClosed, periods } = toClosedScopes(row?.closed ?? null);
    if (isCourseClosed) throw new GradesClosedError();
    return periods;
  }

  /** Closes the grades, unless they are closed. */
  async close(scope: GradeScope, closing: Pick<GradeClosing, 'id' | 'closedBy' | 'closedAt'>): Promise<void> {
    const row = { ...closing, ...columnsOfScope(scope), closedCourseId: scope.courseId };
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

  /** Opens the grades again of which nothing was recorded, whoever began to close them. */
  async giveUp(scope: GradeScope): Promise<void> {
    await this.database.run(
      'DELETE FROM grade_closings WHERE closed_course_id = ? AND period_id = ? AND recorded_at IS NULL',
      scopeParams(scope),
    );
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
