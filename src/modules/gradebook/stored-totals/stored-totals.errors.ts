import { ConflictError, UnavailableError } from '../../../shared/errors/domain-error';
import { exampleErrors } from '../../../shared/errors/example-errors';
import { sentences } from '../gradebook.sentences';

/** For how long a caller waits, in seconds: so long an operation takes for some thousand learners. */
const SECONDS = 3;

/** A view of a whole course needs totals of one version, and an operation is still computing many of them. */
export class TotalsNotReadyError extends UnavailableError {
  constructor() {
    super('gradebook.totals_not_ready', sentences.totalsNotReady({ seconds: SECONDS }), SECONDS);
  }
}

/** The next page would be of another version of the structure than the pages before. */
export class StructureChangedError extends ConflictError {
  constructor() {
    super('gradebook.structure_changed', sentences.structureChanged());
  }
}

/** A view of a whole course has read parts of it by one version of the structure, and would read others by the next. */
export class StructureChangingError extends UnavailableError {
  constructor() {
    super('gradebook.structure_changing', sentences.structureChanging(), 1);
  }
}

exampleErrors(new TotalsNotReadyError(), new StructureChangedError(), new StructureChangingError());
