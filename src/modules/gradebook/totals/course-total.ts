import { reasonToLeaveOut } from './category-part';
import type { GradeRules } from './grade-rules';
import { type PartsTotal, partsTotal } from './parts-total';
import { arePeriodsWeighted } from './periods';
import { type PeriodPart, totalOfPeriods } from './period-parts';
import type { ItemStanding } from './standing';
import type { TotalKind } from './total-kind';

/** A total with all that it is made of. */
export interface CourseTotal extends PartsTotal {
  kind: TotalKind;
  /** What it is made of where periods weigh; the categories are for information then. Null elsewhere. */
  periods: PeriodPart[] | null;
}

/** Of which period a total is; null: of the course. */
type PeriodId = string | null;

/**
 * One of the four totals of a learner. With weighted periods the total of the course is made of them; otherwise periods only divide the
 * items.
 */
export function courseTotal(
  rules: GradeRules,
  items: readonly ItemStanding[],
  kind: TotalKind,
  periodId: PeriodId = null,
): CourseTotal {
  if (periodId !== null) return plainTotal(rules, itemsOf(items, periodId), kind);
  if (!arePeriodsWeighted(rules.periods)) return plainTotal(rules, items, kind);
  return { kind, categories: [], ...totalOfPeriods(rules, items, kind) };
}

/** As `courseTotal`, also with what the categories give over all periods. */
export function totalWithCategories(
  rules: GradeRules,
  items: readonly ItemStanding[],
  kind: TotalKind,
  periodId: PeriodId = null,
): CourseTotal {
  return withCategories(rules, items, courseTotal(rules, items, kind, periodId));
}

/** The total of these items, also with what the categories give over all periods where it is made of periods. */
export function withCategories(
  rules: GradeRules,
  items: readonly ItemStanding[],
  total: CourseTotal,
): CourseTotal {
  return total.periods ? { ...total, categories: partsTotal(rules, items, total.kind).categories } : total;
}

function plainTotal(rules: GradeRules, items: readonly ItemStanding[], kind: TotalKind): CourseTotal {
  return { kind, ...partsTotal(rules, items, kind), periods: null };
}

function itemsOf(items: readonly ItemStanding[], period: string): ItemStanding[] {
  return items.filter(({ periodId }) => periodId === period);
}

/** All four totals of a learner. Those that cannot differ are computed once. */
export interface FourTotals {
  current: CourseTotal;
  final: CourseTotal;
  currentOfAll: CourseTotal;
  finalOfAll: CourseTotal;
}

export function fourTotals(
  rules: GradeRules,
  items: readonly ItemStanding[],
  periodId: PeriodId = null,
): FourTotals {
  const counting = periodId === null ? items : itemsOf(items, periodId);
  const both = (scores: TotalKind['scores']) => bothMoments(rules, counting, scores, periodId);
  const [current, final] = both('posted');
  const isAllPosted = counting.every(({ isPosted, score }) => isPosted || score === null);
  const [currentOfAll, finalOfAll] = isAllPosted ? [current, final] : both('all');
  return { current, final, currentOfAll, finalOfAll };
}

function bothMoments(
  rules: GradeRules,
  items: readonly ItemStanding[],
  scores: TotalKind['scores'],
  periodId: PeriodId,
): [current: CourseTotal, final: CourseTotal] {
  const current = courseTotal(rules, items, { moment: 'current', scores }, periodId);
  const isAllGraded = items.every(
    (item) => reasonToLeaveOut(item, current.kind) !== null || (item.score !== null && !item.awaitsMarks),
  );
  // A period in which nothing has a score yet counts 0 in the final total, whatever all items have.
  const isSame =
    isAllGraded && (current.periods ?? []).every(({ share, period }) => !period || share !== null);
  return [current, isSame ? current : courseTotal(rules, items, { moment: 'final', scores }, periodId)];
}
