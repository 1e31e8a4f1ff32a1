import { Injectable } from '@nestjs/common';
import { columnsOf, insertOf, type RowOf } from '../../../shared/database/columns-of';
import { Conditions } from '../../../shared/database/conditions';
import { countUpTo } from '../../../shared/database/count-up-to';
import { Database } from '../../../shared/database/database';
import { fromBinary, toBinary } from '../../../shared/database/ids';
import { ListOrder, type Place } from '../../../shared/http/list-order';
import { FinalGrade } from '../final-grades/final-grade.entity';
import { isOfScope, isOfWholeCourse, scopeParams } from '../final-grades/grade-scope';
import { CertifiedGrade } from './certified-grade.entity';
import { GradeCertification } from './grade-certification.entity';

/** Of a certification `y` with its closing `g`. */
const IS_CURRENT = '(g.closed_course_id IS NOT NULL AND g.amendments = y.amendments)';
const CERTIFICATION = columnsOf(GradeCertification, 'y', [
  ...(['id', 'courseId', 'certifiedBy', 'certifiedAt', 'learners', 'root'] as const),
]).andExpressions<{ isCurrent: number }>({ isCurrent: IS_CURRENT });
export type CertificationRow = RowOf<typeof CERTIFICATION>;
const NEW_CERTIFICATION = insertOf(GradeCertification, [
  ...(['id', 'courseId', 'closingId', 'amendments', 'certifiedBy', 'certifiedAt', 'learners'] as const),
  'root' as const,
]);
const WITH_CLOSING = 'STRAIGHT_JOIN grade_closings g ON g.id = y.closing_id';

/** The newest first. */
export const CERTIFICATIONS_ORDER = ListOrder.by<Pick<GradeCertification, 'id'>>(
  'ix_grade_certifications_course',
  { id: 'id' },
).reversed();

const NEW_GRADE = insertOf(CertifiedGrade, [
  ...(['certificationId', 'position', 'userId', 'salt', 'statement', 'commitment'] as const),
]);
const OWN = columnsOf(CertifiedGrade, 'k', ['certificationId', 'position', 'salt', 'statement']);
export type OwnCertifiedGrade = RowOf<typeof OWN>;

const RECORDED = columnsOf(FinalGrade, 'f', [
  ...(['userId', 'recordedPercent', 'recordedGrade', 'recordedMark'] as const),
]);
export type RecordedRow = RowOf<typeof RECORDED>;

/** A course whose final grades are not certified as they stand. */
export interface UncertifiedCourse {
  id: string;
  code: string;
  title: string;
  /** `YYYY-MM-DD`. */
  startDate: string | null;
  endDate: string | null;
  isClosed: boolean;
  lastCertifiedAt: Date | null;
}
type UncertifiedRow = Omit<UncertifiedCourse, 'id' | 'isClosed'> & { id: Buffer; isClosed: number };

const UNCERTIFIED = `c.id, c.code, c.title, c.start_date AS startDate, c.end_date AS endDate,
  EXISTS (SELECT 1 FROM grade_closings o
    WHERE o.closed_course_id = c.id AND ${isOfWholeCourse('o')} AND o.recorded_at IS NOT NULL) AS isClosed,
  (SELECT MAX(p.certified_at) FROM grade_certifications p WHERE p.course_id = c.id) AS lastCertifiedAt`;

/** By their first day. */
export const BY_START = ListOrder.by<Pick<UncertifiedCourse, 'startDate' | 'id'>>('ix_courses_start', {
  startDate: 'day',
  id: 'id',
});

/** The days on which the courses of a term begin, as `YYYY-MM-DD`. */
export interface Term {
  startsFrom?: string;
  startsUntil?: string;
}

/** Rows that one statement inserts. */
const ROWS_AT_ONCE = 1000;

@Injectable()
export class CertificationsRepository {
  constructor(private readonly database: Database) {}

  /** What everybody ends a course with, as it was recorded; nothing of its grading periods. */
  recorded(courseId: string): Promise<RecordedRow[]> {
    return this.database.rows(
      `SELECT ${RECORDED.sql} FROM final_grades f WHERE ${isOfScope('f')} AND f.recorded_at IS NOT NULL ORDER BY f.user_id`,
      scopeParams({ courseId, periodId: null }),
      RECORDED,
    );
  }

  async add(
    certification: Omit<GradeCertification, 'closing'>,
    grades: readonly CertifiedGrade[],
  ): Promise<void> {
    await this.database.insert(NEW_CERTIFICATION, [certification]);
    for (let at = 0; at < grades.length; at += ROWS_AT_ONCE)
      await this.database.insert(NEW_GRADE, grades.slice(at, at + ROWS_AT_ONCE));
  }

  async find(id: string): Promise<CertificationRow | undefined> {
    return this.database.row(
      `SELECT ${CERTIFICATION.sql} FROM grade_certifications y ${WITH_CLOSING} WHERE y.id = ?`,
      [toBinary(id)],
      CERTIFICATION,
    );
  }

  /** In `CERTIFICATIONS_ORDER`. */
  async ofCourse(courseId: string, limit: number, after?: Place): Promise<CertificationRow[]> {
    const chosen = new Conditions().add('y.course_id = ?', toBinary(courseId));
    if (after) CERTIFICATIONS_ORDER.behind('y', after, chosen);
    return this.database.rows(
      `SELECT ${CERTIFICATION.sql} FROM grade_certifications y FORCE INDEX (${CERTIFICATIONS_ORDER.index}) ${WITH_CLOSING}
       WHERE ${chosen.sql} ORDER BY ${CERTIFICATIONS_ORDER.sql('y')} LIMIT ?`,
      [...chosen.params, limit],
      CERTIFICATION,
    );
  }

  count(courseId: string, most: number): Promise<number> {
    const all = 'SELECT y.id FROM grade_certifications y WHERE y.course_id = ?';
    return countUpTo(this.database, most, all, [toBinary(courseId)]);
  }

  /** What was certified about a learner last, in a course. */
  async latestOf(courseId: string, userId: string): Promise<OwnCertifiedGrade | undefined> {
    return this.database.row(
      `SELECT ${OWN.sql} FROM certified_grades k FORCE INDEX (ix_certified_grades_user)
         STRAIGHT_JOIN grade_certifications y ON y.id = k.certification_id
       WHERE k.user_id = ? AND y.course_id = ? ORDER BY k.certification_id DESC LIMIT 1`,
      [toBinary(userId), toBinary(courseId)],
      OWN,
    );
  }

  /** The leaves of the tree, in their order. */
  async commitments(certificationId: string): Promise<Buffer[]> {
    const rows = await this.database.rows<{ commitment: Buffer }>(
      'SELECT k.commitment FROM certified_grades k WHERE k.certification_id = ? ORDER BY k.position',
      [toBinary(certificationId)],
    );
    return rows.map(({ commitment }) => commitment);
  }

  /** Courses of a term whose final grades are not certified as they stand; passes over the others. */
  async uncertified(term: Term, limit: number, after?: Place): Promise<UncertifiedCourse[]> {
    const chosen = uncertified(term);
    if (after) BY_START.behind('c', after, chosen);
    const rows = await this.database.rows<UncertifiedRow>(
      `SELECT ${UNCERTIFIED} FROM courses c FORCE INDEX (${BY_START.index})
       WHERE ${chosen.sql} ORDER BY ${BY_START.sql('c')} LIMIT ?`,
      [...chosen.params, limit],
    );
    return rows.map(({ id, isClosed, ...row }) => ({ ...row, id: fromBinary(id), isClosed: isClosed === 1 }));
  }

  countUncertified(term: Term, most: number): Promise<number> {
    const { sql, params } = uncertified(term);
    const all = `SELECT c.id FROM courses c FORCE INDEX (${BY_START.index}) WHERE ${sql}`;
    return countUpTo(this.database, most, all, params);
  }
}

function uncertified({ startsFrom, startsUntil }: Term): Conditions {
  const chosen = new Conditions();
  if (startsFrom !== undefined) chosen.add('c.start_date >= ?', startsFrom);
  if (startsUntil !== undefined) chosen.add('c.start_date <= ?', startsUntil);
  return chosen.add("c.status <> 'draft'").add(
    `NOT EXISTS (SELECT 1 FROM grade_closings g JOIN grade_certifications y ON y.closing_id = g.id
         WHERE g.closed_course_id = c.id AND y.amendments = g.amendments)`,
  );
}
