import type { ExampleBodies } from '../../../../shared/http/description/example-bodies';

/** Holds to try out. */
export const LEGAL_HOLDS: ExampleBodies = {
  court: { summary: 'For a court', value: { reason: 'Case 12/2026 of the district court.' } },
};
