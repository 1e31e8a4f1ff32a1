import { type ActivityType, findActivityType } from '../content/activity-types/registry';
import type { CompletionKindName } from './completion-kinds';

/*
 * A completion rule says what a learner has to do with an activity until it counts as completed. What each of its conditions
 * asks is told by its kind (`kinds/`); who has met it is known by the modules above.
 */

/** One thing to do. Its other fields are those of its kind. */
export interface CompletionCondition {
  readonly kind: CompletionKindName;
  /** Of kinds that ask for a share: from 0 to 100, a decimal as text. */
  readonly minPercent?: string;
}

export const COMPLETION_MATCHES = ['all', 'any'] as const;
export type CompletionMatch = (typeof COMPLETION_MATCHES)[number];

/**
 * What becomes of those who completed an activity by another rule, when this one comes into force. `keep`: they stay.
 * `recheck`: whoever does not meet this rule has not completed the activity any more.
 */
export const EARLIER_COMPLETIONS = ['keep', 'recheck'] as const;
export type EarlierCompletions = (typeof EARLIER_COMPLETIONS)[number];

/** A rule as it is stored: plain JSON. */
export interface CompletionRule {
  /** Whether all conditions have to be met, or one. */
  readonly match: CompletionMatch;
  /** At least one, each kind once. */
  readonly conditions: readonly CompletionCondition[];
  readonly earlier?: EarlierCompletions;
}

/** The rule in force for an activity: its own, or what its type is usually completed by. Null where nobody completes it. */
export function completionRuleOf(type: ActivityType, own: CompletionRule | null): CompletionRule | null {
  if (own) return own;
  const [usual] = findActivityType(type)?.completedBy ?? [];
  return usual === undefined ? null : { match: 'all', conditions: [{ kind: usual }] };
}

/** Whether two rules are met by the same. What becomes of earlier completions is no part of that. */
export function asksTheSame(one: CompletionRule | null, other: CompletionRule | null): boolean {
  return JSON.stringify(asked(one)) === JSON.stringify(asked(other));
}

function asked(rule: CompletionRule | null): unknown {
  if (!rule) return null;
  const conditions = rule.conditions.map(({ kind, minPercent = null }) => `${kind} ${minPercent}`);
  return [conditions.length > 1 ? rule.match : 'all', conditions.sort()];
}

/** Whether learners complete the activity, at least in part, by saying that they are done. */
export function isMarkedDone(rule: CompletionRule | null): boolean {
  return rule?.conditions.some(({ kind }) => kind === 'marked_done') === true;
}

/**
 * When a rule was met.
 *
 * @param metAt when each of its conditions was, in their order; null: it is not
 * @returns null: the rule is not met
 */
export function ruleMetAt(
  { match }: Pick<CompletionRule, 'match'>,
  metAt: readonly (Date | null)[],
): Date | null {
  const met = metAt.filter((at) => at !== null);
  if (met.length === 0 || (match === 'all' && met.length < metAt.length)) return null;
  const instants = met.map((at) => at.getTime());
  return new Date(match === 'all' ? Math.max(...instants) : Math.min(...instants));
}
