import { Rational } from '../../../shared/decimals/rational';
import type { Day } from '../../../shared/time/zoned-time';
import type { Aggregation } from './aggregations';
import type { DropRules } from './drops';

/** What the total of a course is made of: all items at once, or its categories, each with a total of its own. */
export const TOTAL_PARTS = ['items', 'categories'] as const;
export type TotalParts = (typeof TOTAL_PARTS)[number];

/** What becomes of work that is missing: before the course ends it is left out, or it counts 0, or what a deduction leaves of it. */
export const MISSING_RULES = ['left_out', 'zero', 'deducted'] as const;
export type MissingRule = (typeof MISSING_RULES)[number];

export interface CategoryRules extends DropRules {
  id: string;
  title: string;
  /** In percent of the total, where weights count. 0 or more. */
  weight: Rational;
  aggregation: Aggregation;
  /** The late policy of the course takes nothing from its items. */
  ignoresLateness: boolean;
}

/** A part of the course with totals of its own. */
export interface PeriodRules {
  id: string;
  title: string;
  /** The first and the last day, of the course's calendar. */
  startDate: Day;
  endDate: Day;
  /** In percent of the total; null: periods do not weigh. */
  weight: Rational | null;
}

/** How a course makes totals of scores. */
export interface GradeRules {
  parts: TotalParts;
  aggregation: Aggregation;
  missing: MissingRule;
  /** Where missing work is `deducted`: percent that are taken from what can be reached. */
  missingDeduction?: Rational | null;
  /** In the order in which they are shown. */
  categories: readonly CategoryRules[];
  /** In the order of time; no day belongs to two of them. */
  periods: readonly PeriodRules[];
}

/** What missing work counts with, of what can be reached; null where it is left out of current totals. */
export function missingShare({ missing, missingDeduction }: GradeRules): Rational | null {
  if (missing === 'left_out') return null;
  if (missing === 'zero' || !missingDeduction) return Rational.ZERO;
  return Rational.ONE.minus(missingDeduction.over(100));
}

/** How the items of a category are combined: as the course does it where that takes all items at once. */
export function aggregationOf(rules: GradeRules, category: CategoryRules | null): Aggregation {
  return rules.parts === 'items' || category === null ? rules.aggregation : category.aggregation;
}
