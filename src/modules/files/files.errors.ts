import {
  ChecksumError,
  ConflictError,
  ForbiddenError,
  InvalidError,
  LockedError,
  MalformedError,
  NotFoundError,
  RangeNotSatisfiableError,
  StorageError,
  TooLargeError,
  UnavailableError,
  UnsupportedContentError,
  VersionError,
} from '../../shared/errors/domain-error';
import { exampleErrors } from '../../shared/errors/example-errors';
import type { Sentence } from '../../shared/sentences/sentence';
import { sentences } from './files.sentences';
import type { NamedFile } from './files.repository';

export class FileNotFoundError extends NotFoundError {
  constructor() {
    super('files.not_found', sentences.noFile());
  }
}

export class FileTooLargeError extends TooLargeError {
  constructor(megabytes: number) {
    super('files.too_large', sentences.tooLarge({ megabytes }));
  }
}

/** All that one person has uploaded together would be too much. */
export class PersonLimitError extends TooLargeError {
  constructor(megabytes: number) {
    super('files.person_limit', sentences.yoursFull({ megabytes }));
  }
}

/** All that a course holds together would be too much. */
export class CourseLimitError extends TooLargeError {
  constructor(megabytes: number) {
    super('files.course_limit', sentences.courseFull({ megabytes }));
  }
}

/** What the bytes are is not allowed for this purpose. */
export class WrongTypeError extends UnsupportedContentError {
  constructor(types: readonly string[]) {
    super('files.type_not_allowed', sentences.wrongType({ types: types.join(', ') }));
  }
}

export class NotMultipartError extends UnsupportedContentError {
  constructor() {
    super('request.unsupported_content', sentences.notMultipart());
  }
}

/** A picture of which the few bytes of a file would make too much to hold in memory. */
export class TooManyPixelsError extends InvalidError {
  constructor(megapixels: number) {
    super('files.too_many_pixels', sentences.tooManyPixels({ megapixels }));
  }
}

/** It is no picture, cannot be read as one, or takes too long. */
export class NoVariantError extends InvalidError {
  constructor(options?: ErrorOptions) {
    super('files.no_variant', sentences.noVariant(), [], options);
  }
}

/** Fields name files that the caller may not read, so that they cannot pass them on either. */
export class FileNotUsableError extends InvalidError {
  constructor(named: readonly NamedFile[]) {
    super(
      'files.not_usable',
      sentences.noFile(),
      named.map(({ field, fileId: id }) => ({
        ...{ field, rule: 'isUsableFile', message: sentences.notUsable({ field, id }) },
      })),
    );
  }
}

/** What arrived of the upload was removed before it was complete. */
export class UploadGivenUpError extends UnavailableError {
  constructor() {
    super('files.upload_given_up', sentences.cutOff(), 1);
  }
}

export class UploadNotFoundError extends NotFoundError {
  constructor() {
    super('files.upload_not_found', sentences.noUpload());
  }
}

/** A header of an upload that can be resumed cannot be read. */
export class UploadHeaderError extends MalformedError {
  constructor(header: string, rule: Sentence) {
    super('files.invalid_header', rule, [{ field: header, rule: 'isHeader', message: rule }]);
  }
}

/** The caller speaks another version of tus, or does not say which. */
export class TusVersionError extends VersionError {
  constructor() {
    super('files.tus_version', sentences.otherTus());
  }
}

/** The piece begins elsewhere than where the upload ends, or somebody else has sent this part of it meanwhile. */
export class OffsetConflictError extends ConflictError {
  constructor() {
    super('files.offset_conflict', sentences.otherOffset());
  }
}

export class NotPieceError extends UnsupportedContentError {
  constructor() {
    super('request.unsupported_content', sentences.notPiece());
  }
}

/** More arrived than was announced. */
export class UploadOverrunError extends TooLargeError {
  constructor(bytes: number) {
    super('files.upload_overrun', sentences.overrun({ bytes }));
  }
}

export class TooManyPiecesError extends TooLargeError {
  constructor(most: number) {
    super('files.too_many_pieces', sentences.tooManyPieces({ most }));
  }
}

export class TooManyUploadsError extends ConflictError {
  constructor(most: number) {
    super('files.too_many_uploads', sentences.tooManyUploads({ most }));
  }
}

export class PieceChecksumError extends ChecksumError {
  constructor() {
    super('files.checksum_mismatch', sentences.otherChecksum());
  }
}

/** All of the upload is there, and another request is making a file of it. */
export class UploadFinishingError extends LockedError {
  constructor() {
    super('files.upload_finishing', sentences.finishing(), 1);
  }
}

/** The virus scanner found something in the content. */
export class InfectedError extends InvalidError {
  constructor(found: string) {
    super('files.infected', sentences.infected({ found }));
  }
}

export class ScannerUnavailableError extends UnavailableError {
  constructor(options?: ErrorOptions) {
    super('files.scanner_unavailable', sentences.scannerAway(), 30, options);
  }
}

export class StorageFullError extends StorageError {
  constructor(options?: ErrorOptions) {
    super('files.storage_full', sentences.storageFull(), 60, options);
  }
}

export class StorageUnavailableError extends UnavailableError {
  constructor(options?: ErrorOptions) {
    super('files.storage_unavailable', sentences.storageAway(), 5, options);
  }
}

export class NoSuchRangeError extends RangeNotSatisfiableError {
  constructor(bytes: number) {
    super('files.no_such_range', sentences.noSuchRange({ bytes }), bytes);
  }
}

export class FileLinkInvalidError extends ForbiddenError {
  constructor() {
    super('files.link_invalid', sentences.linkInvalid());
  }
}

export class FileLinkExpiredError extends ForbiddenError {
  constructor() {
    super('files.link_expired', sentences.linkExpired());
  }
}

exampleErrors(
  new FileNotFoundError(),
  new FileTooLargeError(100),
  new PersonLimitError(2048),
  new CourseLimitError(2048),
  new WrongTypeError(['image/png', 'image/jpeg']),
  new TooManyPixelsError(50),
  new NoVariantError(),
  new FileNotUsableError([{ field: 'content', fileId: '01990000-0000-7000-8000-0000000000f1' }]),
  new UploadGivenUpError(),
  new InfectedError('Win.Test.EICAR_HDB-1'),
  new ScannerUnavailableError(),
  new UploadNotFoundError(),
  new UploadHeaderError('Upload-Offset', sentences.offsetNeeded()),
  new TusVersionError(),
  new OffsetConflictError(),
  new NotPieceError(),
  new UploadOverrunError(24_816),
  new TooManyPiecesError(10_000),
  new TooManyUploadsError(100),
  new PieceChecksumError(),
  new UploadFinishingError(),
  new StorageFullError(),
  new StorageUnavailableError(),
  new NoSuchRangeError(24_816),
  new FileLinkInvalidError(),
  new FileLinkExpiredError(),
);
