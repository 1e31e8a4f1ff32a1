import { ConflictError, NotFoundError } from '../../../../../shared/errors/domain-error';
import { exampleErrors } from '../../../../../shared/errors/example-errors';
import { sentences } from './scheduled-publications.sentences';

export class NoScheduledPublicationError extends NotFoundError {
  constructor() {
    super('courses.no_scheduled_publication', sentences.none());
  }
}

/** Publishing met a fault that nobody has thought of. It is in the log. */
export class PublicationFailedError extends ConflictError {
  constructor() {
    super('courses.publication_failed', sentences.failed());
  }
}

exampleErrors(new NoScheduledPublicationError(), new PublicationFailedError());
