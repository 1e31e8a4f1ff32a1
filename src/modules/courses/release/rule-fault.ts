import type { Sentence } from '../../../shared/sentences/sentence';

/** What keeps a rule from ever being met. */
export interface RuleFault {
  /** Stable, for programs. */
  code: string;
  /** Where the rule stands. */
  of: RuleOwner;
  /** In the owner, such as `release.of[1].until`. */
  field: string;
  message: Sentence;
}

export interface RuleOwner {
  what: 'section' | 'activity';
  id: string;
  title: string;
}
