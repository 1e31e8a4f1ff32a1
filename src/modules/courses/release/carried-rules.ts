import type { ConditionKinds } from './kinds/registry';
import { isGroup, type StoredCondition, type StoredRule } from './release-rule';

/** Changes one condition of a rule; null takes it out. */
type ConditionChange = (condition: StoredCondition, field: string) => StoredCondition | null;

/**
 * The rule with other conditions in the same places. A group of which nothing is left is taken out, and one that asks for so many asks
 * for no more than there are. Null where nothing is left of the whole rule: then nothing is closed by it.
 */
export function mapConditions(rule: StoredRule, field: string, change: ConditionChange): StoredRule | null {
  if (!isGroup(rule)) return change(rule, field);
  if (rule.kind === 'not') {
    const inner = mapConditions(rule.rule, `${field}.rule`, change);
    return inner && { ...rule, rule: inner };
  }
  const of = rule.of.flatMap((child, index) => mapConditions(child, `${field}.of[${index}]`, change) ?? []);
  if (of.length === 0) return null;
  return rule.kind === 'at_least' ? { ...rule, of, count: Math.min(rule.count, of.length) } : { ...rule, of };
}

/** The rule as a copy of the course begins with it: without the people whom it names. */
export function carriedRule(rule: StoredRule, kinds: ConditionKinds): StoredRule {
  return mapConditions(
    rule,
    '',
    (condition) => kinds.find(condition.kind)?.carried?.(condition) ?? condition,
  ) as StoredRule;
}

/** The rule in a copy whose dates are others; null where nothing of it is left. */
export function movedRule(
  rule: StoredRule,
  field: string,
  kinds: ConditionKinds,
  move: (at: Date, field: string) => Date | null,
): StoredRule | null {
  return mapConditions(rule, field, (condition, place) => {
    const moved = kinds.find(condition.kind)?.moved;
    return moved ? moved(condition, (at, own) => move(at, `${place}.${own}`)) : condition;
  });
}
