import { ConflictError, ForbiddenError, InvalidError, NotFoundError } from '../../shared/errors/domain-error';
import type { CourseRole } from '../courses';

export class EnrollmentNotFoundError extends NotFoundError {
  constructor() {
    super('enrollments.not_found', 'There is no such enrollment, or it is not open to you.');
  }
}

/** `field` is what was sent to name the person. */
export class NoSuchPersonError extends InvalidError {
  constructor(field: 'userId' | 'username') {
    super('enrollments.no_such_person', `There is no account with this ${field}.`, [
      { field, rule: 'exists', message: `there is no account with this ${field}` },
    ]);
  }
}

export class AccountDisabledError extends ConflictError {
  constructor() {
    super('enrollments.account_disabled', 'The account is disabled, so that nobody could take part with it.');
  }
}

export class AlreadyEnrolledError extends ConflictError {
  constructor(role: CourseRole) {
    super(
      'enrollments.already_enrolled',
      `The person is enrolled in the course already, as ${role === 'learner' ? 'a' : 'an'} ${role}. For another role, end that enrollment first.`,
    );
  }
}

/** An enrollment would end on the day it begins, or before. */
export class EnrollmentDatesError extends InvalidError {
  constructor() {
    super('enrollments.ends_before_it_begins', 'The enrollment would have no active day.', [
      { field: 'endDate', rule: 'after', message: 'endDate must lie after beginDate' },
    ]);
  }
}

export class SelfEnrollmentOffError extends ForbiddenError {
  constructor() {
    super('enrollments.self_enrollment_off', 'In this course, people are enrolled by its instructors.');
  }
}

export class SelfWithdrawalOffError extends ForbiddenError {
  constructor() {
    super(
      'enrollments.self_withdrawal_off',
      'In this course, people are enrolled and withdrawn by its instructors. Ask one of them.',
    );
  }
}

export class CourseOverError extends ConflictError {
  constructor() {
    super('enrollments.course_over', 'The last day of the course is past.');
  }
}

export class LastInstructorError extends ConflictError {
  constructor() {
    super(
      'enrollments.last_instructor',
      'This is the only instructor of the course who can take part: suspended accounts and accounts that are no instructor’s do not count. Enroll another one first.',
    );
  }
}

export class CourseOwnerError extends ForbiddenError {
  constructor() {
    super(
      'enrollments.course_owner',
      'This person made the course. Only they themselves or an administrator can withdraw them as its instructor.',
    );
  }
}

export class InstructorAccountNeededError extends ConflictError {
  constructor() {
    super(
      'enrollments.instructor_account_needed',
      'The platform role of this account is learner, which can help in a course as assistant, but not teach it. An administrator can make the account an instructor’s.',
    );
  }
}
