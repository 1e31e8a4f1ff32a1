import { PORTION } from '../../../src/modules/assessments/regrades/regrade-run';

/** A regrade in a process with this has ten transactions and more, so that it can be killed between them. */
PORTION.mostAttempts = Math.ceil(Number(process.env['REGRADE_ATTEMPTS'] ?? 200) / 20);
PORTION.fewestAttempts = 1;
