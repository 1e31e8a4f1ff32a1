import { Rational } from '../../../shared/decimals/rational';
import type { CategoryPart } from './category-part';
import type { GradeRules, PeriodRules } from './grade-rules';
import { type PartsTotal, partsTotal } from './parts-total';
import type { ItemStanding } from './standing';
import type { TotalKind } from './total-kind';
import { weighedTogether } from './weighing';

/** What a period gives, with all that it is made of. Drop rules apply within it. */
export interface PeriodPart extends PartsTotal {
  /** Null for the items that are due in none: they do not count. */
  period: PeriodRules | null;
  /** In percent, as it counts in this total; 0 where it does not. */
  countedWeight: Rational;
}

/**
 * A total that is made of weighted periods: what each of them gives, by its weight. Current totals leave out a period in which nothing has
 * a score; in final ones it counts 0, unless the learner is excused from what it asks or may not see it yet. Source: Canvas,
 * `lib/grade_calculator.rb`, which has no such exception.
 */
export function totalOfPeriods(
  rules: GradeRules,
  items: readonly ItemStanding[],
  kind: TotalKind,
): { share: Rational | null; periods: PeriodPart[] } {
  const byPeriod = Map.groupBy(items, ({ periodId }) => periodId);
  const totals = rules.periods.map((period) => ({
    period,
    weight: period.weight ?? Rational.ZERO,
    total: partsTotal(rules, byPeriod.get(period.id) ?? [], kind),
  }));
  const counts = ({ share, categories }: PartsTotal): boolean =>
    share !== null || (kind.moment === 'final' && !isKeptOut(categories));
  const counting = totals.filter(({ total }) => counts(total));
  const { share, scale } = weighedTogether(
    counting.map(({ weight, total }) => ({ weight, share: total.share ?? Rational.ZERO })),
  );
  const hasAny = totals.some(({ total }) => total.share !== null);
  const periods: PeriodPart[] = totals.map(({ period, weight, total }) => ({
    ...{ period, ...total },
    countedWeight: counts(total) ? weight.times(scale) : Rational.ZERO,
  }));
  const outside = byPeriod.get(null) ?? [];
  if (outside.length > 0) periods.push(uncounted(partsTotal(rules, outside, kind)));
  return { share: hasAny ? share : null, periods };
}

/** Nothing in it counts, and what is asked is excused or not posted: 0 would be a verdict. */
function isKeptOut(categories: readonly CategoryPart[]): boolean {
  return categories.some(({ items }) =>
    items.some(({ outcome }) => outcome === 'excused' || outcome === 'not_posted'),
  );
}

function uncounted({ categories }: PartsTotal): PeriodPart {
  return {
    ...{ period: null, share: null, countedWeight: Rational.ZERO },
    categories: categories.map((part) => ({
      ...part,
      ...{ share: null, countedWeight: null },
      items: part.items.map(({ item, outcome, element }) =>
        element || outcome.startsWith('dropped_')
          ? { item, outcome: 'no_period' as const, element: null }
          : { item, outcome, element },
      ),
    })),
  };
}
