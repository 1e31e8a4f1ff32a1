import type { PreparedCondition, RuleFrame } from './kinds/condition-kind';
import type { ConditionKinds } from './kinds/registry';
import type { LearnerFacts } from './learner-facts';
import { allOf, areSameReasons, enoughOf, type ReleaseReason } from './reasons';
import { sentences } from './release.sentences';
import { isGroup, type StoredCondition, type StoredGroup, type StoredRule } from './release-rule';

/*
 * Rules know three values: a condition holds, or does not, or cannot be known. Only what holds opens. `not` makes the
 * opposite of the first two, and what cannot be known stays unknown under it. A rule is prepared with each `not` moved down to
 * its conditions (not all of them = one of their opposites), which changes no value; from there on it matters only which
 * conditions are met, as they stand or as the opposite, and an unknown one is never met.
 *
 * The outline of a course evaluates hundreds of rules at once, so each part of a rule is walked once and makes no lists that it
 * does not need.
 */

/** Why a rule is not met. */
export interface Unmet {
  readonly isHidden: boolean;
  readonly reasons: readonly ReleaseReason[];
}

/** A rule, or a part of one, that is ready to be evaluated for many learners. Instants are in milliseconds since 1970. */
export interface PreparedRule {
  /** Null where it is met. */
  unmet(facts: LearnerFacts, now: number): Unmet | null;

  /**
   * The first instant after `now` at which time alone makes it say something else: that it is met, or not, or hidden, or for
   * other reasons that are shown. Infinity where there is none.
   *
   * @param said what it says at `now`
   */
  changeAfter(facts: LearnerFacts, now: number, said?: Unmet | null): number;

  /** Whether time can change what it says. */
  readonly isTimed: boolean;
  /** Whether some part of it hides what it guards. */
  readonly canHide: boolean;
}

export function prepareRule(rule: StoredRule, frame: RuleFrame, kinds: ConditionKinds): PreparedRule {
  return prepared(rule, frame, kinds, false, false);
}

/** Two rules that are both needed. */
export function bothRules(one: PreparedRule, other: PreparedRule): PreparedRule {
  return new AllOf([one, other], false);
}

function prepared(
  rule: StoredRule,
  frame: RuleFrame,
  kinds: ConditionKinds,
  isNegated: boolean,
  isInHidden: boolean,
): PreparedRule {
  const isHiding = isInHidden || rule.shown === false;
  if (!isGroup(rule)) return new Leaf(conditionOf(rule, frame, kinds), isNegated, isHiding);
  if (rule.kind === 'not') return prepared(rule.rule, frame, kinds, !isNegated, isHiding);
  const parts = rule.of.map((part) => prepared(part, frame, kinds, isNegated, false));
  if (rule.kind === (isNegated ? 'any' : 'all')) return new AllOf(parts, isHiding);
  const needed = neededOf(rule);
  return new EnoughOf(parts, isHiding, isNegated ? parts.length - needed + 1 : needed);
}

function conditionOf(condition: StoredCondition, frame: RuleFrame, kinds: ConditionKinds): PreparedCondition {
  return kinds.find(condition.kind)?.prepare(condition, frame) ?? ofUnknownKind(condition);
}

function ofUnknownKind({ kind }: StoredCondition): PreparedCondition {
  const reason = { code: 'kind_unknown', values: { kind }, sentence: sentences.kindUnknown() };
  return { holds: () => undefined, reason: () => reason };
}

function neededOf(rule: Exclude<StoredGroup, { kind: 'not' }>): number {
  if (rule.kind === 'at_least') return rule.count;
  return rule.kind === 'all' ? rule.of.length : 1;
}

/** A condition, or its opposite. */
class Leaf implements PreparedRule {
  readonly isTimed: boolean;
  private readonly holds: PreparedCondition['holds'];
  private readonly reason: PreparedCondition['reason'];
  private readonly nextChange: PreparedCondition['nextChange'];
  /** What was said last: most reasons are the same for everybody. */
  private last: Unmet | undefined;

  constructor(
    condition: PreparedCondition,
    private readonly isNegated: boolean,
    readonly canHide: boolean,
  ) {
    this.holds = condition.holds;
    this.reason = condition.reason;
    this.nextChange = condition.nextChange;
    this.isTimed = condition.nextChange !== undefined;
  }

  unmet(facts: LearnerFacts, now: number): Unmet | null {
    if (this.holds(facts, now) === !this.isNegated) return null;
    const reason = this.reason(facts, now, this.isNegated);
    const { last } = this;
    if (last !== undefined && last.reasons[0] === reason) return last;
    return (this.last = { isHidden: this.canHide, reasons: [reason] });
  }

  changeAfter(facts: LearnerFacts, now: number): number {
    return this.nextChange === undefined ? Infinity : this.nextChange(facts, now);
  }
}

/** Several parts. */
abstract class Group implements PreparedRule {
  readonly isTimed: boolean;
  readonly canHide: boolean;
  protected readonly timed: readonly PreparedRule[];
  protected readonly untimed: readonly PreparedRule[];

  constructor(
    protected readonly parts: readonly PreparedRule[],
    protected readonly isHiding: boolean,
  ) {
    this.timed = parts.filter(({ isTimed }) => isTimed);
    this.untimed = parts.filter(({ isTimed }) => !isTimed);
    this.isTimed = this.timed.length > 0;
    this.canHide = isHiding || parts.some(({ canHide }) => canHide);
  }

  abstract unmet(facts: LearnerFacts, now: number): Unmet | null;

  changeAfter(facts: LearnerFacts, now: number, said = this.unmet(facts, now)): number {
    if (!this.isTimed) return Infinity;
    const change = this.partChangeAfter(facts, now);
    if (change === Infinity || this.followsParts(said)) return change;
    return this.isSettled(facts, now, said) ? Infinity : this.firstOther(facts, change, said);
  }

  /** Whether it says something else as soon as one of its parts does. */
  protected abstract followsParts(said: Unmet | null): boolean;

  /** Whether it says the same at all times, whatever its timed parts do. */
  protected abstract isSettled(facts: LearnerFacts, now: number, said: Unmet | null): boolean;

  private partChangeAfter(facts: LearnerFacts, now: number): number {
    let first = Infinity;
    for (const part of this.timed) {
      const change = part.changeAfter(facts, now);
      if (change < first) first = change;
    }
    return first;
  }

  /** From one change of a part to the next, until it says something else. */
  private firstOther(facts: LearnerFacts, change: number, said: Unmet | null): number {
    let at = change;
    while (at !== Infinity && isSame(said, this.unmet(facts, at))) at = this.partChangeAfter(facts, at);
    return at;
  }
}

/** All parts are needed. One that hides is enough to hide. */
class AllOf extends Group {
  unmet(facts: LearnerFacts, now: number): Unmet | null {
    let first: Unmet | null = null;
    let reasons: ReleaseReason[] | null = null;
    let isHidden = this.isHiding;
    for (const part of this.parts) {
      const unmet = part.unmet(facts, now);
      if (unmet === null) continue;
      isHidden ||= unmet.isHidden;
      if (first === null) first = unmet;
      else if (reasons === null) reasons = first.reasons.concat(unmet.reasons);
      else reasons.push(...unmet.reasons);
    }
    if (first === null || (reasons === null && isHidden === first.isHidden)) return first;
    return { isHidden, reasons: reasons ?? first.reasons };
  }

  protected followsParts(said: Unmet | null): boolean {
    return said?.isHidden !== true;
  }

  /** Only asked while it is hidden. */
  protected isSettled(facts: LearnerFacts, now: number): boolean {
    return this.untimed.some((part) => {
      const unmet = part.unmet(facts, now);
      return unmet !== null && (this.isHiding || unmet.isHidden);
    });
  }
}

/** Some of the parts are enough. They hide only if all those hide that are left; of the others, each is told as one reason. */
class EnoughOf extends Group {
  constructor(
    parts: readonly PreparedRule[],
    isHiding: boolean,
    private readonly needed: number,
  ) {
    super(parts, isHiding);
  }

  unmet(facts: LearnerFacts, now: number): Unmet | null {
    const left: Unmet[] = [];
    let missing = this.needed;
    let shown = 0;
    for (const part of this.parts) {
      if (missing <= 0) return null;
      const unmet = part.unmet(facts, now);
      if (unmet === null) missing -= 1;
      else {
        left.push(unmet);
        if (!unmet.isHidden) shown += 1;
      }
    }
    if (missing <= 0) return null;
    const isHidden = this.isHiding || (left.length > 0 && shown === 0);
    const alternatives = isHidden || shown === left.length ? left : left.filter((unmet) => !unmet.isHidden);
    const told = alternatives.map(({ reasons }) => allOf(reasons));
    return { isHidden, reasons: [enoughOf(told, missing)] };
  }

  protected followsParts(said: Unmet | null): boolean {
    return said !== null && !this.canHide;
  }

  protected isSettled(facts: LearnerFacts, now: number, said: Unmet | null): boolean {
    if (said !== null) return false;
    let missing = this.needed;
    for (const part of this.untimed) if (part.unmet(facts, now) === null) missing -= 1;
    return missing <= 0;
  }
}

/** What two things that are both needed say together. */
export function both(one: Unmet | null, other: Unmet | null): Unmet | null {
  if (!one || !other) return one ?? other;
  return { isHidden: one.isHidden || other.isHidden, reasons: one.reasons.concat(other.reasons) };
}

/** Nobody is told the reasons of what is hidden, so they make no difference. */
export function isSame(one: Unmet | null, other: Unmet | null): boolean {
  if (!one || !other) return one === other;
  if (one.isHidden !== other.isHidden) return false;
  return one.isHidden || areSameReasons(one.reasons, other.reasons);
}
