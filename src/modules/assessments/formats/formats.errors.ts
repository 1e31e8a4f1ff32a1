import {
  InvalidError,
  NotFoundError,
  TooLargeError,
  UnsupportedContentError,
} from '../../../shared/errors/domain-error';
import { exampleErrors } from '../../../shared/errors/example-errors';
import type { Sentence } from '../../../shared/sentences/sentence';
import { sentences } from './formats.sentences';

export class QuestionFileTooLargeError extends TooLargeError {
  constructor(megabytes: number) {
    super('assessments.question_file_too_large', sentences.fileTooLarge({ megabytes }));
  }
}

export class QuestionFormNeededError extends UnsupportedContentError {
  constructor() {
    super('request.unsupported_content', sentences.notMultipart());
  }
}

/** Nothing of the file can be read. It fails the operation, which shows it. */
export class QuestionFileUnreadableError extends InvalidError {
  constructor(why: Sentence) {
    super('assessments.question_file_unreadable', why);
  }
}

/** The course was deleted while the file waited. It fails the operation. */
export class ImportedCourseGoneError extends NotFoundError {
  constructor(why: Sentence) {
    super('assessments.import_course_gone', why);
  }
}

exampleErrors(new QuestionFileTooLargeError(10));
