import { Rational } from '../../../shared/decimals/rational';
import { aggregationNamed, type Element } from './aggregations';
import { droppedBy, type DropReason } from './drops';
import { aggregationOf, type CategoryRules, type GradeRules, missingShare } from './grade-rules';
import type { ItemStanding } from './standing';
import type { TotalKind } from './total-kind';

/** Why an item counts, or does not. */
export const OUTCOMES = [
  'counts',
  'missing_counts_zero',
  'missing_counts_share',
  'ungraded_counts_zero',
  'omitted',
  'excused',
  'not_posted',
  'awaits_marks',
  'not_graded',
  'nothing_to_reach',
  'no_category',
  'no_period',
  'dropped_lowest',
  'dropped_highest',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

export interface ItemPart {
  item: ItemStanding;
  outcome: Outcome;
  /** What it counts with, if it does. */
  element: Element | null;
}

export interface CategoryPart {
  /** Null for the items without one. */
  category: CategoryRules | null;
  /** Null where nothing counts, or nothing can be reached. */
  share: Rational | null;
  items: ItemPart[];
  /** In percent, as it counts in this total; null where weights do not count. */
  countedWeight: Rational | null;
}

const DROPPED: Record<DropReason, Outcome> = { lowest: 'dropped_lowest', highest: 'dropped_highest' };

/** @param weightsOfAll where all items are one: the weights that they have among all */
export function categoryPart(
  rules: GradeRules,
  category: CategoryRules | null,
  items: readonly ItemStanding[],
  kind: TotalKind,
  weightsOfAll: ReadonlyMap<string, Rational> | undefined,
): CategoryPart {
  const aggregation = aggregationOf(rules, category);
  const { takes, combine, weightsOf } = aggregationNamed(aggregation);
  const weights = weightsOfAll ?? weightsOf?.(items);
  const judged = items.map((item) => judge(rules, item, kind, { takes, weights }));
  const counting = judged.flatMap(({ element }) => element ?? []);
  const dropped = new Map(
    (category ? droppedBy(counting, category, aggregation) : []).map(({ element, reason }) => [
      element.id,
      reason,
    ]),
  );
  const kept = counting.filter(({ id }) => !dropped.has(id));
  return {
    category,
    share: combine(kept),
    countedWeight: null,
    items:
      dropped.size === 0
        ? judged
        : judged.map((part) => {
            const reason = dropped.get(part.item.id);
            return reason ? { item: part.item, outcome: DROPPED[reason], element: null } : part;
          }),
  };
}

function judge(
  rules: GradeRules,
  item: ItemStanding,
  kind: TotalKind,
  {
    takes,
    weights,
  }: { takes: (element: Element) => boolean; weights?: ReadonlyMap<string, Rational> | undefined },
): ItemPart {
  const leftOut = reasonToLeaveOut(item, kind);
  if (leftOut) return { item, outcome: leftOut, element: null };
  const { id, possible, isExtra, neverDropped } = item;
  const weight = weights?.get(id) ?? item.weight;
  const hasScore = item.score !== null && !item.awaitsMarks;
  const share = item.isMissing ? missingShare(rules) : null;
  if (!hasScore && kind.moment === 'current' && share === null)
    return { item, outcome: item.awaitsMarks ? 'awaits_marks' : 'not_graded', element: null };
  const withoutScore = share === null ? Rational.ZERO : possible.times(share);
  const earned = hasScore && item.score !== null ? item.score : withoutScore;
  const element = { id, earned, possible, weight, isExtra, neverDropped };
  if (!takes(element)) return { item, outcome: 'nothing_to_reach', element: null };
  if (hasScore) return { item, outcome: 'counts', element };
  if (!item.isMissing) return { item, outcome: 'ungraded_counts_zero', element };
  return { item, outcome: earned.isZero() ? 'missing_counts_zero' : 'missing_counts_share', element };
}

/** Null where the item counts, or would with a score. */
export function reasonToLeaveOut(item: ItemStanding, { scores }: TotalKind): Outcome | null {
  if (item.isOmitted) return 'omitted';
  if (item.isExcused) return 'excused';
  if (scores === 'posted' && item.score !== null && !item.isPosted) return 'not_posted';
  return null;
}
