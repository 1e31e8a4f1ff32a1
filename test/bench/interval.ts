import type { Interval } from './measure';

/** Student's t, two-sided 95 %, for 1 to 30 degrees of freedom; beyond, the normal distribution's 1.96 is near enough. */
const T_95 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131,
  2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];

/**
 * The geometric mean of the ratios with its 95 % interval, by Student's t on their logarithms: twice as fast and half as
 * fast are equally far from no change. One ratio says nothing about its own uncertainty: from 0 to infinity.
 */
export function intervalOf(ratios: readonly number[]): Interval {
  const logarithms = ratios.map(Math.log);
  const mean = sum(logarithms) / logarithms.length;
  const freedom = logarithms.length - 1;
  if (freedom === 0) return { ratio: Math.exp(mean), low: 0, high: Infinity };
  const variance = sum(logarithms.map((each) => (each - mean) ** 2)) / freedom;
  const margin = (T_95[freedom - 1] ?? 1.96) * Math.sqrt(variance / logarithms.length);
  return { ratio: Math.exp(mean), low: Math.exp(mean - margin), high: Math.exp(mean + margin) };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
