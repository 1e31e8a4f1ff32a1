import type { ReleaseReason } from '../../reasons';
import { sentences } from '../../release.sentences';

export const START_MISSING: ReleaseReason = {
  code: 'start_missing',
  values: {},
  sentence: sentences.startMissing(),
};

/** Dates of two sorts may leave some learners no time at all. */
export const NEVER_OPEN: ReleaseReason = { code: 'never_open', values: {}, sentence: sentences.neverOpen() };

export function opensAt(instant: number): ReleaseReason {
  const at = new Date(instant).toISOString();
  return { code: 'opens_at', values: { at }, sentence: sentences.opensAt({ at }) };
}

export function closedSince(instant: number): ReleaseReason {
  const at = new Date(instant).toISOString();
  return { code: 'closed_since', values: { at }, sentence: sentences.closedSince({ at }) };
}
