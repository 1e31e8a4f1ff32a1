import type { Sentence } from '../../../../shared/sentences/sentence';
import type { FactName, LearnerFacts } from '../learner-facts';
import type { ReleaseReason } from '../reasons';
import type { StoredCondition } from '../release-rule';
import type { StartTimes } from './date/start-times';

/** What a condition can refer to besides people. */
export interface Target {
  /** `activity`, `line_item`, or what an upper module calls it. */
  what: string;
  id: string;
  /** The field of the condition that names it. */
  field: string;
}

/** What a condition is prepared with: the course in the version that it belongs to. */
export interface RuleFrame {
  /** The moments that are counted from the start of each learner. */
  starts: StartTimes;
  /** Undefined for an activity that the course does not have. */
  titleOf: (activityId: string) => string | undefined;
}

/** A condition that is ready to be evaluated for many learners. Instants are in milliseconds since 1970. */
export interface PreparedCondition {
  /** Undefined where it cannot be known: then it does not hold, and its negation does not hold either. */
  holds: (facts: LearnerFacts, now: number) => boolean | undefined;

  /**
   * The first instant after `now` at which time alone changes what `holds` or `reason` say; Infinity where there is none. Left
   * out where time does not matter.
   */
  nextChange?: (facts: LearnerFacts, now: number) => number;

  /** Why the condition, or its negation, is not met. Never asked while it is. */
  reason: (facts: LearnerFacts, now: number, isNegated: boolean) => ReleaseReason;
}

/** What is wrong with a condition by itself. */
export interface ConditionFault {
  /** Stable, for programs. */
  code: string;
  /** `of` names the activity or section, `field` where the condition stands. */
  says: (place: { of: Sentence; field: string }) => Sentence;
}

/** A half-open interval along an axis; conditions that hold together must have a point in common on each axis. */
export interface Span {
  axis: string;
  from: number;
  until: number;
}

/**
 * All that there is to know of one kind of condition. Each kind is described in a folder of its own and registered once.
 *
 * @typeParam Sent the class of requests
 * @typeParam Condition what is stored, plain JSON
 */
export interface ConditionKind<Sent extends object, Condition extends StoredCondition> {
  /** As the API names it, in `kind`. At most 20 characters. */
  readonly name: Condition['kind'];

  /** The fields of a condition, with their validation and OpenAPI description; among them `kind`. */
  readonly Condition: new () => Sent;

  /** What is wrong with a request whose fields are right each by itself: the field, the rule, and what to say. */
  shapeFaults?: (sent: Sent) => { field: string; rule: string; says: (field: string) => Sentence }[];

  /** A condition of a request as it is stored, without `shown`. */
  kept: (sent: Sent) => Condition;

  /** The facts that it is evaluated by. */
  asks: (condition: Condition) => readonly FactName[];

  /** What it refers to, and cannot hold without. */
  targets: (condition: Condition) => readonly Target[];

  prepare: (condition: Condition, frame: RuleFrame) => PreparedCondition;

  /** What keeps it from ever holding. Left out where nothing does. */
  faults?: (condition: Condition) => ConditionFault[];

  /**
   * The activities that learners must be able to work on before it, or its negation, can be met. Left out where there are none.
   */
  waitsFor?: (condition: Condition, isNegated: boolean) => readonly string[];

  /** The times at which it, or its negation, holds, where they are one interval. Left out where time does not matter. */
  span?: (condition: Condition, isNegated: boolean) => Span | undefined;

  /** What of it goes along with a copy of the course, to which nobody belongs yet. Left out if that is all of it. */
  carried?: (condition: Condition) => Condition;

  /**
   * The condition in a copy whose dates are others: `move` gives the new instant, or null where dates are removed. Null where nothing of
   * the condition is left. Left out if it has no dates of the calendar.
   */
  moved?: (condition: Condition, move: (at: Date, field: string) => Date | null) => Condition | null;

  /** A condition that can be sent as it stands, on the demo school. */
  readonly example: object;
}

/** A description whose kind is known only when the program runs. */
export type AnyConditionKind = ConditionKind<object, StoredCondition>;

/** Lets the compiler find the types of a description. Each function gets the conditions of its own kind: the registry hands it no others. */
export function conditionKind<Sent extends object, Condition extends StoredCondition>(
  described: ConditionKind<Sent, Condition>,
): AnyConditionKind {
  return described as unknown as AnyConditionKind;
}
