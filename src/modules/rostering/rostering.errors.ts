import {
  ConflictError,
  InvalidError,
  NotFoundError,
  TooLargeError,
  UnavailableError,
  UnsupportedContentError,
} from '../../shared/errors/domain-error';
import { exampleErrors } from '../../shared/errors/example-errors';
import { type BundleFault, inEnglishAll } from './bundle/bundle-error';
import { sentences } from './rostering.sentences';

const FAULTS_TOLD = 5;

/** The bundle cannot be read, so nothing was imported. The issues of the operation list all faults. */
export class BundleRefusedError extends InvalidError {
  constructor(faults: readonly BundleFault[]) {
    const told = faults.slice(0, FAULTS_TOLD);
    super(
      'rostering.bundle_refused',
      // The operation stores it, so it is in English.
      sentences.bundleRefused({ faults: inEnglishAll(told), more: faults.length - told.length }),
    );
  }
}

export class UploadTooLargeError extends TooLargeError {
  constructor(limitMegabytes: number) {
    super('rostering.upload_too_large', sentences.uploadTooLarge({ megabytes: limitMegabytes }));
  }
}

export class NotMultipartError extends UnsupportedContentError {
  constructor() {
    super('request.unsupported_content', sentences.notMultipart());
  }
}

/** An export of these courses, and of those of a term. */
export class TwoScopesError extends InvalidError {
  constructor() {
    const message = sentences.twoScopes();
    super('request.invalid', message, [{ field: 'termId', rule: 'oneScope', message }]);
  }
}

export class NoSuchTermError extends InvalidError {
  constructor() {
    const message = sentences.noSuchTerm();
    super('rostering.no_such_term', message, [{ field: 'termId', rule: 'isTerm', message }]);
  }
}

export class NoSuchCourseError extends InvalidError {
  constructor() {
    const message = sentences.noSuchCourse();
    super('rostering.no_such_course', message, [{ field: 'courseIds', rule: 'areCourses', message }]);
  }
}

export class ExportNotReadyError extends ConflictError {
  constructor() {
    super('rostering.export_not_ready', sentences.exportNotReady());
  }
}

export class ExportGoneError extends NotFoundError {
  constructor() {
    super('rostering.export_gone', sentences.exportGone());
  }
}

/** The disk of this machine takes no bundle: it is full, or broken. */
export class SpoolUnavailableError extends UnavailableError {
  constructor(options?: ErrorOptions) {
    super('rostering.spool_unavailable', sentences.spoolUnavailable(), 60, options);
  }
}

exampleErrors(
  new SpoolUnavailableError(),
  new UploadTooLargeError(256),
  new NoSuchTermError(),
  new NoSuchCourseError(),
  new ExportNotReadyError(),
  new ExportGoneError(),
);
