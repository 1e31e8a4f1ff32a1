import { PORTION } from '../../../src/modules/gradebook/stored-totals/totals-refresh';

/** A refresh of totals in a process with this has many transactions, so that it can be killed between them. */
PORTION.mostLearners = 5;
PORTION.fewestLearners = 1;
