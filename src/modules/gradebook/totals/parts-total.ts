import { Rational } from '../../../shared/decimals/rational';
import { aggregationNamed, type Element } from './aggregations';
import { type CategoryPart, categoryPart } from './category-part';
import type { CategoryRules, GradeRules } from './grade-rules';
import type { ItemStanding } from './standing';
import type { TotalKind } from './total-kind';
import { weighedTogether } from './weighing';

/** What items give together, by the rules of their course. */
export interface PartsTotal {
  /** Exact; 1 is everything that can be reached. Above 1 with extra credit, or weights of more than 100 %. */
  share: Rational | null;
  categories: CategoryPart[];
}

/**
 * A total of items, made of all of them or of their categories. Source of what counts: Canvas, `lib/grade_calculator.rb`; a score that
 * is not posted is left out of posted totals altogether, of the final one too, so that nobody can infer it.
 */
export function partsTotal(rules: GradeRules, items: readonly ItemStanding[], kind: TotalKind): PartsTotal {
  const weights =
    rules.parts === 'items' ? aggregationNamed(rules.aggregation).weightsOf?.(items) : undefined;
  const byCategory = Map.groupBy(items, ({ categoryId }) => categoryId);
  const parts = rules.categories.map((category) =>
    categoryPart(rules, category, byCategory.get(category.id) ?? [], kind, weights),
  );
  const others = byCategory.get(null) ?? [];
  const rest = others.length === 0 ? [] : [categoryPart(rules, null, others, kind, weights)];
  return rules.parts === 'items' ? ofItems(rules, [...parts, ...rest]) : ofCategories(rules, parts, rest);
}

function ofItems(rules: GradeRules, categories: CategoryPart[]): PartsTotal {
  const counting = categories.flatMap(({ items }) => items.flatMap(({ element }) => element ?? []));
  return { share: aggregationNamed(rules.aggregation).combine(counting), categories };
}

/** Categories without a share are left out. */
function ofCategories(rules: GradeRules, parts: CategoryPart[], rest: CategoryPart[]): PartsTotal {
  const { isWeighted, combine } = aggregationNamed(rules.aggregation);
  const counting = parts.flatMap(({ category, share }) =>
    category && share ? [elementOfCategory(category, share)] : [],
  );
  const uncounted = rest.map((part) => ({
    ...part,
    share: null,
    items: part.items.map(({ item, outcome, element }) =>
      element ? { item, outcome: 'no_category' as const, element: null } : { item, outcome, element },
    ),
  }));
  if (!isWeighted) return { share: combine(counting), categories: [...parts, ...uncounted] };
  const { share, scale } = weighedTogether(counting.map(({ earned, weight }) => ({ share: earned, weight })));
  const weighted = parts.map((part) => ({
    ...part,
    countedWeight: part.category && part.share ? part.category.weight.times(scale) : Rational.ZERO,
  }));
  return { share, categories: [...weighted, ...uncounted] };
}

function elementOfCategory({ id, weight }: CategoryRules, share: Rational): Element {
  return { id, earned: share, possible: Rational.ONE, weight, isExtra: false, neverDropped: false };
}
