import type { Rational } from '../../../shared/decimals/rational';
import type { Day } from '../../../shared/time/zoned-time';

/** What a learner has reached in an activity that is scored, or in a line item of the gradebook, as far as they are told. */
export interface ResultFact {
  /** Where the score that stands lies in its range, in percent and not rounded; null: there is none, or it is not released. */
  readonly percent: Rational | null;
  /** Null: never attempted, not released, or nothing can be passed. */
  readonly hasPassed: boolean | null;
  /** The learner need not do it. */
  readonly isExcused: boolean;
  /** The title of the line item. */
  readonly title?: string;
}

/** What rules are evaluated by. Whoever tells one of these leaves out what no rule asks for. */
export interface LearnerFacts {
  readonly userId: string;
  /** When the learner has completed activities, by their ids. */
  readonly completed: ReadonlyMap<string, Date>;
  /** By the id of the activity, or of the line item. A line item that is not there does not exist. */
  readonly results: ReadonlyMap<string, ResultFact>;
  /** The first day of the learner in the course, of the course's calendar; null: they have none. */
  readonly startDay: Day | null;
  /** What a kind of condition asks of the module that registered it, by the name of the kind. */
  readonly ofKinds: ReadonlyMap<string, unknown>;
}

/** Which facts there are: three of those above, or the name of a kind that asks for facts of its own. */
export type FactName = string;
export const COMPLETIONS = 'completions';
export const RESULTS = 'results';
export const START = 'start';

/** A learner of whom nothing is known. */
export function noFacts(userId: string): LearnerFacts {
  return {
    ...{ userId, completed: new Map<string, Date>(), results: new Map<string, ResultFact>() },
    ...{ startDay: null, ofKinds: new Map<string, unknown>() },
  };
}
