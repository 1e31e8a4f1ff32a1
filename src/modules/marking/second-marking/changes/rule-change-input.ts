import type { MarkingRule } from '../marking-rule';

/** The kind of operation. */
export const MARKING_RULE_CHANGE = 'marking_rule_change';

/** The part of its log that says which rule new marks follow. */
export const RULES_PART = 'rules';

/** What a change of a rule needs to start, and to start again. Plain data. */
export interface RuleChangeInput {
  activityId: string;
  /** The question. */
  itemId: string;
  courseId: string;
  /** Null: one person marks the question. */
  rule: MarkingRule | null;
}

/** Changes of the rule of a question, and their reversals, go alone. */
export function exclusiveKeyOf({ itemId }: Pick<RuleChangeInput, 'itemId'>): string {
  return `mr:${itemId}`;
}
