import { PORTION } from '../../../src/modules/gradebook/exchange/gradebook-import-run';

// A process is to be killed in the middle of an import that is quick otherwise.
PORTION.cells = 1;
