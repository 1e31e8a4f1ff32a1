import { Rational } from '../../../shared/decimals/rational';
import { lateKindNamed } from './kinds/registry';
import type { LateKindName, LateTerms } from './kinds/late-kind';

/** What lateness takes from a score, as it is stored. Decimals in percent of the possible points. */
export interface StoredLatePolicy {
  kind: LateKindName;
  terms: LateTerms;
  /** Lateness takes no score below it. It lifts none. From 0 to 100. */
  floorPercent: string;
  /** Left out where learners have none. */
  tokens?: GraceTokens;
}

export const TOKEN_SPENDINGS = ['automatic', 'by_staff'] as const;
/** Who decides where tokens are spent; `by_staff`: only where staff have said so of a result. */
export type TokenSpending = (typeof TOKEN_SPENDINGS)[number];

/** What each learner of a course can spend on late work. */
export interface GraceTokens {
  /** How many, from 1. */
  count: number;
  /** How much lateness one of them takes off. */
  hours: number;
  /** On one line item, unless staff say another number of a result; null: all of them. */
  mostPerItem: number | null;
  spending: TokenSpending;
}

export interface LatePolicy {
  /** Percent of the possible points, for so many seconds of lateness. */
  percentAfter: (lateSeconds: number) => Rational;
  floorPercent: Rational;
  tokens: GraceTokens | null;
}

export function toLatePolicy({ kind, terms, floorPercent, tokens }: StoredLatePolicy): LatePolicy {
  const { percentAfter } = lateKindNamed(kind);
  return {
    percentAfter: (lateSeconds) => Rational.of(percentAfter(terms, lateSeconds)),
    floorPercent: Rational.of(floorPercent),
    tokens: tokens ?? null,
  };
}

/** How many tokens are spent on a result. */
export interface SpentTokens {
  tokens: number;
  /** Of the course: up to so many seconds nothing is late. */
  graceSeconds: number;
}

export const NO_TOKENS: SpentTokens = { tokens: 0, graceSeconds: 0 };

/**
 * What is left of lateness where tokens are spent on it: as if the work had been due so much later, so what is then within the grace is not
 * late. Source of tokens that come before any penalty: MarkUs, `app/models/grace_period_submission_rule.rb`.
 */
export function secondsLeft(
  lateSeconds: number,
  policy: Pick<LatePolicy, 'tokens'>,
  { tokens, graceSeconds }: SpentTokens,
): number {
  if (tokens === 0 || !policy.tokens) return lateSeconds;
  const left = lateSeconds - tokens * policy.tokens.hours * SECONDS_AN_HOUR;
  return left > graceSeconds ? left : 0;
}

const SECONDS_AN_HOUR = 3600;

export interface AfterLateness {
  /** Points that lateness takes. */
  deducted: Rational;
  /** Without the floor it would have taken more. */
  isAtFloor: boolean;
  /** What counts. */
  score: Rational;
}

/**
 * The score that counts for work which came so many seconds after its due: always from the entered score, so that nothing is
 * taken twice. Exact.
 *
 * deduction = possible · min(percent, max(raw % − floor %, 0)) / 100. Source: Canvas, `app/models/late_policy.rb`.
 *
 * @param entered above the least score of the line item
 * @param possible where it is 0 nothing is taken
 */
export function afterLateness(
  entered: Rational,
  possible: Rational,
  lateSeconds: number,
  { percentAfter, floorPercent }: LatePolicy,
): AfterLateness {
  if (lateSeconds <= 0 || possible.lte(0))
    return { deducted: Rational.ZERO, isAtFloor: false, score: entered };
  const percent = percentAfter(lateSeconds);
  const aboveFloor = entered.over(possible).times(100).minus(floorPercent);
  const most = aboveFloor.gt(0) ? aboveFloor : Rational.ZERO;
  const isAtFloor = percent.gt(most);
  const deducted = possible.times(isAtFloor ? most : percent).over(100);
  return { deducted, isAtFloor, score: entered.minus(deducted) };
}
