import { Rational } from '../../../../shared/decimals/rational';

/** What a part of a response earns with penalties, at least 0. @param before how many tries came before the one that settled it */
export function afterTries(share: Rational, before: number, penalty: Rational): Rational {
  const left = share.minus(penalty.times(before));
  return left.lt(0) ? Rational.ZERO : left;
}

/**
 * Of parts that are right or wrong: the mean of what each earns that ends right, less the penalty for every try up to the last in
 * which it was wrong (Moodle, question/type/match/question.php, compute_final_grade).
 *
 * @param rights for each part, whether it was right in each try
 */
export function countbackOf(rights: readonly (readonly boolean[])[], penalty: Rational): Rational {
  const earned = rights.map((inTries) =>
    inTries.at(-1) ? afterTries(Rational.ONE, inTries.lastIndexOf(false) + 1, penalty) : Rational.ZERO,
  );
  return Rational.sum(earned).over(rights.length);
}
