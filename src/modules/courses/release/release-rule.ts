/*
 * A release rule says who may open an activity, or the activities of a section, and when: a tree whose leaves are conditions.
 * What a condition asks is told by its kind (`kinds/`).
 */

/** As many conditions and groups as a rule may have. */
export const MOST_NODES = 50;
/** A condition by itself is 1 deep. */
export const DEEPEST_RULE = 5;

/** Each part of a rule may keep what it guards out of sight; left out: its reason is shown. */
interface MayHide {
  readonly shown?: boolean;
}

export interface AllRule extends MayHide {
  readonly kind: 'all';
  readonly of: readonly StoredRule[];
}

export interface AnyRule extends MayHide {
  readonly kind: 'any';
  readonly of: readonly StoredRule[];
}

export interface AtLeastRule extends MayHide {
  readonly kind: 'at_least';
  readonly count: number;
  readonly of: readonly StoredRule[];
}

export interface NotRule extends MayHide {
  readonly kind: 'not';
  readonly rule: StoredRule;
}

/** A leaf. Its other fields are those of its kind. */
export interface StoredCondition extends MayHide {
  readonly kind: string;
}

export type StoredGroup = AllRule | AnyRule | AtLeastRule | NotRule;

/** A rule as it is stored: plain JSON. */
export type StoredRule = StoredGroup | StoredCondition;

export const GROUPS = ['all', 'any', 'at_least', 'not'] as const;

export function isGroup(rule: StoredRule): rule is StoredGroup {
  return (GROUPS as readonly string[]).includes(rule.kind);
}

/** A condition of a rule, where it stands, and whether it is below an odd number of `not`. */
export interface PlacedCondition {
  condition: StoredCondition;
  /** Such as `release.of[1].rule`. */
  field: string;
  isNegated: boolean;
}

/** Every condition of a rule that stands at a field, in order. */
export function conditionsOf(rule: StoredRule, field: string, isNegated = false): PlacedCondition[] {
  if (!isGroup(rule)) return [{ condition: rule, field, isNegated }];
  if (rule.kind === 'not') return conditionsOf(rule.rule, `${field}.rule`, !isNegated);
  return rule.of.flatMap((child, index) => conditionsOf(child, `${field}.of[${index}]`, isNegated));
}

/** Whether some part of a rule hides what it guards. */
export function mayHide(rule: StoredRule): boolean {
  if (rule.shown === false) return true;
  if (!isGroup(rule)) return false;
  return rule.kind === 'not' ? mayHide(rule.rule) : rule.of.some(mayHide);
}
