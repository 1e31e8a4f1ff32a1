import { ConflictError } from '../../../shared/errors/domain-error';
import { exampleErrors } from '../../../shared/errors/example-errors';
import { sentences } from './taught-alone.sentences';

/** The person to be erased is the only instructor of a course. */
export class TeachesAloneError extends ConflictError {
  constructor(title: string) {
    super('enrollments.teaches_alone', sentences.teachesAlone({ title }));
  }
}

exampleErrors(new TeachesAloneError('Statistics'));
