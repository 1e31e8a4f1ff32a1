import type { Rational } from '../../../shared/decimals/rational';
import type { Timeliness } from '../lateness/timeliness';

/** What there is to say about when work came in, and what that takes from its score. */
export interface ItemLateness extends Timeliness {
  /** Without what lateness takes; null where there is no score. */
  entered: Rational | null;
  /** Points. */
  deducted: Rational;
  /** Without the floor of the late policy it would have been more. */
  isAtFloor: boolean;
  /** How many grace tokens were spent on it. */
  tokens: number;
  /** What they leave of `lateSeconds`. */
  countedSeconds: number;
}

/**
 * One learner's standing in a line item. Scores count from the least one of its range.
 */
export interface ItemStanding {
  id: string;
  categoryId: string | null;
  /** The grading period to which it belongs for the learner. */
  periodId: string | null;
  /** 0 for a quiz without questions. */
  possible: Rational;
  weight: Rational;
  /** In percent, where its weight among others by points is set by hand; null elsewhere. */
  fixedWeight: Rational | null;
  isExtra: boolean;
  neverDropped: boolean;
  /** Counts in no total. */
  isOmitted: boolean;
  /** With what lateness takes from it; null where there is none. */
  score: Rational | null;
  /** Null for most: it is on time, or nobody asks. */
  lateness: ItemLateness | null;
  isExcused: boolean;
  /** It is due, a submission is expected, and there is none. */
  isMissing: boolean;
  /** The score is not the last word: something of it waits for a mark. */
  awaitsMarks: boolean;
  /** The learner may see the score. */
  isPosted: boolean;
}
