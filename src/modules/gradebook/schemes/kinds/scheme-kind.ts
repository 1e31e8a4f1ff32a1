import type { Rational } from '../../../../shared/decimals/rational';
import type { Sentence } from '../../../../shared/sentences/sentence';

export const SCHEME_KINDS = [
  ...(['letters', 'classes', 'gpa', 'pass_fail', 'points', 'percent', 'breakpoints'] as const),
] as const;
/** How a scheme makes grades of totals. */
export type SchemeKindName = (typeof SCHEME_KINDS)[number];

export const GRADE_STEPS = ['1', '0.5', '0.25', '0.1', '0.01'] as const;
/** What grades that are numbers are rounded to a multiple of. */
export type GradeStep = (typeof GRADE_STEPS)[number];

export const GRADE_ROUNDINGS = ['nearest', 'better', 'worse'] as const;
/** Which way; `nearest` takes the better one of two that are as near. */
export type GradeRounding = (typeof GRADE_ROUNDINGS)[number];

/** A grade, and from where on it is given. */
export interface SchemeRow {
  name: string;
  /** A decimal, in percent. */
  from: string;
  /** Whether the bound itself belongs to it, or to the row below. */
  includesFrom: boolean;
  /** What it is worth in an average of grades, as a decimal; null: nothing is said. */
  value: string | null;
}

/** A percentage, and the grade there, as decimals. */
export interface Breakpoint {
  percent: string;
  grade: string;
}

/** What the kinds say; each reads its own, and the others are null, or empty. */
export interface SchemeTerms {
  /** From the highest to the lowest, whose bound is 0. */
  rows: SchemeRow[];
  /** Decimals to which a percentage is rounded (half up) before it is compared; null: the exact one is. */
  roundsTo: number | null;
  /** The most points; a decimal. */
  maximum: string | null;
  /** Decimals of grades that are numbers. */
  places: number | null;
  /** With rising percentages, the first at 0. */
  breakpoints: Breakpoint[];
  step: GradeStep | null;
  rounding: GradeRounding | null;
}

/** Names totals. All of it is exact: a grade is rounded once, and only where its kind says so. */
export interface Grader {
  /** @param share 1 is everything that can be reached */
  gradeOf: (share: Rational) => string;
  /** Why that is the grade, for people. */
  told: (share: Rational) => Sentence;
  /** All grades that there are, the best first; of numbers, those that were given. */
  inOrder: (given: Iterable<string>) => string[];
}

export interface SchemeKind {
  /** The terms that it takes, besides `kind`; all others must be left out. */
  takes: readonly (keyof SchemeTerms)[];
  /** As they are stored, with what is left out. Throws SchemeTermsError and SchemeOrderError. */
  termsIn: (sent: SchemeTerms) => SchemeTerms;
  grader: (terms: SchemeTerms) => Grader;
}
