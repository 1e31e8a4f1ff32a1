import { ConflictError, InvalidError, NotFoundError } from '../../../shared/errors/domain-error';
import { exampleErrors } from '../../../shared/errors/example-errors';
import type { RequestState } from './admission-rules';
import { sentences } from './admission.sentences';

/** Staff decide who comes in. */
export class ApprovalNeededError extends ConflictError {
  constructor() {
    super('enrollments.approval_needed', sentences.approvalNeeded());
  }
}

export class CourseFullError extends ConflictError {
  constructor(
    capacity: number,
    { hasWaitlist, byStaff = false }: { hasWaitlist: boolean; byStaff?: boolean },
  ) {
    super(
      'enrollments.course_full',
      byStaff
        ? sentences.fullForStaff({ capacity })
        : sentences.full({ capacity, hasWaitlist: hasWaitlist ? 'yes' : 'no' }),
    );
  }
}

/** Nobody enrolls themselves yet, or no more. */
export class AdmissionClosedError extends ConflictError {
  constructor(why: 'not_yet' | 'over', at: Date) {
    const instant = at.toISOString();
    super(
      'enrollments.admission_closed',
      why === 'not_yet' ? sentences.notYet({ at: instant }) : sentences.over({ at: instant }),
    );
  }
}

export class AlreadyAskedError extends ConflictError {
  constructor() {
    super('enrollments.already_asked', sentences.alreadyAsked());
  }
}

export class EnrollmentRequestNotFoundError extends NotFoundError {
  constructor() {
    super('enrollments.request_not_found', sentences.noRequest());
  }
}

export class RequestDecidedError extends ConflictError {
  constructor(state: RequestState) {
    super('enrollments.request_decided', sentences.decided({ state }));
  }
}

/** A seat was offered, and not taken in time. */
export class OfferOverError extends ConflictError {
  constructor(until: Date | null) {
    super('enrollments.offer_over', sentences.offerOver({ at: until?.toISOString() ?? '' }));
  }
}

/** There are more learners than the seats that are asked for. */
export class CapacityBelowEnrolledError extends ConflictError {
  constructor(taken: number) {
    super('enrollments.capacity_below_enrolled', sentences.belowEnrolled({ taken }), [
      { field: 'capacity', rule: 'min', message: sentences.belowEnrolledField({ taken }) },
    ]);
  }
}

export class AdmissionWindowError extends InvalidError {
  constructor() {
    super('enrollments.closes_before_it_opens', sentences.closesFirst(), [
      { field: 'closesAt', rule: 'after', message: sentences.closesFirst() },
    ]);
  }
}

exampleErrors(
  new ApprovalNeededError(),
  new CourseFullError(30, { hasWaitlist: true }),
  new AdmissionClosedError('over', new Date('2040-03-02T08:00:00.000Z')),
  new AlreadyAskedError(),
  new EnrollmentRequestNotFoundError(),
  new RequestDecidedError('rejected'),
  new OfferOverError(new Date('2040-03-02T08:00:00.000Z')),
  new CapacityBelowEnrolledError(24),
  new AdmissionWindowError(),
);
