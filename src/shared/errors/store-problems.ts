import type { StoreFault } from '../database/store-faults';
import type { ProblemDescription } from './problem.response';

const BUSY: ProblemDescription = {
  status: 503,
  code: 'server.busy',
  detail: 'The store is busy or away, and nothing was done. Try again shortly.',
  retryAfterSeconds: 1,
};

const NO_WRITES: ProblemDescription = {
  status: 503,
  code: 'server.read_only',
  detail: 'The store takes no changes at the moment, and nothing was done. Try again shortly.',
  retryAfterSeconds: 5,
};

/** What a caller is told of a fault of the store that did not pass while they waited. Nothing was done in any of them. */
export const STORE_PROBLEMS: Record<StoreFault, ProblemDescription> = {
  rolled_back: BUSY,
  lost: BUSY,
  crowded: BUSY,
  killed: BUSY,
  read_only: NO_WRITES,
  closed: NO_WRITES,
  full: {
    status: 507,
    code: 'server.storage_full',
    detail:
      'The store has no room left, and nothing was done. The people who run this server must make room.',
    retryAfterSeconds: 60,
  },
};
