import {
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
import { certaintyShare } from './certainty';

/** Everything is judged at the end. */
export const deferred: Behavior = {
  ...{ name: 'deferred', takesChecks: false, takesCertainty: false },
  standingOf: (question, history) => {
    const results = notOffered(history);
    const { end } = history;
    if (end === null) return { ...UNCHECKED, results };
    if (!isThere(end)) return { ...NOT_ANSWERED, results };
    const share = question.shareOf(end.response);
    return { ...UNCHECKED, ...judged(share), share, results };
  },
};

/** As `deferred`, by how sure the learner was; who did not say so was not sure. */
export const deferredCertainty: Behavior = {
  ...{ name: 'deferred_certainty', takesChecks: false, takesCertainty: true },
  standingOf: (question, history) => {
    const results = notOffered(history);
    const { end } = history;
    if (end === null) return { ...UNCHECKED, results };
    if (!isThere(end)) return { ...NOT_ANSWERED, results };
    return { ...byCertainty(question, end.response, end.certainty), results };
  },
};

/** A judgment by certainty, of which `null` is taken as low and told. */
export function byCertainty(
  question: TriedQuestion,
  response: unknown,
  certainty: Parameters<typeof certaintyShare>[1] | null,
): Omit<Standing, 'results'> {
  const raw = question.shareOf(response);
  return {
    ...{ ...UNCHECKED, ...judged(raw), share: certaintyShare(raw, certainty ?? 'low') },
    assumed: certainty === null ? 'low' : null,
  };
}

/** What is always so of a question that has been judged for good. */
export function judged(raw: Parameters<typeof stateOf>[0]): Pick<Standing, 'state' | 'isRight' | 'isClosed'> {
  return { state: stateOf(raw), isRight: raw.gte(1), isClosed: true };
}

function notOffered({ checks }: QuestionHistory): CheckResult[] {
  return checks.map(() => 'not_offered');
}
