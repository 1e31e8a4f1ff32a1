import { InvalidError, TooLargeError, UnsupportedContentError } from '../../../shared/errors/domain-error';
import { exampleErrors } from '../../../shared/errors/example-errors';
import type { Sentence } from '../../../shared/sentences/sentence';
import { sentences } from './mark-files.sentences';

export class MarkFileTooLargeError extends TooLargeError {
  constructor(megabytes: number) {
    super('marking.file_too_large', sentences.fileTooLarge({ megabytes }));
  }
}

export class MarkFormNeededError extends UnsupportedContentError {
  constructor() {
    super('request.unsupported_content', sentences.notMultipart());
  }
}

/** Nothing of the file can be read. It fails the operation, which shows it. */
export class MarkFileUnreadableError extends InvalidError {
  constructor(why: Sentence) {
    super('marking.file_unreadable', why);
  }
}

exampleErrors(new MarkFileTooLargeError(5));
