import { InvalidError } from '../../../shared/errors/domain-error';
import { exampleErrors } from '../../../shared/errors/example-errors';
import { sentences } from './carry.sentences';

/** More than one field says what becomes of the dates. */
export class DatesTwiceError extends InvalidError {
  constructor() {
    super('courses.dates_twice', sentences.datesTwice(), [
      { field: 'startDate', rule: 'oneOf', message: sentences.datesTwice() },
    ]);
  }
}

/** A new first day says nothing where there was none. */
export class NoStartDateError extends InvalidError {
  constructor() {
    super('courses.no_start_date', sentences.noStart(), [
      { field: 'startDate', rule: 'hasStart', message: sentences.noStart() },
    ]);
  }
}

export class NoSuchSectionError extends InvalidError {
  constructor() {
    const field = 'sectionId';
    super('courses.no_such_section', sentences.noSection({ field }), [
      { field, rule: 'exists', message: sentences.noSection({ field }) },
    ]);
  }
}

exampleErrors(new DatesTwiceError(), new NoStartDateError(), new NoSuchSectionError());
