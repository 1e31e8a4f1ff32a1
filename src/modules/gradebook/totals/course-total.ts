import { Rational } from '../../../shared/decimals/rational';
import { aggregationNamed, type Element } from './aggregations';
import { droppedBy, type DropReason } from './drops';
import { aggregationOf, type CategoryRules, type GradeRules, missingShare } from './grade-rules';
import type { Timeliness } from '../lateness/timeliness';

/** What there is to say about when work came in, and what that takes from its score. */
export interface ItemLateness extends Timeliness {
  /** Without what lateness takes; null where there is no score. */
  entered: Rational | null;
  /** Points. */
  deducted: Rational;
  /** Without the floor of the late policy it would have been more. */
  isAtFloor: boolean;
}

/**
 * One learner's standing in a line item. Scores count from the least one of its range.
 */
export interface ItemStanding {
  id: string;
  categoryId: string | null;
  /** 0 for a quiz without questions. */
  possible: Rational;
  weight: Rational;
  isExtra: boolean;
  neverDropped: boolean;
  /** Counts in no total. */
  isOmitted: boolean;
  /** With what lateness takes from it; null where there is none. */
  score: Rational | null;
  /** Null for most: it is on time, or nobody asks. */
  lateness: ItemLateness | null;
  isExcused: boolean;
  /** It is due, a submission is expected, and there is none. */
  isMissing: boolean;
  /** The score is not the last word: something of it waits for a mark. */
  awaitsMarks: boolean;
  /** The learner may see the score. */
  isPosted: boolean;
}

/** Of the four totals: what has no score yet is left out of the current ones, and counts 0 in the final ones. Learners see the posted ones. */
export interface TotalKind {
  moment: 'current' | 'final';
  scores: 'posted' | 'all';
}

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

/** A total with all that it is made of. */
export interface CourseTotal {
  kind: TotalKind;
  /** Exact; 1 is everything that can be reached. Above 1 with extra credit, or weights of more than 100 %. */
  share: Rational | null;
  categories: CategoryPart[];
}

const DROPPED: Record<DropReason, Outcome> = { lowest: 'dropped_lowest', highest: 'dropped_highest' };
const WHOLE = Rational.of(100);

/**
 * One of the four totals of a learner. Source of what counts: Canvas, `lib/grade_calculator.rb`; a score that is not posted is
 * left out of posted totals altogether, of the final one too, so that nobody can infer it.
 */
export function courseTotal(rules: GradeRules, items: readonly ItemStanding[], kind: TotalKind): CourseTotal {
  const byCategory = Map.groupBy(items, ({ categoryId }) => categoryId);
  const parts = rules.categories.map((category) =>
    categoryPart(rules, category, byCategory.get(category.id) ?? [], kind),
  );
  const others = byCategory.get(null) ?? [];
  const rest = others.length === 0 ? [] : [categoryPart(rules, null, others, kind)];
  return rules.parts === 'items'
    ? ofItems(rules, [...parts, ...rest], kind)
    : ofCategories(rules, parts, rest, kind);
}

function ofItems(rules: GradeRules, categories: CategoryPart[], kind: TotalKind): CourseTotal {
  const counting = categories.flatMap(({ items }) => items.flatMap(({ element }) => element ?? []));
  return { kind, share: aggregationNamed(rules.aggregation).combine(counting), categories };
}

/**
 * Categories without a share are left out. Weights of less than 100 % together are scaled up to it; those of more stay, so that the total may
 * exceed 100 %.
 */
function ofCategories(
  rules: GradeRules,
  parts: CategoryPart[],
  rest: CategoryPart[],
  kind: TotalKind,
): CourseTotal {
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
  if (!isWeighted) return { kind, share: combine(counting), categories: [...parts, ...uncounted] };
  const together = Rational.sum(counting.map(({ weight }) => weight));
  const scale = together.isZero() || together.gte(WHOLE) ? Rational.ONE : WHOLE.over(together);
  const share = together.isZero()
    ? null
    : Rational.sum(counting.map(({ earned, weight }) => earned.times(weight)))
        .times(scale)
        .over(WHOLE);
  const weighted = parts.map((part) => ({
    ...part,
    countedWeight: part.category && part.share ? part.category.weight.times(scale) : Rational.ZERO,
  }));
  return { kind, share, categories: [...weighted, ...uncounted] };
}

function elementOfCategory({ id, weight }: CategoryRules, share: Rational): Element {
  return { id, earned: share, possible: Rational.ONE, weight, isExtra: false, neverDropped: false };
}

function categoryPart(
  rules: GradeRules,
  category: CategoryRules | null,
  items: readonly ItemStanding[],
  kind: TotalKind,
): CategoryPart {
  const aggregation = aggregationOf(rules, category);
  const { takes, combine } = aggregationNamed(aggregation);
  const judged = items.map((item) => judge(rules, item, kind, takes));
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
  takes: (element: Element) => boolean,
): ItemPart {
  const leftOut = reasonToLeaveOut(item, kind);
  if (leftOut) return { item, outcome: leftOut, element: null };
  const { id, possible, weight, isExtra, neverDropped } = item;
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

function reasonToLeaveOut(item: ItemStanding, { scores }: TotalKind): Outcome | null {
  if (item.isOmitted) return 'omitted';
  if (item.isExcused) return 'excused';
  if (scores === 'posted' && item.score !== null && !item.isPosted) return 'not_posted';
  return null;
}

/** All four totals of a learner. Those that cannot differ are computed once. */
export interface FourTotals {
  current: CourseTotal;
  final: CourseTotal;
  currentOfAll: CourseTotal;
  finalOfAll: CourseTotal;
}

export function fourTotals(rules: GradeRules, items: readonly ItemStanding[]): FourTotals {
  const [current, final] = bothMoments(rules, items, 'posted');
  const isAllPosted = items.every(({ isPosted, score }) => isPosted || score === null);
  const [currentOfAll, finalOfAll] = isAllPosted ? [current, final] : bothMoments(rules, items, 'all');
  return { current, final, currentOfAll, finalOfAll };
}

function bothMoments(
  rules: GradeRules,
  items: readonly ItemStanding[],
  scores: TotalKind['scores'],
): [current: CourseTotal, final: CourseTotal] {
  const current = courseTotal(rules, items, { moment: 'current', scores });
  const isAllGraded = items.every(
    (item) => reasonToLeaveOut(item, current.kind) !== null || (item.score !== null && !item.awaitsMarks),
  );
  return [current, isAllGraded ? current : courseTotal(rules, items, { moment: 'final', scores })];
}
