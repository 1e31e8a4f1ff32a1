import { InvalidError, TooLargeError, UnsupportedContentError } from '../../shared/errors/domain-error';
import { exampleErrors } from '../../shared/errors/example-errors';
import type { BundleFault } from './bundle/bundle-error';

const FAULTS_TOLD = 5;

/** The bundle cannot be read, so nothing was imported. The issues of the operation list all faults. */
export class BundleRefusedError extends InvalidError {
  constructor(faults: readonly BundleFault[]) {
    const told = faults.slice(0, FAULTS_TOLD).map(({ message }) => message);
    const more = faults.length - told.length;
    super('rostering.bundle_refused', [...told, ...(more > 0 ? [`And ${more} more.`] : [])].join(' '));
  }
}

export class UploadTooLargeError extends TooLargeError {
  constructor(limitMegabytes: number) {
    super(
      'rostering.upload_too_large',
      `The file is larger than ${limitMegabytes} MB (UPLOAD_LIMIT_MEGABYTES).`,
    );
  }
}

export class NotMultipartError extends UnsupportedContentError {
  constructor() {
    super('request.unsupported_content', 'Send the file as multipart/form-data, in the field file.');
  }
}

exampleErrors(new UploadTooLargeError(256));
