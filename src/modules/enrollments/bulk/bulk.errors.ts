import { InvalidError, TooLargeError, UnsupportedContentError } from '../../../shared/errors/domain-error';
import { exampleErrors } from '../../../shared/errors/example-errors';
import type { Sentence } from '../../../shared/sentences/sentence';
import { sentences } from './bulk.sentences';

/** Nothing of the file can be read. It fails the operation, which shows it. */
export class EnrollmentSheetUnreadableError extends InvalidError {
  constructor(why: Sentence) {
    super('enrollments.sheet_unreadable', why);
  }
}

export class EnrollmentSheetTooLargeError extends TooLargeError {
  constructor(megabytes: number) {
    super('enrollments.sheet_too_large', sentences.fileTooLarge({ megabytes }));
  }
}

export class EnrollmentFormNeededError extends UnsupportedContentError {
  constructor() {
    super('request.unsupported_content', sentences.notMultipart());
  }
}

exampleErrors(new EnrollmentSheetTooLargeError(50));
