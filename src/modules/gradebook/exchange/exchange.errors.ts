import { InvalidError, TooLargeError, UnsupportedContentError } from '../../../shared/errors/domain-error';
import { exampleErrors } from '../../../shared/errors/example-errors';
import { sentences } from './exchange.sentences';
import type { SheetFault } from './sheet-faults';

export class SheetTooLargeError extends TooLargeError {
  constructor(megabytes: number) {
    super('gradebook.sheet_too_large', sentences.fileTooLarge({ megabytes }));
  }
}

export class SheetFormNeededError extends UnsupportedContentError {
  constructor() {
    super('request.unsupported_content', sentences.notMultipart());
  }
}

/** Nothing of the file can be read. It fails the operation, which shows it. */
export class SheetUnreadableError extends InvalidError {
  constructor({ code, why }: SheetFault) {
    super(code, why);
  }
}

exampleErrors(new SheetTooLargeError(5));
