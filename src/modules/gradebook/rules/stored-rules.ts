import { fromBinary } from '../../../shared/database/ids';
import { Rational } from '../../../shared/decimals/rational';
import type { Aggregation } from '../totals/aggregations';
import type { ItemStanding } from '../totals/standing';
import type { CategoryRules, GradeRules, MissingRule, PeriodRules, TotalParts } from '../totals/grade-rules';
import { type LatePolicy, type StoredLatePolicy, toLatePolicy } from '../lateness/late-policy';
import { type GradingScheme, type StoredScheme, toScheme } from '../schemes/grading-scheme';

/** The rules of a course, with the names that they give to totals. */
export interface CourseRules extends GradeRules {
  scheme: GradingScheme | null;
  /** Null: lateness takes nothing. */
  latePolicy: LatePolicy | null;
  /** Up to so many seconds nothing is late. */
  graceSeconds: number;
}

/** What rules say of lateness. */
export type LateRules = Pick<CourseRules, 'latePolicy' | 'graceSeconds' | 'categories'>;

/** What rules say of single results. */
export type StandingRules = LateRules & Pick<CourseRules, 'periods'>;

/** The late policy for the items of a category; null where lateness takes nothing. */
export function latePolicyFor(
  { latePolicy, categories }: LateRules,
  categoryId: string | null,
): LatePolicy | null {
  if (latePolicy === null || categoryId === null) return latePolicy;
  return categories.find(({ id }) => id === categoryId)?.ignoresLateness ? null : latePolicy;
}

/** Of a course that says nothing: each item weighs the same. */
export const STANDARD_RULES = {
  parts: 'items',
  aggregation: 'mean',
  missing: 'left_out',
} as const satisfies Omit<GradeRules, 'categories' | 'periods'>;

type StoredRules = [
  ...[parts: TotalParts, missing: MissingRule, aggregation: Aggregation, scheme: string | null],
  ...[latePolicy: string | null, graceSeconds: number, missingDeduction: string | null],
];

/**
 * A column with the rules of a course, for statements that read its line items: decimals as text, since the server's JSON would make
 * floats of them.
 *
 * @param course its id in the statement, `?` by default, which is taken three times
 */
export function rulesOf(course = '?'): string {
  return `JSON_ARRAY(
    (SELECT JSON_ARRAY(gr.parts, gr.missing, gr.aggregation, gr.scheme, gr.late_policy, gr.late_grace_seconds,
       CAST(gr.missing_deduction AS CHAR)) FROM grade_rules gr WHERE gr.course_id = ${course}),
    (SELECT JSON_ARRAYAGG(CAST(CONCAT_WS('|', HEX(gc.id), gc.position, gc.weight, gc.aggregation, gc.drop_lowest,
       gc.drop_highest, IFNULL(gc.keep_highest, ''), gc.ignores_lateness, gc.title) AS CHAR(400)))
     FROM grade_categories gc WHERE gc.course_id = ${course}),
    (SELECT JSON_ARRAYAGG(CAST(CONCAT_WS('|', HEX(gp.id), gp.start_date, gp.end_date, IFNULL(gp.weight, ''), gp.title)
       AS CHAR(400))) FROM grading_periods gp WHERE gp.course_id = ${course}))`;
}

/** What `rulesOf` selected; null: the standard. MySQL's driver has read the JSON already, MariaDB's has not. */
export function toRules(column: unknown): CourseRules {
  const read = <T>(value: unknown): T => (typeof value === 'string' ? JSON.parse(value) : value) as T;
  const [rules, categories, periods] = read<unknown[] | null>(column) ?? [];
  const own = read<StoredRules | null>(rules ?? null);
  return {
    ...(own ? { parts: own[0], missing: own[1], aggregation: own[2] } : STANDARD_RULES),
    scheme: toScheme(read<StoredScheme | null>(own?.[3] ?? null)),
    ...toLateness({
      latePolicy: read<StoredLatePolicy | null>(own?.[4] ?? null),
      lateGraceSeconds: own?.[5] ?? 0,
      missingDeduction: own?.[6] ?? null,
    }),
    categories: (read<string[] | null>(categories ?? null) ?? [])
      .map(toCategory)
      .sort((one, other) => one.position - other.position || (one.id < other.id ? -1 : 1)),
    periods: (read<string[] | null>(periods ?? null) ?? [])
      .map(readPeriod)
      .sort((one, other) => (one.startDate < other.startDate ? -1 : 1)),
  };
}

/**
 * What `rulesOf` selected, as one text: the same as long as the rules stay as they are, since categories come in any order, and whether the
 * driver has read the JSON or not.
 */
export function rulesText(column: unknown): string {
  const read = (value: unknown): unknown => (typeof value === 'string' ? JSON.parse(value) : value);
  const parts = ((read(column) ?? []) as unknown[]).map(read);
  return JSON.stringify(
    parts.map((part) =>
      Array.isArray(part) && part.every((text) => typeof text === 'string') ? part.toSorted() : part,
    ),
  );
}

/** What is stored of late and missing work, as it counts. */
export function toLateness({
  latePolicy,
  lateGraceSeconds,
  missingDeduction,
}: {
  latePolicy: StoredLatePolicy | null;
  lateGraceSeconds: number;
  missingDeduction: string | null;
}): Pick<CourseRules, 'latePolicy' | 'graceSeconds' | 'missingDeduction'> {
  return {
    latePolicy: latePolicy && toLatePolicy(latePolicy),
    graceSeconds: lateGraceSeconds,
    missingDeduction: toDecimal(missingDeduction),
  };
}

const toDecimal = (stored: string | null): Rational | null => (stored === null ? null : Rational.of(stored));

/** Of what `rulesOf` wrote into one text, since the server makes lists of texts in memory, and of JSON on its disk. */
function toCategory(text: string): CategoryRules & { position: number } {
  const [id = '', position, weight = '0', aggregation, lowest, highest, keepHighest, ignores, ...title] =
    text.split('|');
  return {
    id: fromBinary(Buffer.from(id, 'hex')),
    title: title.join('|'),
    position: Number(position),
    weight: Rational.of(weight),
    aggregation: aggregation as Aggregation,
    dropLowest: Number(lowest),
    dropHighest: Number(highest),
    keepHighest: keepHighest === '' ? null : Number(keepHighest),
    ignoresLateness: ignores === '1',
  };
}

function readPeriod(text: string): PeriodRules {
  const [id = '', startDate = '', endDate = '', weight, ...title] = text.split('|');
  return toPeriod({
    ...{ id: fromBinary(Buffer.from(id, 'hex')), startDate, endDate, title: title.join('|') },
    weight: weight === '' ? null : (weight ?? null),
  });
}

/** A period as it counts. */
export function toPeriod({
  id,
  title,
  startDate,
  endDate,
  weight,
}: Omit<PeriodRules, 'weight'> & { weight: string | null }): PeriodRules {
  return { id, title, startDate, endDate, weight: toDecimal(weight) };
}

/** How a line item counts, whoever's it is. */
export interface CountingItem extends Pick<
  ItemStanding,
  'categoryId' | 'weight' | 'fixedWeight' | 'isExtra' | 'isOmitted' | 'neverDropped'
> {
  /** Learners hand something in, so that it can be missing. */
  expectsSubmission: boolean;
  /** The period that it names by hand; null: by its due date. */
  namedPeriodId: string | null;
}

/** A column of a line item `li` with how it counts. */
export const COUNTING = `CONCAT_WS('|', li.is_extra_credit, li.is_omitted, li.never_dropped,
  li.expects_submission OR li.activity_id IS NOT NULL, li.weight, IFNULL(HEX(li.grade_category_id), ''), IFNULL(HEX(li.grading_period_id), ''),
  IFNULL(li.fixed_weight, ''))`;

/** What `COUNTING` selected. */
export function toCounting(column: string): CountingItem {
  const [isExtra, isOmitted, neverDropped, expectsSubmission, weight = '1', ...ids] = column.split('|');
  const [categoryId, periodId, fixedWeight] = ids;
  return {
    isExtra: isExtra === '1',
    isOmitted: isOmitted === '1',
    neverDropped: neverDropped === '1',
    expectsSubmission: expectsSubmission === '1',
    weight: Rational.of(weight),
    fixedWeight: toDecimal(fixedWeight || null),
    categoryId: toNullableId(categoryId),
    namedPeriodId: toNullableId(periodId),
  };
}

function toNullableId(hex: string | undefined): string | null {
  return hex ? fromBinary(Buffer.from(hex, 'hex')) : null;
}
