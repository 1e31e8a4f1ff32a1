/**
 * Breaking changes of the API since the contract in `baseline.json`, as `npm run check:contract` prints them, each with the
 * reason for it and what callers do about it. Recording a new baseline (`npm run record-contract`) empties the list.
 */
export const DECLARED_CHANGES: Record<string, string> = {};
