import { MOST_DELETED } from '../../../src/modules/identity/erasure/erasure.repository';

/** An erasure in a process with this has a transaction for every five rows, so that it can be killed between them. */
MOST_DELETED.rows = 5;
