import { sentences } from './errors.sentences';
import { inEnglish } from '../sentences/say';
import type { Sentence } from '../sentences/sentence';

/** One fault of one field of a request: where it is, the rule it breaks, and what to do about it. */
export interface FieldError {
  /** Path of the field in the body or the query, e.g. `definition.options[1].text`. */
  field: string;
  /** The rule's name, e.g. `maxLength`. */
  rule: string;
  /** For the person who sent it. */
  message: Sentence;
}

/**
 * An error of the domain with a stable code, `module.what_is_wrong`. The problem filter turns it into HTTP by
 * its class; nothing below a controller knows HTTP.
 */
export abstract class DomainError extends Error {
  /** After how many seconds the same request is worth sending again; undefined where it is not. */
  readonly retryAfterSeconds?: number;

  constructor(
    /** Stable, for programs: `enrollments.course_full`. */
    readonly code: string,
    /** Shown to the caller, so never with a secret. */
    readonly detail: Sentence,
    readonly fields: FieldError[] = [],
    options?: ErrorOptions,
  ) {
    super(inEnglish(detail), options);
    this.name = new.target.name;
  }
}

/** There is no such thing, or the caller may not know that there is. 404. */
export class NotFoundError extends DomainError {}

/** The caller may see the thing but not do this with it. 403. */
export class ForbiddenError extends DomainError {}

/** The caller is not known, or no longer. 401. */
export class UnauthenticatedError extends DomainError {}

/** The address is one, but not for this method. 405. */
export class MethodNotAllowedError extends DomainError {
  constructor(
    method: string,
    /** The methods that the address takes. */
    readonly allowed: string[],
  ) {
    super('request.method_not_allowed', sentences.methodNotAllowed({ allowed: allowed.join(', '), method }));
  }
}

/** The thing's present state does not allow this. 409. */
export class ConflictError extends DomainError {}

/** The request is well-formed, but what it says breaks a rule. 422. */
export class InvalidError extends DomainError {}

/** The request cannot be read. 400. */
export class MalformedError extends DomainError {}

/** The caller's copy is older than the stored one. 412. */
export class StaleError extends DomainError {}

/** The caller speaks a version of a protocol that this server does not. 412, as tus says. */
export class VersionError extends DomainError {}

/** The upload or body is larger than allowed. 413. */
export class TooLargeError extends DomainError {}

/** The kind of content is not one the operation takes. 415. */
export class UnsupportedContentError extends DomainError {}

/** What arrived is not what its checksum says. 460, as tus says. */
export class ChecksumError extends DomainError {}

/** Another request works on the thing at the moment. Worth trying again in `retryAfterSeconds`. 423. */
export class LockedError extends DomainError {
  constructor(
    code: string,
    detail: Sentence,
    override readonly retryAfterSeconds: number,
  ) {
    super(code, detail);
  }
}

/** Too many requests; try again in `retryAfterSeconds`. 429. */
export class TooManyRequestsError extends DomainError {
  constructor(
    code: string,
    detail: Sentence,
    override readonly retryAfterSeconds: number,
  ) {
    super(code, detail);
  }
}

/** Something this needs is not ready. Worth trying again in `retryAfterSeconds`. 503. */
export class UnavailableError extends DomainError {
  constructor(
    code: string,
    detail: Sentence,
    override readonly retryAfterSeconds = 5,
    options?: ErrorOptions,
  ) {
    super(code, detail, [], options);
  }
}

/** The range of bytes that was asked for begins beyond the end. 416. */
export class RangeNotSatisfiableError extends DomainError {
  constructor(
    code: string,
    detail: Sentence,
    /** The length of the whole. */
    readonly bytes: number,
  ) {
    super(code, detail);
  }
}

/** There is no room left to keep what was sent. Worth trying again in `retryAfterSeconds`. 507. */
export class StorageError extends DomainError {
  constructor(
    code: string,
    detail: Sentence,
    override readonly retryAfterSeconds: number,
    options?: ErrorOptions,
  ) {
    super(code, detail, [], options);
  }
}
