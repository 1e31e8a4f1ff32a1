import { Rational } from '../../../shared/decimals/rational';
import { plainDecimal } from '../../../shared/decimals/plain-decimal';
import type { GradingScheme } from '../schemes/grading-scheme';
import type { TotalsView } from '../totals/totals-view';

/** What a course can end with for a learner in place of a number. */
export const FINAL_MARKS = ['incomplete', 'withdrawn', 'passed', 'audited'] as const;
export type FinalMark = (typeof FINAL_MARKS)[number];

/** What a learner ends a course with: a number with its name, or a mark, or nothing. */
export interface FinalGradeValue {
  /** In percent, with at most 2 decimals as it is computed, or 4 as a person gave it. */
  percent: string | null;
  /** What the scheme of the course calls it. */
  grade: string | null;
  mark: FinalMark | null;
}

/** What a person gave in place of what is computed: one of both, or neither. */
export interface GivenGrade {
  percent: string | null;
  mark: FinalMark | null;
}

/** False where the computed grade stands. */
export function isGiven({ percent, mark }: GivenGrade): boolean {
  return percent !== null || mark !== null;
}

/** What is computed: the final total of posted scores. */
export function computedGrade({
  postedFinal,
  finalGrade,
}: Pick<TotalsView, 'postedFinal' | 'finalGrade'>): FinalGradeValue {
  return { percent: postedFinal, grade: finalGrade, mark: null };
}

/** What a person gave stands in the place of what is computed. */
export function standingGrade(
  computed: FinalGradeValue,
  { percent, mark }: GivenGrade,
  scheme: GradingScheme | null,
): FinalGradeValue {
  if (mark !== null) return { percent: null, grade: null, mark };
  if (percent === null) return computed;
  const share = Rational.of(percent).over(100);
  return { percent: plainDecimal(percent), grade: scheme && scheme.gradeOf(share), mark: null };
}

export function isSameGrade(one: FinalGradeValue, other: FinalGradeValue): boolean {
  return one.mark === other.mark && one.grade === other.grade && isSameNumber(one.percent, other.percent);
}

function isSameNumber(one: string | null, other: string | null): boolean {
  if (one === null || other === null) return one === other;
  return Rational.of(one).equals(other);
}
