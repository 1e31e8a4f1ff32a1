import { fromBinary } from '../../../shared/database/ids';
import { Rational } from '../../../shared/decimals/rational';
import type { Aggregation } from '../totals/aggregations';
import type { ItemStanding } from '../totals/course-total';
import type { CategoryRules, GradeRules, MissingRule, TotalParts } from '../totals/grade-rules';
import type { GradingScheme } from '../totals/grading-scheme';

/** Bounds are decimals, in percent. */
export interface StoredScheme {
  rows: { name: string; from: string }[];
  roundsTo: number | null;
}

/** The rules of a course, with the names that they give to totals. */
export interface CourseRules extends GradeRules {
  scheme: GradingScheme | null;
}

/** Of a course that says nothing: each item weighs the same. */
export const STANDARD_RULES = {
  parts: 'items',
  aggregation: 'mean',
  missing: 'left_out',
} as const satisfies Omit<GradeRules, 'categories'>;

type StoredRules = [TotalParts, MissingRule, Aggregation, string | null];

/**
 * A column with the rules of a course, for statements that read its line items: decimals as text, since the server's JSON would make
 * floats of them.
 *
 * @param course its id in the statement, `?` by default, which is taken twice
 */
export function rulesOf(course = '?'): string {
  return `JSON_ARRAY(
    (SELECT JSON_ARRAY(gr.parts, gr.missing, gr.aggregation, gr.scheme) FROM grade_rules gr WHERE gr.course_id = ${course}),
    (SELECT JSON_ARRAYAGG(CAST(CONCAT_WS('|', HEX(gc.id), gc.position, gc.weight, gc.aggregation, gc.drop_lowest,
       gc.drop_highest, IFNULL(gc.keep_highest, ''), gc.title) AS CHAR(400)))
     FROM grade_categories gc WHERE gc.course_id = ${course}))`;
}

/** What `rulesOf` selected; null: the standard. MySQL's driver has read the JSON already, MariaDB's has not. */
export function toRules(column: unknown): CourseRules {
  const read = <T>(value: unknown): T => (typeof value === 'string' ? JSON.parse(value) : value) as T;
  const [rules, categories] = read<[unknown, unknown] | null>(column) ?? [null, null];
  const own = read<StoredRules | null>(rules);
  return {
    ...(own ? { parts: own[0], missing: own[1], aggregation: own[2] } : STANDARD_RULES),
    scheme: toScheme(read<StoredScheme | null>(own?.[3] ?? null)),
    categories: (read<string[] | null>(categories) ?? [])
      .map(toCategory)
      .sort((one, other) => one.position - other.position || (one.id < other.id ? -1 : 1)),
  };
}

/** Of what `rulesOf` wrote into one text, since the server makes lists of texts in memory, and of JSON on its disk. */
function toCategory(text: string): CategoryRules & { position: number } {
  const [id = '', position, weight = '0', aggregation, lowest, highest, keepHighest, ...title] =
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
  };
}

export function toScheme(stored: StoredScheme | null): GradingScheme | null {
  return (
    stored && {
      roundsTo: stored.roundsTo,
      rows: stored.rows.map(({ name, from }) => ({ name, from: Rational.of(from) })),
    }
  );
}

/** How a line item counts, whoever's it is. */
export type CountingItem = Pick<
  ItemStanding,
  'categoryId' | 'weight' | 'isExtra' | 'isOmitted' | 'neverDropped'
>;

/** A column of a line item `li` with how it counts. */
export const COUNTING = `CONCAT_WS('|', li.is_extra_credit, li.is_omitted, li.never_dropped, li.weight,
  HEX(li.grade_category_id))`;

/** What `COUNTING` selected: the last part is missing where the category is NULL. */
export function toCounting(column: string): CountingItem {
  const [isExtra, isOmitted, neverDropped, weight = '1', categoryId] = column.split('|');
  return {
    isExtra: isExtra === '1',
    isOmitted: isOmitted === '1',
    neverDropped: neverDropped === '1',
    weight: Rational.of(weight),
    categoryId: categoryId === undefined ? null : fromBinary(Buffer.from(categoryId, 'hex')),
  };
}
