import { PORTION } from '../../../src/modules/enrollments/bulk/bulk-change-run';

// A process is to be killed in the middle of a change that is quick otherwise.
PORTION.rows = 2;
