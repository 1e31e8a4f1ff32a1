import { Injectable } from '@nestjs/common';
import { insertOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { fromBinary, toBinary } from '../../../shared/database/ids';
import type { Rational } from '../../../shared/decimals/rational';
import { isLearnersEnrollment } from '../../courses';
import type { TotalShares } from '../totals/totals-view';
import { NO_FINGERPRINT } from './course-structure';
import { StoredTotal, type TotalScope } from './stored-total.entity';
import type { KnownStructure, PartShares } from './stored-totals';

/** A learner's totals in a course, to be stored. */
export interface ComputedTotals {
  courseId: string;
  userId: string;
  structureVersion: number;
  computedAt: Date;
  holdsUntil: Date | null;
  shares: TotalShares;
  /** Of categories and grading periods. */
  parts: readonly PartShares[];
}

export interface CourseLearner {
  courseId: string;
  userId: string;
}

interface OlderFilter {
  version: number;
  now: Date;
  /** A learner; null: from the first. */
  after: string | null;
  limit: number;
  periodId?: string | null;
}

const NEW_TOTAL = insertOf(StoredTotal, [
  ...(['courseId', 'userId', 'scopeKind', 'scopeId', 'structureVersion', 'revision', 'computedAt'] as const),
  ...(['holdsUntil', 'postedCurrent', 'postedFinal', 'currentOfAll', 'finalOfAll', 'sortKey'] as const),
]);
const VALUES = NEW_TOTAL.columns.slice(4).filter((column) => column !== 'revision');
/** `revision` comes last: the conditions before it are about the old one. */
const overwriteIf = (condition: string, revision: string): string =>
  `${VALUES.map((column) => `${column} = IF(${condition}, VALUES(${column}), ${column})`).join(', ')}, revision = ${revision}`;
const IS_NEXT = 'revision = VALUES(revision) - 1';
/** Where a row is there that was believed not to be, its revision grows, so that the server counts it as changed. */
const OVERWRITE_NEXT = overwriteIf(
  IS_NEXT,
  `IF(VALUES(revision) = 1, revision + 1, IF(${IS_NEXT}, VALUES(revision), revision))`,
);
const OVERWRITE = overwriteIf('TRUE', 'VALUES(revision)');
const SORT_PLACES = 20;
/** What has expired holds at no time, whatever becomes of the clock. */
const LONG_AGO = new Date(0);
const EXPIRED_NOW = 'holds_until = VALUES(holds_until), revision = revision + 1';
const EXPIRED_TOO = `ON DUPLICATE KEY UPDATE holds_until = VALUES(holds_until), revision = stored_totals.revision + 1`;

/** Totals as they are stored, and the structures of courses. Checks nobody's rights. */
@Injectable()
export class StoredTotalsRepository {
  constructor(private readonly database: Database) {}

  /**
   * Stores the totals of one learner, unless somebody has done so since they were read: then false, and what is stored is not to be relied
   * on before it is stored again. One statement.
   *
   * @param revision that was read; undefined where nothing was stored
   */
  async storeNext(totals: ComputedTotals, revision: number | undefined): Promise<boolean> {
    const rows = rowsOf(totals, (revision ?? 0) + 1);
    const { affectedRows } = await this.database.insert(NEW_TOTAL, rows, OVERWRITE_NEXT);
    // The server counts 1 for a row that is inserted or stays, and 2 for one that is changed.
    return affectedRows === rows.length * (revision === undefined ? 1 : 2);
  }

  /** Locks the totals of learners until the transaction ends, whether they are stored or not. One statement. */
  async claim(learners: readonly CourseLearner[]): Promise<void> {
    await this.database.insert(NEW_TOTAL, learners.map(nothingOf).toSorted(byKey), 'revision = revision + 1');
  }

  /** Stores totals that are claimed; all rows of a learner get the revision behind that which was read. One statement. */
  async store(all: readonly (ComputedTotals & { revision: number })[]): Promise<void> {
    await this.database.insert(
      NEW_TOTAL,
      all.flatMap((totals) => rowsOf(totals, totals.revision + 1)),
      OVERWRITE,
    );
  }

  /**
   * Has the totals of people hold no more: in one course, or all of them (null). Where nothing is stored, a row says so: whoever has
   * computed totals without seeing this change then finds one. One statement.
   */
  async expire(userIds: readonly string[], courseId: string | null): Promise<void> {
    await this.database.execute(
      `INSERT INTO stored_totals (course_id, user_id, scope_kind, scope_id, structure_version, computed_at, holds_until)
       SELECT DISTINCT e.course_id, e.user_id, 'course', e.course_id, 0, ?, ? FROM enrollments e
       WHERE e.user_id IN (?) AND ${isLearnersEnrollment('e')} ${courseId === null ? '' : 'AND e.course_id = ?'} ${EXPIRED_TOO}`,
      [LONG_AGO, LONG_AGO, userIds.map(toBinary), ...(courseId === null ? [] : [toBinary(courseId)])],
    );
  }

  /** Likewise, of many learners. */
  async expireMany(learners: readonly CourseLearner[]): Promise<void> {
    await this.database.insert(NEW_TOTAL, learners.map(nothingOf).toSorted(byKey), EXPIRED_NOW);
  }

  /**
   * The version of the structure that has this fingerprint, as a new one where it had another. Undefined where somebody has changed it since
   * it was read. No statement where nothing changes.
   */
  async settle(
    courseId: string,
    { version, fingerprint }: KnownStructure,
    present: string,
    now: Date,
  ): Promise<number | undefined> {
    if (version > 0 && fingerprint === present) return version;
    const course = toBinary(courseId);
    if (version === 0) {
      const added = await this.database.run(
        'INSERT IGNORE INTO grade_structures (course_id, version, fingerprint, changed_at) VALUES (?, 1, ?, ?)',
        [course, present, now],
      );
      return added.affectedRows > 0 ? 1 : undefined;
    }
    const next = version + (fingerprint === NO_FINGERPRINT ? 0 : 1);
    const { affectedRows } = await this.database.run(
      `UPDATE grade_structures SET version = ?, fingerprint = ?, changed_at = ?
       WHERE course_id = ? AND version = ? AND fingerprint = ?`,
      [next, present, now, course, version, fingerprint],
    );
    return affectedRows > 0 ? next : undefined;
  }

  /** Gives the structures of courses a new version each, whose fingerprint is computed when it is needed. One statement. */
  async raise(courseIds: readonly string[], now: Date): Promise<void> {
    await this.database.execute(
      'UPDATE grade_structures SET version = version + 1, fingerprint = ?, changed_at = ? WHERE course_id IN (?)',
      [NO_FINGERPRINT, now, courseIds.map(toBinary)],
    );
  }

  /** The courses of line items, by id; and those of quizzes, by activity. One statement. */
  async coursesOf(
    lineItemIds: readonly string[],
    activityIds: readonly string[],
  ): Promise<Map<string, string>> {
    if (lineItemIds.length === 0 && activityIds.length === 0) return new Map();
    const [items, quizzes] = [lineItemIds, activityIds].map((ids) =>
      ids.length > 0 ? ids.map(toBinary) : [null],
    );
    const rows = await this.database.query<{ id: Buffer; courseId: Buffer }>(
      `SELECT li.id, li.course_id AS courseId FROM line_items li WHERE li.id IN (?)
       UNION ALL SELECT li.activity_id, li.course_id FROM line_items li WHERE li.activity_id IN (?)`,
      [items!, quizzes!],
    );
    return new Map(rows.map(({ id, courseId }) => [fromBinary(id), fromBinary(courseId)]));
  }

  /** The title of the course, where it has totals of older versions than this; otherwise undefined. */
  async titleWhereOlder(courseId: string, version: number): Promise<string | undefined> {
    const row = await this.database.row<{ title: string }>(
      `SELECT c.title FROM courses c WHERE c.id = ? AND EXISTS (SELECT 1 FROM stored_totals t
         WHERE t.course_id = c.id AND t.scope_kind = 'course' AND t.structure_version < ?)`,
      [toBinary(courseId), version],
    );
    return row?.title;
  }

  async titleOf(courseId: string): Promise<string> {
    const row = await this.database.row<{ title: string }>('SELECT title FROM courses WHERE id = ?', [
      toBinary(courseId),
    ]);
    return row?.title ?? '';
  }

  /** Who is or was a learner of the course. */
  async countLearners(courseId: string): Promise<number> {
    const row = await this.database.row<{ count: number }>(
      `SELECT COUNT(*) AS count FROM enrollments e WHERE e.course_id = ? AND ${isLearnersEnrollment('e')}`,
      [toBinary(courseId)],
    );
    return row?.count ?? 0;
  }

  /**
   * The next learners of the course, by id, whose totals are not stored, or of another version, or hold no more: those of the course, or of one
   * of its periods.
   */
  async older(
    courseId: string,
    { version, now, after, limit, periodId = null }: OlderFilter,
  ): Promise<string[]> {
    const [kind, scopeId]: [TotalScope, string] =
      periodId === null ? ['course', courseId] : ['period', periodId];
    const rows = await this.database.rows<{ userId: Buffer }>(
      `SELECT e.user_id AS userId FROM enrollments e FORCE INDEX (uq_enrollments_person)
       LEFT JOIN stored_totals t FORCE INDEX (PRIMARY) ON t.course_id = e.course_id AND t.user_id = e.user_id
         AND t.scope_kind = ? AND t.scope_id = ?
       WHERE e.course_id = ? AND ${isLearnersEnrollment('e')} ${after === null ? '' : 'AND e.user_id > ?'}
         AND (t.user_id IS NULL OR t.structure_version <> ? OR t.computed_at > ? OR t.holds_until <= ?)
       ORDER BY e.user_id LIMIT ?`,
      [
        ...[kind, toBinary(scopeId), toBinary(courseId), ...(after === null ? [] : [toBinary(after)])],
        ...[version, now, now, limit],
      ],
    );
    return rows.map(({ userId }) => fromBinary(userId));
  }

  /** Removes totals of categories and grading periods that the course has no more. */
  async forgetParts(courseId: string): Promise<void> {
    await this.database.run(
      `DELETE FROM stored_totals WHERE course_id = ? AND scope_kind <> 'course'
         AND NOT EXISTS (SELECT 1 FROM grade_categories g WHERE g.id = stored_totals.scope_id)
         AND NOT EXISTS (SELECT 1 FROM grading_periods p WHERE p.id = stored_totals.scope_id)`,
      [toBinary(courseId)],
    );
  }

  async forgetCourse(courseId: string): Promise<void> {
    await this.database.run('DELETE FROM stored_totals WHERE course_id = ?', [toBinary(courseId)]);
    await this.database.run('DELETE FROM grade_structures WHERE course_id = ?', [toBinary(courseId)]);
  }
}

type Row = Parameters<typeof NEW_TOTAL.valuesOf>[0];

function rowsOf(totals: ComputedTotals, revision: number): Row[] {
  return [
    rowOf(totals, revision, totals.shares),
    ...totals.parts.map(({ shares, ...scope }) => rowOf(totals, revision, shares, scope)),
  ];
}

function rowOf(
  { courseId, userId, structureVersion, computedAt, holdsUntil }: Omit<ComputedTotals, 'shares' | 'parts'>,
  revision: number,
  { current, final, currentOfAll, finalOfAll }: TotalShares,
  scope: { kind: TotalScope; id: string } = { kind: 'course', id: courseId },
): Row {
  return {
    ...{ courseId, userId, scopeKind: scope.kind, scopeId: scope.id },
    ...{ structureVersion, revision, computedAt, holdsUntil },
    ...{ postedCurrent: textOf(current), postedFinal: textOf(final) },
    ...{ currentOfAll: textOf(currentOfAll), finalOfAll: textOf(finalOfAll) },
    sortKey: currentOfAll?.toFixed(SORT_PLACES) ?? null,
  };
}

/** Holds the place of totals that are not known. */
function nothingOf(learner: CourseLearner): Row {
  const nothing = { current: null, final: null, currentOfAll: null, finalOfAll: null };
  return rowOf({ ...learner, structureVersion: 0, computedAt: LONG_AGO, holdsUntil: LONG_AGO }, 1, nothing);
}

function textOf(share: Rational | null): string | null {
  return share?.toFraction() ?? null;
}

function byKey(one: Row, other: Row): number {
  return `${one.courseId} ${one.userId}` < `${other.courseId} ${other.userId}` ? -1 : 1;
}
