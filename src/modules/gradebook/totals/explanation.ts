import type { CourseTotal } from './course-total';
import type { CategoryPart, ItemPart } from './category-part';
import type { ItemLateness } from './standing';
import type { PeriodPart } from './period-parts';
import { aggregationOf, type GradeRules } from './grade-rules';
import type { Aggregation } from './aggregations';
import { Rational } from '../../../shared/decimals/rational';

/** An exact number, as a fraction in lowest terms: `7/8`. */
export type ExactText = string;

/** A total as a tree that can be evaluated: each node says what it is made of. */
export interface ExplainedTotal {
  /** How the parts become the share: `aggregation` of all counting items, or of the categories. */
  parts: GradeRules['parts'];
  aggregation: Aggregation;
  share: ExactText | null;
  /** Where periods weigh, the total is made of these; empty elsewhere. */
  periods: ExplainedPeriod[];
  /** Where periods weigh: what categories give over all of them, for information and without their items. */
  categories: ExplainedCategory[];
}

/** A part of a total: it is made of its categories, or of all their items, as a total is. */
export interface ExplainedPeriod {
  /** Null for what is due in no period, and so does not count. */
  periodId: string | null;
  title: string | null;
  share: ExactText | null;
  /** In percent: as the rules say, and as it counts. */
  weight: ExactText | null;
  countedWeight: ExactText;
  categories: ExplainedCategory[];
}

export interface ExplainedCategory {
  categoryId: string | null;
  title: string | null;
  aggregation: Aggregation;
  share: ExactText | null;
  /** In percent: as the rules say, and as it counts; null where weights do not count. */
  weight: ExactText | null;
  countedWeight: ExactText | null;
  items: ExplainedItem[];
}

export interface ExplainedItem {
  lineItemId: string;
  outcome: ItemPart['outcome'];
  /** What it counts with; null where it does not count. */
  earned: ExactText | null;
  possible: ExactText | null;
  weight: ExactText | null;
  isExtraCredit: boolean;
  /** Null where there is nothing to say, or the score is not told. */
  lateness: ExplainedLateness | null;
}

/** What lateness takes: what an item counts with is `entered` less `deducted`. */
export interface ExplainedLateness extends Pick<
  ItemLateness,
  'status' | 'isByHand' | 'isWaived' | 'isAtFloor' | 'countedSeconds'
> {
  graceTokens: number;
  seconds: number;
  entered: ExactText | null;
  deducted: ExactText;
}

export function explained(rules: GradeRules, total: CourseTotal): ExplainedTotal {
  return {
    ...{ parts: rules.parts, aggregation: rules.aggregation },
    share: nullableExact(total.share),
    periods: (total.periods ?? []).map((part) => explainedPeriod(rules, part)),
    categories: total.categories.map((part) =>
      total.periods
        ? { ...explainedCategory(rules, part), weight: null, countedWeight: null, items: [] }
        : explainedCategory(rules, part),
    ),
  };
}

function explainedPeriod(
  rules: GradeRules,
  { period, share, countedWeight, categories }: PeriodPart,
): ExplainedPeriod {
  return {
    ...{ periodId: period?.id ?? null, title: period?.title ?? null },
    share: nullableExact(share),
    weight: nullableExact(period?.weight ?? null),
    countedWeight: exact(countedWeight),
    categories: categories.map((part) => explainedCategory(rules, part)),
  };
}

function explainedCategory(
  rules: GradeRules,
  { category, share, countedWeight, items }: CategoryPart,
): ExplainedCategory {
  return {
    ...{ categoryId: category?.id ?? null, title: category?.title ?? null },
    aggregation: aggregationOf(rules, category),
    share: nullableExact(share),
    weight: countedWeight && category && exact(category.weight),
    countedWeight: nullableExact(countedWeight),
    items: items.map(({ item, outcome, element }) => ({
      ...{ lineItemId: item.id, outcome, isExtraCredit: item.isExtra },
      earned: nullableExact(element?.earned ?? null),
      possible: nullableExact(element?.possible ?? null),
      weight: nullableExact(element?.weight ?? null),
      lateness: isLatenessTold({ item, outcome }) ? explainedLateness(item.lateness) : null,
    })),
  };
}

/** Of a score that is not posted, what lateness takes would tell something; one that waits for marks does not count. */
export function isLatenessTold({ item, outcome }: Pick<ItemPart, 'item' | 'outcome'>): boolean {
  return outcome !== 'not_posted' && !item.awaitsMarks;
}

function explainedLateness(lateness: ItemLateness | null): ExplainedLateness | null {
  if (lateness === null) return null;
  const { status, isByHand, isWaived, isAtFloor, lateSeconds, entered, deducted } = lateness;
  const { tokens: graceTokens, countedSeconds } = lateness;
  return {
    ...{ status, isByHand, isWaived, isAtFloor, graceTokens, countedSeconds },
    seconds: lateSeconds,
    entered: nullableExact(entered),
    deducted: exact(deducted),
  };
}

function exact(value: Rational): ExactText {
  return `${value.numerator}/${value.denominator}`;
}

function nullableExact(value: Rational | null): ExactText | null {
  return value && exact(value);
}
