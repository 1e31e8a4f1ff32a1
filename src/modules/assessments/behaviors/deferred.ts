import {
  type Behavior,
  type CheckResult,
  type GivenAnswer,
  isThere,
  NOT_ANSWERED,
  type Standing,
  stateOf,
  type TriedQuestion,
  UNCHECKED,
} from './behavior';
import { certaintyShare } from './certainty';

/** What an answer is worth, without a word on the checks before it. */
export type Judge = (question: TriedQuestion, answer: GivenAnswer) => Omit<Standing, 'results'>;

/** Everything is judged at the end. */
export const deferred: Behavior = {
  ...{ name: 'deferred', takesChecks: false, takesCertainty: false },
  standingOf: atEnd(byShare),
};

/** As `deferred`, by how sure the learner was; who did not say so was not sure. */
export const deferredCertainty: Behavior = {
  ...{ name: 'deferred_certainty', takesChecks: false, takesCertainty: true },
  standingOf: atEnd(byCertainty),
};

function atEnd(judge: Judge): Behavior['standingOf'] {
  return (question, { checks, end }) => {
    const results = checks.map((): CheckResult => 'not_offered');
    if (end === null) return { ...UNCHECKED, results };
    return { ...(isThere(end) ? judge(question, end) : NOT_ANSWERED), results };
  };
}

/** A judgment by what the answer earns, and nothing else. */
export function byShare(question: TriedQuestion, { response }: GivenAnswer): Omit<Standing, 'results'> {
  const share = question.shareOf(response);
  return { ...UNCHECKED, ...judged(share), share };
}

/** A judgment by certainty, of which `null` is taken as low and told. */
export function byCertainty(
  question: TriedQuestion,
  { response, certainty }: GivenAnswer,
): Omit<Standing, 'results'> {
  const raw = question.shareOf(response);
  return {
    ...{ ...UNCHECKED, ...judged(raw), share: certaintyShare(raw, certainty ?? 'low') },
    assumed: certainty === null ? 'low' : null,
  };
}

/** What is always so of a question that has been judged for good. */
function judged(raw: Parameters<typeof stateOf>[0]): Pick<Standing, 'state' | 'isRight' | 'isClosed'> {
  return { state: stateOf(raw), isRight: raw.gte(1), isClosed: true };
}
