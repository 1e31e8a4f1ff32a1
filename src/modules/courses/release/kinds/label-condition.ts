import type { FactName } from '../learner-facts';
import type { ReleaseReason } from '../reasons';
import { sentences } from '../release.sentences';
import type { PreparedCondition } from './condition-kind';

/** The fact in which groups a learner is, and which tags they have: `LearnerLabels`, as `ofKinds` has it under this name. */
export const LABELS: FactName = 'labels';

/** Every group and tag of the course by its id, and whether the learner is in it, or has it. */
export type LearnerLabels = ReadonlyMap<string, boolean>;

/** It says neither which groups nor which tags: those are for staff, or for who is in them. */
const NOT_FOR_YOU: ReleaseReason = { code: 'not_for_you', values: {}, sentence: sentences.notForYou() };

/**
 * Holds for whoever has one of the labels. Whether somebody is in a group that is gone cannot be known: otherwise deleting a
 * group would open to everybody what is closed to those who are in it.
 */
export function preparedLabels(ids: readonly string[]): PreparedCondition {
  return {
    holds: ({ ofKinds }) => {
      const labels = ofKinds.get(LABELS) as LearnerLabels | undefined;
      if (ids.some((id) => labels?.get(id) === true)) return true;
      return ids.every((id) => labels?.has(id)) ? false : undefined;
    },
    reason: () => NOT_FOR_YOU,
  };
}
