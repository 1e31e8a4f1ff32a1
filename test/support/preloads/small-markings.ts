import { PORTION as OF_FILES } from '../../../src/modules/marking/mark-files/mark-import-run';
import { PORTION as OF_RUBRICS } from '../../../src/modules/marking/rubrics/changes/rubric-change-run';
import { PORTION as OF_RULES } from '../../../src/modules/marking/second-marking/changes/rule-change-run';

/** An operation that gives many marks has a transaction for each script in a process with this, so that it can be killed between them. */
for (const portion of [OF_FILES, OF_RUBRICS, OF_RULES]) portion.scripts = 1;
