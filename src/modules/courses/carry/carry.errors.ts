import {
  ConflictError,
  type FieldError,
  InvalidError,
  NotFoundError,
  TooLargeError,
  UnsupportedContentError,
} from '../../../shared/errors/domain-error';
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

/** The term into which courses are to be copied. */
export class NoSuchTargetTermError extends InvalidError {
  constructor() {
    const field = 'toTermId';
    super('courses.no_such_target_term', sentences.noTargetTerm({ field }), [
      { field, rule: 'exists', message: sentences.noTargetTerm({ field }) },
    ]);
  }
}

export class SameTermError extends InvalidError {
  constructor() {
    const field = 'toTermId';
    super('courses.same_term', sentences.sameTerm({ field }), [
      { field, rule: 'isAnother', message: sentences.sameTerm({ field }) },
    ]);
  }
}

/** The operation that writes the course has not succeeded. */
export class CourseExportNotReadyError extends ConflictError {
  constructor() {
    super('courses.export_not_ready', sentences.exportNotReady());
  }
}

export class CourseExportGoneError extends NotFoundError {
  constructor() {
    super('courses.export_gone', sentences.exportGone());
  }
}

export class CourseFileTooLargeError extends TooLargeError {
  constructor(megabytes: number) {
    super('courses.upload_too_large', sentences.uploadTooLarge({ megabytes }));
  }
}

/** The request is no form with a file. */
export class NotAFormError extends UnsupportedContentError {
  constructor() {
    super('request.unsupported_content', sentences.notMultipart());
  }
}

/** A file of a course cannot be read, or must not be. Each fault names the entry, or the place in it, and why. */
export class PackageRefusedError extends InvalidError {
  constructor(faults: readonly [FieldError, ...FieldError[]], options?: ErrorOptions) {
    const [first, ...more] = faults;
    const detail = sentences.refused({ first: first.message, more: more.length });
    super('courses.package_refused', detail, [...faults], options);
  }
}

exampleErrors(
  new CourseExportNotReadyError(),
  new CourseExportGoneError(),
  new CourseFileTooLargeError(512),
  new PackageRefusedError([
    { field: 'manifest.json', rule: 'missing_entry', message: sentences.noEntry({ entry: 'manifest.json' }) },
  ]),
  new DatesTwiceError(),
  new NoStartDateError(),
  new NoSuchSectionError(),
  new NoSuchTargetTermError(),
  new SameTermError(),
);
