import { INSTANT_FORMAT } from '../../../shared/database/instant-format';
import { Rational } from '../../../shared/decimals/rational';
import { type FourTotals, fourTotals, withCategories } from '../totals/course-total';
import type { GradeRules } from '../totals/grade-rules';
import type { ItemStanding } from '../totals/standing';
import { sharesOf, type TotalShares } from '../totals/totals-view';
import { NO_FINGERPRINT } from './course-structure';
import type { TotalScope } from './stored-total.entity';

/** The totals of a learner in a course as they are stored. */
export interface StoredTotals {
  structureVersion: number;
  revision: number;
  computedAt: Date;
  holdsUntil: Date | null;
  shares: TotalShares;
}

/** The structure of a course as it was last known. */
export interface KnownStructure {
  /** IANA name, of the course. */
  timeZone: string;
  /** 0: no total of the course was ever stored. */
  version: number;
  fingerprint: string;
}

const IN_ORDER = ['current', 'final', 'currentOfAll', 'finalOfAll'] as const satisfies (keyof FourTotals)[];

/** Of a row `t` of `stored_totals`, as one text. */
export const STORED = `CONCAT_WS('|', t.structure_version, t.revision, DATE_FORMAT(t.computed_at, '${INSTANT_FORMAT}'),
  IFNULL(DATE_FORMAT(t.holds_until, '${INSTANT_FORMAT}'), ''), IFNULL(t.posted_current, ''), IFNULL(t.posted_final, ''),
  IFNULL(t.current_of_all, ''), IFNULL(t.final_of_all, ''))`;

/**
 * A column for statements that read results, so that it costs no other one: the totals of a learner in a course.
 *
 * @param course its id in the statement, `?`, taken after that of the learner
 */
export function storedOf(course: string): string {
  return `(SELECT ${STORED} FROM stored_totals t
    WHERE t.user_id = ? AND t.course_id = ${course} AND t.scope_kind = 'course' AND t.scope_id = t.course_id)`;
}

/** Likewise: the structure of a course. */
export function structureOf(course: string): string {
  return `(SELECT CONCAT_WS('|', c2.time_zone, s.version, s.fingerprint)
    FROM courses c2 LEFT JOIN grade_structures s ON s.course_id = c2.id WHERE c2.id = ${course})`;
}

/** What `STORED` selected; undefined where nothing is stored. */
export function toStored(column: string | null): StoredTotals | undefined {
  if (column === null) return undefined;
  const [version, revision, computedAt = '', holdsUntil, ...shares] = column.split('|');
  const [current, final, currentOfAll, finalOfAll] = shares.map((text) =>
    text === '' ? null : Rational.ofFraction(text),
  );
  return {
    structureVersion: Number(version),
    revision: Number(revision),
    computedAt: new Date(computedAt),
    holdsUntil: holdsUntil ? new Date(holdsUntil) : null,
    shares: {
      current: current ?? null,
      final: final ?? null,
      currentOfAll: currentOfAll ?? null,
      finalOfAll: finalOfAll ?? null,
    },
  };
}

/** What `structureOf` selected. */
export function toKnownStructure(column: string | null): KnownStructure {
  const [timeZone = 'UTC', version = '0', fingerprint = NO_FINGERPRINT] = column?.split('|') ?? [];
  return { timeZone, version: Number(version), fingerprint };
}

/** The version of the structure that was read; null where it has changed just now, or no total of the course was ever stored. */
export function structureVersionIn({
  structure,
  fingerprint,
}: {
  structure: KnownStructure;
  fingerprint: string;
}): number | null {
  return structure.version > 0 && structure.fingerprint === fingerprint ? structure.version : null;
}

/** Whether stored totals are those of now: nothing that everybody's depend on has changed, and nothing by itself. */
export function isCurrent(
  stored: StoredTotals | undefined,
  { version, fingerprint }: KnownStructure,
  present: string,
  now: Date,
): stored is StoredTotals {
  return (
    stored !== undefined &&
    stored.structureVersion === version &&
    fingerprint === present &&
    stored.computedAt <= now &&
    (stored.holdsUntil === null || now < stored.holdsUntil)
  );
}

/** The totals of a learner as they are now: those that are stored, or computed where they are older than what they depend on. */
export function presentShares(
  {
    structure,
    fingerprint,
    stored,
  }: { structure: KnownStructure; fingerprint: string; stored?: StoredTotals },
  now: Date,
  compute: () => FourTotals,
): TotalShares {
  return isCurrent(stored, structure, fingerprint, now) ? stored.shares : sharesOf(compute());
}

/** The totals of a part of a course. */
export interface PartShares {
  kind: Exclude<TotalScope, 'course'>;
  id: string;
  shares: TotalShares;
}

/** What is stored beside the totals of a course: those of its categories and of its grading periods. Items without a category have no total of their own. */
export function partSharesOf(
  rules: GradeRules,
  items: readonly ItemStanding[],
  totals: FourTotals,
): PartShares[] {
  const byName = Object.fromEntries(
    IN_ORDER.map((name) => [name, withCategories(rules, items, totals[name]).categories]),
  );
  const categories = (byName['current'] ?? []).flatMap(({ category }, place): PartShares[] => {
    if (category === null) return [];
    const shares = IN_ORDER.map((name) => [name, byName[name]?.[place]?.share ?? null]);
    return [{ kind: 'category', id: category.id, shares: Object.fromEntries(shares) as TotalShares }];
  });
  const periods = rules.periods.map(({ id }): PartShares => {
    return { kind: 'period', id, shares: sharesOf(fourTotals(rules, items, id)) };
  });
  return [...categories, ...periods];
}
