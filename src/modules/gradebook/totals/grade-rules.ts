import type { Rational } from '../../../shared/decimals/rational';
import type { Aggregation } from './aggregations';
import type { DropRules } from './drops';

/** What the total of a course is made of: all items at once, or its categories, each with a total of its own. */
export const TOTAL_PARTS = ['items', 'categories'] as const;
export type TotalParts = (typeof TOTAL_PARTS)[number];

/** What becomes of work that is missing before the course ends: it is left out, or counts 0. */
export const MISSING_RULES = ['left_out', 'zero'] as const;
export type MissingRule = (typeof MISSING_RULES)[number];

export interface CategoryRules extends DropRules {
  id: string;
  title: string;
  /** In percent of the total, where weights count. 0 or more. */
  weight: Rational;
  aggregation: Aggregation;
}

/** How a course makes totals of scores. */
export interface GradeRules {
  parts: TotalParts;
  aggregation: Aggregation;
  missing: MissingRule;
  /** In the order in which they are shown. */
  categories: readonly CategoryRules[];
}

/** How the items of a category are combined: as the course does it where that takes all items at once. */
export function aggregationOf(rules: GradeRules, category: CategoryRules | null): Aggregation {
  return rules.parts === 'items' || category === null ? rules.aggregation : category.aggregation;
}
