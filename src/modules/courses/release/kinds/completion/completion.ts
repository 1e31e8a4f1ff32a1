import { COMPLETIONS, type LearnerFacts, RESULTS } from '../../learner-facts';
import type { ReleaseReason } from '../../reasons';
import { sentences } from '../../release.sentences';
import type { StoredCondition } from '../../release-rule';
import { conditionKind, type PreparedCondition } from '../condition-kind';
import { WITHOUT_TARGET } from '../targets';
import { CompletionConditionDto, type CompletionState } from './completion.dto';

interface CompletionCondition extends StoredCondition {
  kind: 'completion';
  activityId: string;
  state: CompletionState;
}

/** Each state is one of two questions, or its opposite. */
const QUESTIONS: Record<CompletionState, { asks: 'complete' | 'passed'; isOpposite: boolean }> = {
  complete: { asks: 'complete', isOpposite: false },
  incomplete: { asks: 'complete', isOpposite: true },
  passed: { asks: 'passed', isOpposite: false },
  failed: { asks: 'passed', isOpposite: true },
};

export const completion = conditionKind<CompletionConditionDto, CompletionCondition>({
  name: 'completion',
  Condition: CompletionConditionDto,
  kept: ({ activityId, state }) => ({ kind: 'completion', activityId, state }),
  asks: () => [COMPLETIONS, RESULTS],
  targets: ({ activityId }) => [{ what: 'activity', id: activityId, field: 'activityId' }],
  prepare: (condition, { titleOf }) => {
    const title = titleOf(condition.activityId);
    return title === undefined ? WITHOUT_TARGET : prepared(condition, title);
  },
  waitsFor: ({ activityId, state }, isNegated) => {
    const { asks, isOpposite } = QUESTIONS[state];
    // Nothing needs to be done to have not completed something.
    return asks === 'complete' && isOpposite !== isNegated ? [] : [activityId];
  },
  example: {
    kind: 'completion',
    activityId: '01990000-0000-7000-8000-00000000ac01',
    state: 'complete',
  },
});

function prepared({ activityId, state }: CompletionCondition, title: string): PreparedCondition {
  const { asks, isOpposite } = QUESTIONS[state];
  const answer = asks === 'complete' ? isComplete : hasPassed;
  const reasons = reasonsFor(activityId, title);
  return {
    holds: (facts) => {
      const found = answer(facts, activityId);
      return found === undefined ? undefined : found !== isOpposite;
    },
    reason: (facts, _now, isNegated) => {
      if (facts.results.get(activityId)?.isExcused === true) return reasons.excused;
      const isWanted = isOpposite === isNegated;
      if (asks === 'complete') return isWanted ? reasons.complete : reasons.alreadyComplete;
      if (isWanted) return reasons.pass;
      return hasPassed(facts, activityId) === undefined ? reasons.attempt : reasons.alreadyPassed;
    },
  };
}

/** Whether an activity is behind a learner: completed, or none of theirs to do. */
export function isComplete({ completed, results }: LearnerFacts, activityId: string): boolean {
  return completed.has(activityId) || results.get(activityId)?.isExcused === true;
}

function hasPassed({ results }: LearnerFacts, activityId: string): boolean | undefined {
  const result = results.get(activityId);
  return result?.isExcused === true ? true : (result?.hasPassed ?? undefined);
}

function reasonsFor(activityId: string, title: string) {
  const activity = sentences.named({ title });
  const because = (code: string, says: (parameters: { activity: typeof activity }) => typeof activity) =>
    ({ code, values: { activityId }, sentence: says({ activity }) }) satisfies ReleaseReason;
  return {
    complete: because('complete_first', sentences.complete),
    pass: because('pass_first', sentences.pass),
    attempt: because('result_first', sentences.attempt),
    alreadyComplete: because('already_complete', sentences.alreadyComplete),
    alreadyPassed: because('already_passed', sentences.alreadyPassed),
    excused: because('excused', sentences.excused),
  };
}
