import { Rational } from '../../../shared/decimals/rational';
import { type LateRules, latePolicyFor } from '../rules/stored-rules';
import type { ItemStanding } from '../totals/standing';
import { itemScore } from './item-lateness';
import { afterLateness, type GraceTokens, type LatePolicy, secondsLeft } from './late-policy';

/** What there is to say about the tokens of one learner. */
export interface TokensView extends GraceTokens {
  left: number;
  /** Where they were spent, in the order of the line items. */
  spent: { lineItemId: string; tokens: number }[];
}

/**
 * How a learner stands in the line items of a course with the grace tokens that the late policy gives: each takes a stated time off the
 * lateness of one result. Computed from what stands, so nothing of it is stored.
 *
 * Tokens are spent in turn: for results that staff have given a number of tokens before others, then the work that came first; of what
 * came at the same instant, that of the lower id. Each gets as many as take the most from its penalty, and no more of them than that takes.
 * What is not posted comes behind all that is, so that nothing that a learner sees depends on a score that they do not see. Work that waits
 * for a score has its tokens kept: the penalty is its percentage until then.
 *
 * Nothing is spent where lateness takes nothing (waived, excused, in a category that ignores it), or on what counts in no total.
 *
 * @param items of one learner, without tokens
 */
export function withGraceTokens(items: ItemStanding[], rules: LateRules): ItemStanding[] {
  const tokens = rules.latePolicy?.tokens;
  if (!tokens) return items;
  const inTurn = items.filter(isPenalized).sort(byTurn);
  let left = tokens.count;
  const lowered = new Map<string, ItemStanding>();
  for (const item of inTurn) {
    const policy = latePolicyFor(rules, item.categoryId);
    if (policy === null || left === 0) continue;
    const spent = tokensFor(item, Math.min(left, mostFor(item, tokens)), policy, rules.graceSeconds);
    if (spent === 0) continue;
    left -= spent;
    const { possible, lateness } = item;
    const { graceSeconds } = rules;
    lowered.set(item.id, {
      ...item,
      ...itemScore(lateness.entered, possible, lateness, policy, { tokens: spent, graceSeconds }),
    });
  }
  return lowered.size === 0 ? items : items.map((item) => lowered.get(item.id) ?? item);
}

/**
 * Undefined where the course gives none.
 *
 * @param scores whose are told: of posted ones alone, since others would tell of work that its learner may not see yet
 */
export function tokensOf(
  { latePolicy }: Pick<LateRules, 'latePolicy'>,
  items: readonly ItemStanding[],
  scores: 'posted' | 'all',
): TokensView | undefined {
  if (!latePolicy?.tokens) return undefined;
  const spent = items.flatMap(({ id, lateness, isPosted }) =>
    lateness && lateness.tokens > 0 && (isPosted || scores === 'all')
      ? [{ lineItemId: id, tokens: lateness.tokens }]
      : [],
  );
  const left = spent.reduce((rest, { tokens }) => rest - tokens, latePolicy.tokens.count);
  return { ...latePolicy.tokens, left, spent };
}

type LateStanding = ItemStanding & { lateness: NonNullable<ItemStanding['lateness']> };

function isPenalized(item: ItemStanding): item is LateStanding {
  const { lateness, isOmitted, isExcused } = item;
  return lateness?.status === 'late' && !lateness.isWaived && !isOmitted && !isExcused;
}

function byTurn(one: LateStanding, other: LateStanding): number {
  return (
    Number(other.isPosted) - Number(one.isPosted) ||
    Number(isSaid(other)) - Number(isSaid(one)) ||
    instantOf(one) - instantOf(other) ||
    (one.id < other.id ? -1 : 1)
  );
}

function isSaid({ lateness }: LateStanding): boolean {
  return lateness.saidTokens !== null;
}

/** Behind all others where nobody knows. */
function instantOf({ lateness: { cameAt } }: LateStanding): number {
  return cameAt?.getTime() ?? Number.MAX_SAFE_INTEGER;
}

/** What staff say of one result is bound by nothing but what is left. */
function mostFor({ lateness }: LateStanding, { mostPerItem, spending }: GraceTokens): number {
  if (lateness.saidTokens !== null) return lateness.saidTokens;
  return spending === 'by_staff' ? 0 : (mostPerItem ?? Infinity);
}

/** The least number of tokens with which the penalty is the least. */
function tokensFor(item: LateStanding, most: number, policy: LatePolicy, graceSeconds: number): number {
  let [best, least] = [0, penaltyOf(item, 0, policy, graceSeconds)];
  for (let tokens = 1; tokens <= most && !least.isZero(); tokens += 1) {
    const penalty = penaltyOf(item, tokens, policy, graceSeconds);
    if (penalty.lt(least)) [best, least] = [tokens, penalty];
  }
  return best;
}

/** In points; of work that waits for its score, in percent of what can be reached. */
function penaltyOf(
  { possible, awaitsMarks, lateness: { entered, lateSeconds } }: LateStanding,
  tokens: number,
  policy: LatePolicy,
  graceSeconds: number,
): Rational {
  const seconds = secondsLeft(lateSeconds, policy, { tokens, graceSeconds });
  if (entered !== null && !awaitsMarks) return afterLateness(entered, possible, seconds, policy).deducted;
  return possible.gt(0) && seconds > 0 ? policy.percentAfter(seconds) : Rational.ZERO;
}
