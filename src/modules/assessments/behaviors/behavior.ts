import { Rational } from '../../../shared/decimals/rational';

export const BEHAVIOR_NAMES = [
  ...(['deferred', 'immediate', 'interactive', 'adaptive', 'adaptive_no_penalty'] as const),
  ...(['deferred_certainty', 'immediate_certainty'] as const),
] as const;
/** When answers are judged, and what a try costs. */
export type BehaviorName = (typeof BEHAVIOR_NAMES)[number];

export const CERTAINTIES = ['low', 'medium', 'high'] as const;
/** How sure a learner is of an answer. */
export type Certainty = (typeof CERTAINTIES)[number];

/** An answer that the learner had checked, or the one that is there at the end. */
export interface GivenAnswer {
  /** Null for none. */
  response: unknown;
  /** Null where the learner did not say. */
  certainty: Certainty | null;
}

/** What happened to one question: the answers that were checked, in their order, and the end, if it has come. */
export interface QuestionHistory {
  checks: readonly GivenAnswer[];
  /** Null while the attempt is open. `isTimed`: the clock ended it. */
  end: (GivenAnswer & { isTimed: boolean }) | null;
}

/** A question as a behavior asks about it. It knows nothing of types. */
export interface TriedQuestion {
  /** What a response earns, from 0 to 1, before any penalty. It is complete, or at least there. */
  shareOf(response: unknown): Rational;
  isSame(one: unknown, other: unknown): boolean;
  /** Whether nothing of it is missing and all of it can be read, so that it is worth a try. */
  isComplete(response: unknown): boolean;
  /** What the last of these responses earns by its parts; left out where a response has none. */
  countback?(responses: readonly unknown[], penalty: Rational): Rational;
  /** The part of the points that each try before costs. */
  penalty: Rational;
  hints: number;
}

/**
 * `unchecked`: nothing has been judged. `try_again`: the last try was not right, and another can follow. `not_answered`: the end
 * came without an answer.
 */
export const QUESTION_STATES = [
  ...(['unchecked', 'try_again', 'right', 'partly_right', 'wrong', 'not_answered'] as const),
] as const;
export type QuestionState = (typeof QUESTION_STATES)[number];

/** What has become of a check. Only one that was `judged` is a try. */
export type CheckResult =
  'judged' | 'repeated' | 'incomplete' | 'without_certainty' | 'closed' | 'not_offered';

/** How a question stands after its history. */
export interface Standing {
  state: QuestionState;
  /** Of the points, after penalties; below 0 only by certainty. Null where nothing has been judged, or nothing answered. */
  share: Rational | null;
  /** Whether the answer that decides is fully right; null where there is none. */
  isRight: boolean | null;
  /** No further check changes anything. */
  isClosed: boolean;
  /** One for each check, in their order. */
  results: CheckResult[];
  triesLeft: number | null;
  /** How many hints are shown. */
  hintsShown: number;
  /** The certainty that was taken, where none was said. */
  assumed: Certainty | null;
}

/** The rules by which a question is checked and graded: a pure step over its history. */
export interface Behavior {
  readonly name: BehaviorName;
  /** Whether an answer can be checked before the end. */
  readonly takesChecks: boolean;
  readonly takesCertainty: boolean;
  /** Whether an answer that the learner hands in is judged only with a certainty. */
  readonly needsCertainty?: true;
  standingOf(question: TriedQuestion, history: QuestionHistory): Standing;
}

/** Nothing has been judged yet. */
export const UNCHECKED: Omit<Standing, 'results'> = {
  ...{ state: 'unchecked', share: null, isRight: null, isClosed: false },
  ...{ triesLeft: null, hintsShown: 0, assumed: null },
};

export const NOT_ANSWERED: Omit<Standing, 'results'> = {
  ...{ ...UNCHECKED, state: 'not_answered', isClosed: true },
};

/** What a raw share is called. */
export function stateOf(raw: Rational): 'right' | 'partly_right' | 'wrong' {
  if (raw.gte(1)) return 'right';
  return raw.gt(0) ? 'partly_right' : 'wrong';
}

export function isThere({ response }: GivenAnswer): boolean {
  return response !== null && response !== undefined;
}

export function atLeastNothing(share: Rational): Rational {
  return share.lt(0) ? Rational.ZERO : share;
}

export function larger(one: Rational, other: Rational): Rational {
  return one.gte(other) ? one : other;
}
