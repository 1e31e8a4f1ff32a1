/** The share of attempts in each of the two groups: the one at which they differ most clearly (T. L. Kelley, 1939). */
const GROUP_SHARE = 0.27;

/** Which attempts did best and least well in the rest of the quiz. In the unit of the scores. */
export interface GroupBounds {
  /** Who earned this or more is in the upper group. */
  upperFrom: number;
  /** Who earned this or less, and not so much, is in the lower group. */
  lowerTo: number;
}

export type ScoreGroup = 'upper' | 'middle' | 'lower';

/**
 * The highest 27 % of the scores, at least one, and the lowest 27 %; who ties with a member is one too, in the upper group rather than in
 * both. So both groups have members wherever two scores differ, also in a short quiz in which many tie. Canvas, which divides learners
 * likewise, has ties go up, which can leave its lower group empty.
 */
export function groupBounds(scores: readonly number[]): GroupBounds {
  const sorted = Float64Array.from(scores).sort();
  const members = Math.max(Math.floor(sorted.length * GROUP_SHARE), 1);
  return {
    upperFrom: sorted[sorted.length - members] ?? Infinity,
    lowerTo: sorted[members - 1] ?? -Infinity,
  };
}

export function groupOf(score: number, { upperFrom, lowerTo }: GroupBounds): ScoreGroup {
  if (score >= upperFrom) return 'upper';
  return score <= lowerTo ? 'lower' : 'middle';
}
