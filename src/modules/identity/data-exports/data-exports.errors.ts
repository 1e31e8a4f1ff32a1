import { ConflictError, NotFoundError } from '../../../shared/errors/domain-error';
import { exampleErrors } from '../../../shared/errors/example-errors';
import { sentences } from './data-exports.sentences';

/** Of nobody, or of somebody whom the caller may not know of. */
export class DataExportNotFoundError extends NotFoundError {
  constructor() {
    super('identity.data_export_not_found', sentences.notFound());
  }
}

export class DataExportNotReadyError extends ConflictError {
  constructor() {
    super('identity.data_export_not_ready', sentences.notReady());
  }
}

/** It was deleted after its week, or a newer one took its place. */
export class DataExportGoneError extends NotFoundError {
  constructor() {
    super('identity.data_export_gone', sentences.gone());
  }
}

exampleErrors(new DataExportNotFoundError(), new DataExportNotReadyError(), new DataExportGoneError());
