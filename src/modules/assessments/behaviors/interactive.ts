import type { Rational } from '../../../shared/decimals/rational';
import {
  atLeastNothing,
  type Behavior,
  type CheckResult,
  isThere,
  NOT_ANSWERED,
  type QuestionHistory,
  type Standing,
  stateOf,
  type TriedQuestion,
  UNCHECKED,
} from './behavior';

/**
 * One try more than hints. A try that is not right shows the next hint, and costs the next one the penalty; the right one, or the last,
 * closes the question. Questions of several parts count back: see `countback` of their types.
 */
export const interactive: Behavior = {
  ...{ name: 'interactive', takesChecks: true, takesCertainty: false },
  standingOf,
};

function standingOf(question: TriedQuestion, { checks, end }: QuestionHistory): Standing {
  const tries = question.hints + 1;
  const tried: unknown[] = [];
  const isRight = (): boolean => tried.length > 0 && question.shareOf(tried.at(-1)).gte(1);
  const isOver = (): boolean => isRight() || tried.length >= tries;
  const results = checks.map((check): CheckResult => {
    if (isOver()) return 'closed';
    if (!isThere(check) || !question.isComplete(check.response)) return 'incomplete';
    if (tried.some((response) => question.isSame(response, check.response))) return 'repeated';
    tried.push(check.response);
    return 'judged';
  });
  // Ended while it could be tried again: the answer that was tried counts as it was, and another one as a try.
  const isOpen = !isOver();
  const isLast = tried.length > 0 && question.isSame(tried.at(-1), end?.response ?? null);
  if (end && isThere(end) && isOpen && !isLast) tried.push(end.response);
  if (tried.length === 0) return { ...(end ? NOT_ANSWERED : { ...UNCHECKED, triesLeft: tries }), results };
  const isClosed = end !== null || isOver();
  const raw = question.shareOf(tried.at(-1));
  return {
    ...UNCHECKED,
    ...{ state: isClosed ? stateOf(raw) : 'try_again', isRight: isRight(), isClosed, results },
    share: shareOfTries(question, tried, raw),
    triesLeft: isClosed ? 0 : tries - tried.length,
    hintsShown: isClosed ? 0 : tried.length,
  };
}

function shareOfTries(question: TriedQuestion, tried: readonly unknown[], raw: Rational): Rational {
  const { penalty } = question;
  return question.countback?.(tried, penalty) ?? atLeastNothing(raw.minus(penalty.times(tried.length - 1)));
}
