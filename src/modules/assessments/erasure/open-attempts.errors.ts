import { ConflictError } from '../../../shared/errors/domain-error';
import { exampleErrors } from '../../../shared/errors/example-errors';
import { sentences } from './open-attempts.sentences';

/** The person to be erased has begun an attempt that has not ended. */
export class PersonHasOpenAttemptError extends ConflictError {
  constructor() {
    super('assessments.person_has_open_attempt', sentences.hasOpenAttempt());
  }
}

exampleErrors(new PersonHasOpenAttemptError());
