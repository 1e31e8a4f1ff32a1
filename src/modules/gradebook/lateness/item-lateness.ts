import { Rational } from '../../../shared/decimals/rational';
import type { ItemLateness } from '../totals/standing';
import { afterLateness, type LatePolicy, NO_TOKENS, secondsLeft, type SpentTokens } from './late-policy';
import type { Timeliness } from './timeliness';

export interface ItemScore {
  score: Rational | null;
  lateness: ItemLateness | null;
}

/**
 * The score of an item with what lateness takes from it.
 *
 * @param entered above the least score
 * @param policy null where lateness takes nothing
 * @param spent on this result
 */
export function itemScore(
  entered: Rational | null,
  possible: Rational,
  timeliness: Timeliness,
  policy: LatePolicy | null,
  spent: SpentTokens = NO_TOKENS,
): ItemScore {
  const { status, isByHand, isWaived, lateSeconds } = timeliness;
  if (status === 'none' && !isByHand && !isWaived) return { score: entered, lateness: null };
  const nothing = { deducted: Rational.ZERO, isAtFloor: false, score: entered };
  const isTakenFrom = status === 'late' && policy !== null && !isWaived && entered !== null;
  const countedSeconds = policy ? secondsLeft(lateSeconds, policy, spent) : lateSeconds;
  const { score, ...taken } = isTakenFrom
    ? afterLateness(entered, possible, countedSeconds, policy)
    : nothing;
  return { score, lateness: { ...timeliness, ...taken, entered, countedSeconds, tokens: spent.tokens } };
}
