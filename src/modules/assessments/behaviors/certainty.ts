import { Rational } from '../../../shared/decimals/rational';
import type { Certainty } from './behavior';

/** The most that an answer can earn by these tables. */
const MOST = 3;
const RIGHT: Readonly<Record<Certainty, number>> = { low: 1, medium: 2, high: 3 };
const WRONG: Readonly<Record<Certainty, number>> = { low: 0, medium: -2, high: -6 };

/**
 * What an answer earns by how sure the learner was, as a part of the points: from −2 to 1. In thirds of the points these are the tables
 * of certainty-based marking, from −6 to 3 (Moodle, question/behaviour/behaviourbase.php): with them it pays to say what one believes.
 * Low pays best below a chance of 2/3 to be right, high above 4/5.
 */
export function certaintyShare(raw: Rational, certainty: Certainty): Rational {
  const mark = raw.gt(0) ? raw.times(RIGHT[certainty]) : Rational.of(WRONG[certainty]);
  return mark.over(MOST);
}
