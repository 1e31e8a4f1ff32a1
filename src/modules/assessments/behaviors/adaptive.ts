import { Rational } from '../../../shared/decimals/rational';
import {
  type Behavior,
  type CheckResult,
  isThere,
  larger,
  NOT_ANSWERED,
  type QuestionHistory,
  type Standing,
  stateOf,
  type TriedQuestion,
  UNCHECKED,
} from './behavior';

/** As many checks as one likes; each try before costs the penalty, and the best counts. */
export const adaptive: Behavior = {
  ...{ name: 'adaptive', takesChecks: true, takesCertainty: false },
  standingOf: (question, history) => standingOf(question, question.penalty, history),
};

/** As `adaptive`, at no cost. */
export const adaptiveFree: Behavior = {
  ...{ name: 'adaptive_no_penalty', takesChecks: true, takesCertainty: false },
  standingOf: (question, history) => standingOf(question, Rational.ZERO, history),
};

function standingOf(question: TriedQuestion, penalty: Rational, { checks, end }: QuestionHistory): Standing {
  const tried: { response: unknown; raw: Rational; left: Rational }[] = [];
  const isTried = (other: unknown): boolean => tried.some(({ response }) => question.isSame(response, other));
  const isRight = (): boolean => tried.at(-1)?.raw.gte(1) === true;
  const take = (response: unknown): void => {
    const raw = question.shareOf(response);
    tried.push({ response, raw, left: raw.minus(penalty.times(tried.length)) });
  };
  const results = checks.map((check): CheckResult => {
    if (isRight()) return 'closed';
    if (!isThere(check) || !question.isComplete(check.response)) return 'incomplete';
    if (isTried(check.response)) return 'repeated';
    take(check.response);
    return 'judged';
  });
  if (end && isThere(end) && !isRight() && !isTried(end.response)) take(end.response);
  if (tried.length === 0) return { ...(end ? NOT_ANSWERED : UNCHECKED), results };
  const isClosed = end !== null || isRight();
  const most = (shares: Rational[]): Rational => shares.reduce(larger, Rational.ZERO);
  return {
    ...UNCHECKED,
    ...{ isRight: isRight(), isClosed, results },
    state: isClosed ? stateOf(most(tried.map(({ raw }) => raw))) : 'try_again',
    // Never falls: what is left of a later try may be less.
    share: most(tried.map(({ left }) => left)),
  };
}
