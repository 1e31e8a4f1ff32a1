import type { ReleaseReason } from '../reasons';
import { sentences } from '../release.sentences';
import type { PreparedCondition } from './condition-kind';

export const TARGET_MISSING: ReleaseReason = {
  code: 'target_missing',
  values: {},
  sentence: sentences.targetMissing(),
};

/** A condition about something that is not there: it cannot be known, so neither it nor its negation is met. */
export const WITHOUT_TARGET: PreparedCondition = { holds: () => undefined, reason: () => TARGET_MISSING };
