import {
  type Behavior,
  type CheckResult,
  type GivenAnswer,
  isThere,
  NOT_ANSWERED,
  type Standing,
  UNCHECKED,
} from './behavior';
import { byCertainty, byShare, type Judge } from './deferred';

/** One check, and no more. What is there at the end is judged where nothing was checked. */
export const immediate: Behavior = {
  ...{ name: 'immediate', takesChecks: true, takesCertainty: false },
  standingOf: once(byShare, () => true),
};

/**
 * As `immediate`, by how sure the learner was. A check needs a certainty. Only the clock may end it without one, and then low is
 * taken; who hands in without one has not answered.
 */
export const immediateCertainty: Behavior = {
  ...{ name: 'immediate_certainty', takesChecks: true, takesCertainty: true, needsCertainty: true },
  standingOf: once(byCertainty, ({ certainty }) => certainty !== null),
};

/** The first check that is complete and sure decides; without one, an end that is sure, or that the clock made. */
function once(judge: Judge, isSure: (answer: GivenAnswer) => boolean): Behavior['standingOf'] {
  return (question, { checks, end }) => {
    let standing: Omit<Standing, 'results'> | undefined;
    const results = checks.map((check): CheckResult => {
      if (standing) return 'closed';
      if (!isThere(check) || !question.isComplete(check.response)) return 'incomplete';
      if (!isSure(check)) return 'without_certainty';
      standing = { ...judge(question, check), triesLeft: 0 };
      return 'judged';
    });
    if (standing) return { ...standing, results };
    if (end === null) return { ...UNCHECKED, triesLeft: 1, results };
    const counts = isThere(end) && (isSure(end) || end.isTimed);
    return { ...(counts ? { ...judge(question, end), triesLeft: 0 } : NOT_ANSWERED), results };
  };
}
