import {
  type Behavior,
  type CheckResult,
  type GivenAnswer,
  isThere,
  NOT_ANSWERED,
  type Standing,
  type TriedQuestion,
  UNCHECKED,
} from './behavior';
import { byCertainty, judged } from './deferred';

/** One check, and no more. What is there at the end is judged where nothing was checked. */
export const immediate: Behavior = {
  ...{ name: 'immediate', takesChecks: true, takesCertainty: false },
  standingOf: (question, { checks, end }) => {
    const judge = ({ response }: GivenAnswer): Omit<Standing, 'results'> => {
      const share = question.shareOf(response);
      return { ...UNCHECKED, ...judged(share), share, triesLeft: 0 };
    };
    const { standing, results } = firstJudged(question, checks, judge, () => true);
    if (standing) return { ...standing, results };
    if (end === null) return { ...UNCHECKED, triesLeft: 1, results };
    return { ...(isThere(end) ? judge(end) : NOT_ANSWERED), results };
  },
};

/**
 * As `immediate`, by how sure the learner was. A check needs a certainty. Only the clock may end it without one, and then low is
 * taken; who hands in without one has not answered.
 */
export const immediateCertainty: Behavior = {
  ...{ name: 'immediate_certainty', takesChecks: true, takesCertainty: true },
  standingOf: (question, { checks, end }) => {
    const judge = ({ response, certainty }: GivenAnswer): Omit<Standing, 'results'> => ({
      ...{ ...byCertainty(question, response, certainty), triesLeft: 0 },
    });
    const { standing, results } = firstJudged(question, checks, judge, ({ certainty }) => certainty !== null);
    if (standing) return { ...standing, results };
    if (end === null) return { ...UNCHECKED, triesLeft: 1, results };
    const counts = isThere(end) && (end.certainty !== null || end.isTimed);
    return { ...(counts ? judge(end) : NOT_ANSWERED), results };
  },
};

function firstJudged(
  question: TriedQuestion,
  checks: readonly GivenAnswer[],
  judge: (answer: GivenAnswer) => Omit<Standing, 'results'>,
  isSure: (answer: GivenAnswer) => boolean,
): { standing: Omit<Standing, 'results'> | undefined; results: CheckResult[] } {
  let standing: Omit<Standing, 'results'> | undefined;
  const results = checks.map((check): CheckResult => {
    if (standing) return 'closed';
    if (!isThere(check) || !question.isComplete(check.response)) return 'incomplete';
    if (!isSure(check)) return 'without_certainty';
    standing = judge(check);
    return 'judged';
  });
  return { standing, results };
}
