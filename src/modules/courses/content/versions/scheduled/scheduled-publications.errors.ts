import { ConflictError, InvalidError, NotFoundError } from '../../../../../shared/errors/domain-error';
import { exampleErrors } from '../../../../../shared/errors/example-errors';
import { sentences } from './scheduled-publications.sentences';

export class NoScheduledPublicationError extends NotFoundError {
  constructor() {
    super('courses.no_scheduled_publication', sentences.none());
  }
}

/** Nothing is published in the past, and what lies years ahead is a slip of the pen. */
export class PublicationNotAheadError extends InvalidError {
  constructor(mostYears: number) {
    const field = 'publishAt';
    const message = sentences.mustLieAhead({ field, most: mostYears });
    super('courses.not_ahead', sentences.notAhead({ most: mostYears }), [
      { field, rule: 'liesAhead', message },
    ]);
  }
}

/** Publishing met a fault that nobody has thought of. It is in the log. */
export class PublicationFailedError extends ConflictError {
  constructor() {
    super('courses.publication_failed', sentences.failed());
  }
}

exampleErrors(
  new NoScheduledPublicationError(),
  new PublicationNotAheadError(2),
  new PublicationFailedError(),
);
