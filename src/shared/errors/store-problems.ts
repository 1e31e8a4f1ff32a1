import type { StoreFault } from '../database/store-faults';
import { sentences } from './errors.sentences';
import type { ProblemDescription } from './problem.response';

const BUSY: ProblemDescription = {
  status: 503,
  code: 'server.busy',
  detail: sentences.busy(),
  retryAfterSeconds: 1,
};

const NO_WRITES: ProblemDescription = {
  status: 503,
  code: 'server.read_only',
  detail: sentences.readOnly(),
  retryAfterSeconds: 5,
};

/** How a fault of the database is answered when it outlasted the request. In each case nothing was changed. */
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
    detail: sentences.storageFull(),
    retryAfterSeconds: 60,
  },
};
