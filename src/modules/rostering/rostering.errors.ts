import { InvalidError, TooLargeError, UnsupportedContentError } from '../../shared/errors/domain-error';
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

exampleErrors(new UploadTooLargeError(256));
