import { reasonToLeaveOut } from './category-part';
import type { GradeRules } from './grade-rules';
import { type PartsTotal, partsTotal } from './parts-total';
import type { ItemStanding } from './standing';
import type { TotalKind } from './total-kind';

/** A total with all that it is made of. */
export interface CourseTotal extends PartsTotal {
  kind: TotalKind;
}

/** One of the four totals of a learner. */
export function courseTotal(rules: GradeRules, items: readonly ItemStanding[], kind: TotalKind): CourseTotal {
  return { kind, ...partsTotal(rules, items, kind) };
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
