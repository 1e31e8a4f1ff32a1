import type { GradingScheme } from '../schemes/grading-scheme';
import type { Rational } from '../../../shared/decimals/rational';
import { type CourseTotal, type FourTotals, fourTotals } from './course-total';
import type { GradeRules, PeriodRules } from './grade-rules';
import type { ItemStanding } from './standing';
import type { TotalKind } from './total-kind';

/** The four totals as they are shown: percentages with at most 2 decimals, rounded half up once, from the exact share. */
export interface TotalsView {
  current: string | null;
  final: string | null;
  postedCurrent: string | null;
  postedFinal: string | null;
  /** What the course's scheme calls the current one and the final one; null without a scheme or a total. */
  grade: string | null;
  finalGrade: string | null;
}

const PLACES = 2;

/** The shares of the four totals; null without a total. */
export type TotalShares = Record<keyof FourTotals, Rational | null>;

export function sharesOf({ current, final, currentOfAll, finalOfAll }: FourTotals): TotalShares {
  return {
    ...{ current: current.share, final: final.share },
    ...{ currentOfAll: currentOfAll.share, finalOfAll: finalOfAll.share },
  };
}

export function shareOf(shares: TotalShares, { moment, scores }: TotalKind): Rational | null {
  if (moment === 'current') return scores === 'posted' ? shares.current : shares.currentOfAll;
  return scores === 'posted' ? shares.final : shares.finalOfAll;
}

/** @param scores whose scores `current`, `final` and both names are of */
export function totalsView(
  totals: TotalShares,
  scheme: GradingScheme | null,
  scores: 'posted' | 'all',
): TotalsView {
  const posted = { current: percentageOf(totals.current), final: percentageOf(totals.final) };
  const [current, final] =
    scores === 'posted' ? [totals.current, totals.final] : [totals.currentOfAll, totals.finalOfAll];
  return {
    // Mostly all scores are posted, and then these are the same.
    current: current === totals.current ? posted.current : percentageOf(current),
    final: final === totals.final ? posted.final : percentageOf(final),
    postedCurrent: posted.current,
    postedFinal: posted.final,
    grade: nameOf(current, scheme),
    finalGrade: nameOf(final, scheme),
  };
}

/** The totals of a grading period. */
export interface PeriodTotals {
  period: PeriodRules;
  totals: TotalsView;
}

/** Of each period of the course, by the rules that the course has for its total. */
export function periodTotals(
  rules: GradeRules & { scheme: GradingScheme | null },
  items: readonly ItemStanding[],
  scores: 'posted' | 'all',
): PeriodTotals[] {
  return rules.periods.map((period) => ({
    period,
    totals: totalsView(sharesOf(fourTotals(rules, items, period.id)), rules.scheme, scores),
  }));
}

export function percentageOf(share: CourseTotal['share']): string | null {
  return share && share.toPercent(PLACES);
}

export function nameOf(share: CourseTotal['share'], scheme: GradingScheme | null): string | null {
  return share && scheme && scheme.gradeOf(share);
}
