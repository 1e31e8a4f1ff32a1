import { ConflictError, NotFoundError } from '../../../shared/errors/domain-error';
import { exampleErrors } from '../../../shared/errors/example-errors';
import { sentences } from './tags.sentences';

export class LearnerTagNotFoundError extends NotFoundError {
  constructor() {
    super('enrollments.learner_tag_not_found', sentences.noTag());
  }
}

export class LearnerTagTitleTakenError extends ConflictError {
  constructor() {
    super('enrollments.learner_tag_title_taken', sentences.titleTaken());
  }
}

exampleErrors(new LearnerTagNotFoundError(), new LearnerTagTitleTakenError());
