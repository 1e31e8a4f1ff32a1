import {
  InvalidError,
  NotFoundError,
  TooLargeError,
  UnsupportedContentError,
} from '../../shared/errors/domain-error';
import type { BundleFault } from './bundle/bundle-error';

const FAULTS_TOLD = 5;

/** The bundle cannot be imported at all; nothing was changed. The operation's issues have every fault. */
export class BundleRefusedError extends InvalidError {
  constructor(faults: readonly BundleFault[]) {
    const told = faults.slice(0, FAULTS_TOLD).map(({ message }) => message);
    const more = faults.length - told.length;
    super('rostering.bundle_refused', [...told, ...(more > 0 ? [`And ${more} more.`] : [])].join(' '));
  }
}

/** The upload was swept away before the import was confirmed, or lies with another replica. */
export class UploadGoneError extends NotFoundError {
  constructor() {
    super(
      'rostering.upload_gone',
      'The uploaded file is no longer here. Upload it again, with confirmed=true.',
    );
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
