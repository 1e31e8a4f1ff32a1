import { ConflictError } from '../../../shared/errors/domain-error';
import { exampleErrors } from '../../../shared/errors/example-errors';
import { sentences } from './certifications.sentences';

/** Nothing is recorded that could be certified. */
export class NothingToCertifyError extends ConflictError {
  constructor() {
    super('gradebook.nothing_to_certify', sentences.notClosed());
  }
}

/** Nothing has changed since they were certified. */
export class GradesCertifiedError extends ConflictError {
  constructor() {
    super('gradebook.grades_certified', sentences.certified());
  }
}

exampleErrors(new NothingToCertifyError(), new GradesCertifiedError());
