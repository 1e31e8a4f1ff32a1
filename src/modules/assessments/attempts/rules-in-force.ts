import { isDeepStrictEqual } from 'node:util';
import type { TermCut, TermOrigin } from '../../courses';
import { type EffectiveTerms, type Term, TERMS } from '../exceptions/effective-terms';
import type { QuizSettings } from '../quizzes/quiz-settings';

/** The settings of a quiz that an attempt goes by. */
export const RULES = [
  ...TERMS,
  ...(['hardClose', 'atEnd', 'graceSeconds', 'offlineAnswers', 'navigation', 'behavior'] as const),
  ...(['delayAfterFirstSeconds', 'delayAfterLaterSeconds', 'shuffleQuestions', 'shuffleOptions'] as const),
] as const;
export type Rule = (typeof RULES)[number];
export type Rules = Pick<QuizSettings, Rule>;

/** What made the paper, and by what its answers are judged: neither changes afterwards. */
const OF_THE_PAPER = ['shuffleQuestions', 'shuffleOptions', 'behavior'] as const;

/** As JSON keeps a value: instants are texts. */
type Stored<Value> = Value extends Date ? string : Value;
type StoredRules = { [Name in Rule]: Stored<Rules[Name]> };

/**
 * The rules that an attempt goes by, as the attempt keeps them: those of everybody, and where this learner has others, these
 * with what gives them.
 */
export interface RulesInForce {
  /** Since when they hold: the start of the attempt, or the last change of them. */
  since: string;
  base: StoredRules;
  own: Partial<Record<Term, { effective: string | number | null; origin: TermOrigin }>>;
  endsBy: string | null;
  cutBy: TermCut | null;
  passwordWaived: boolean;
  restBreakMinutes: number;
  /** When an accommodation begins, so that they may become others by themselves; missing: none does. */
  changesAt?: string;
}

/** A rule that came to be another one for this learner. */
export interface RuleChange {
  rule: Rule;
  before: StoredRules[Rule];
  after: StoredRules[Rule];
  /** What gives the rule since. */
  origin: TermOrigin;
}

/**
 * The rules of an attempt that begins.
 *
 * @param beginnings when accommodations begin that are not in force yet, the first first
 */
export function rulesInForce(
  settings: Rules,
  terms: EffectiveTerms,
  since: Date,
  [changesAt]: readonly Date[] = [],
): RulesInForce {
  const { endsBy, cutBy, passwordWaived, restBreakMinutes } = terms;
  const own = TERMS.filter((term) => isOwn(terms[term])).map((term) => {
    const { effective, origin } = terms[term];
    return [term, { effective: stored(effective), origin }];
  });
  return {
    since: since.toISOString(),
    base: Object.fromEntries(RULES.map((rule) => [rule, stored(settings[rule])])) as StoredRules,
    own: Object.fromEntries(own) as RulesInForce['own'],
    endsBy: stored(endsBy),
    ...{ cutBy, passwordWaived, restBreakMinutes },
    ...(changesAt ? { changesAt: changesAt.toISOString() } : {}),
  };
}

/** Since when rules may be others than those that are kept, because an accommodation began; null: they are not. */
export function outdatedSince(rules: Pick<RulesInForce, 'changesAt'> | null, now: Date): Date | null {
  if (rules?.changesAt === undefined) return null;
  const changesAt = new Date(rules.changesAt);
  return changesAt <= now ? changesAt : null;
}

/**
 * The rules of an attempt that goes on, after some may have changed: the very same object where none has. What made its paper stays.
 *
 * @param before null for an attempt of an earlier release
 */
export function rulesAfter(before: RulesInForce | null, now: RulesInForce): RulesInForce {
  if (before === null) return now;
  const after = { ...now, base: { ...now.base } };
  // What an earlier release did not write down stays so.
  for (const rule of OF_THE_PAPER)
    if (Object.hasOwn(before.base, rule)) Object.assign(after.base, { [rule]: before.base[rule] });
    else delete (after.base as Partial<StoredRules>)[rule];
  return isDeepStrictEqual(before, { ...after, since: before.since }) ? before : after;
}

/** Which rules are other ones for this learner; nothing where it is not known what they were. */
export function changedRules(before: RulesInForce | null, after: RulesInForce | null): RuleChange[] {
  if (before === null || after === null || before === after) return [];
  const [was, is] = [effectiveRules(before), effectiveRules(after)];
  return RULES.filter((rule) => was[rule] !== is[rule]).map((rule) => ({
    rule,
    before: was[rule],
    after: is[rule],
    origin: originOf(after, rule),
  }));
}

/** What becomes of an attempt at its end, and of answers that come after it. */
export type EndingRules = Pick<Rules, 'atEnd' | 'hardClose' | 'offlineAnswers'>;

/** By what it keeps, so that its learner can rely on what held when it ended; by the quiz where an earlier release kept nothing. */
export function endingRules(inForce: Pick<RulesInForce, 'base'> | null, quiz: EndingRules): EndingRules {
  const { atEnd, hardClose, offlineAnswers } = { ...quiz, ...inForce?.base };
  return { atEnd, hardClose, offlineAnswers };
}

/** What counts for this learner. */
export function effectiveRules({ base, own }: RulesInForce): StoredRules {
  const terms = Object.entries(own).map(([term, { effective }]) => [term, effective]);
  return { ...base, ...(Object.fromEntries(terms) as Partial<StoredRules>) };
}

export function originOf({ own }: RulesInForce, rule: Rule): TermOrigin {
  return own[rule as Term]?.origin ?? 'quiz';
}

function isOwn({ base, effective, origin }: EffectiveTerms[Term]): boolean {
  return origin !== 'quiz' || stored(base) !== stored(effective);
}

function stored<Value>(value: Value): Stored<Value> {
  return (value instanceof Date ? value.toISOString() : value) as Stored<Value>;
}
