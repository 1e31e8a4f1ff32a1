import { ConflictError, ForbiddenError, InvalidError, NotFoundError } from '../../shared/errors/domain-error';
import type { CourseRole, StoredState } from '../courses';
import { exampleErrors } from '../../shared/errors/example-errors';
import { sentences } from './enrollments.sentences';

/** The activity is none of type `live_session`. */
export class LiveSessionNotFoundError extends NotFoundError {
  constructor() {
    super('enrollments.live_session_not_found', sentences.noLiveSession());
  }
}

/** A session whose register has entries cannot be deleted. */
export class SessionHasRegisterError extends ConflictError {
  constructor() {
    super('enrollments.session_has_register', sentences.sessionHasRegister());
  }
}

/** Entries have changed since they were read. `fields` names the versions that were sent for them. */
export class RegisterChangedError extends ConflictError {
  constructor(fields: readonly string[]) {
    super(
      'enrollments.register_changed',
      sentences.registerChanged(),
      fields.map((field) => ({ field, rule: 'version', message: sentences.entryChanged({ field }) })),
    );
  }
}

export class NoTimesYetError extends ConflictError {
  constructor() {
    super('enrollments.no_times_yet', sentences.noTimesYet());
  }
}

export class EnrollmentNotFoundError extends NotFoundError {
  constructor() {
    super('enrollments.not_found', sentences.noEnrollment());
  }
}

/** `field` is what was sent to name the person. */
export class NoSuchPersonError extends InvalidError {
  constructor(field: 'userId' | 'username') {
    super('enrollments.no_such_person', sentences.noSuchPerson({ field }), [
      { field, rule: 'exists', message: sentences.noSuchPersonField({ field }) },
    ]);
  }
}

export class AccountSuspendedError extends ConflictError {
  constructor() {
    super('enrollments.account_disabled', sentences.suspended());
  }
}

export class AlreadyEnrolledError extends ConflictError {
  constructor(role: CourseRole) {
    super('enrollments.already_enrolled', sentences.alreadyEnrolled({ role }));
  }
}

/** An enrollment would end on the day it begins, or before. */
export class EnrollmentDatesError extends InvalidError {
  constructor() {
    super('enrollments.ends_before_it_begins', sentences.noActiveDay(), [
      { field: 'endDate', rule: 'after', message: sentences.endDate() },
    ]);
  }
}

export class SelfEnrollmentOffError extends ForbiddenError {
  constructor() {
    super('enrollments.self_enrollment_off', sentences.selfEnrollmentOff());
  }
}

export class SelfWithdrawalOffError extends ForbiddenError {
  constructor() {
    super('enrollments.self_withdrawal_off', sentences.selfWithdrawalOff());
  }
}

export class CourseOverError extends ConflictError {
  constructor() {
    super('enrollments.course_over', sentences.courseOver());
  }
}

/** The last day of the term on which people enroll themselves is past. */
export class EnrollDeadlineError extends ConflictError {
  constructor(day: string) {
    super('enrollments.enroll_deadline_past', sentences.enrollDeadline({ day }));
  }
}

/** The last day of the term on which learners withdraw by themselves is past. */
export class DropDeadlineError extends ConflictError {
  constructor(day: string) {
    super('enrollments.drop_deadline_past', sentences.dropDeadline({ day }));
  }
}

export class LastInstructorError extends ConflictError {
  constructor() {
    super('enrollments.last_instructor', sentences.lastInstructor());
  }
}

/** Ended ones count: all of a person's accommodations are read for their terms. */
export class TooManyAccommodationsError extends ConflictError {
  constructor(most: number) {
    super('enrollments.too_many_accommodations', sentences.tooManyAccommodations({ most }));
  }
}

export class CourseOwnerError extends ForbiddenError {
  constructor() {
    super('enrollments.course_owner', sentences.courseOwner());
  }
}

/** The course would belong to nobody who can teach. */
export class LastOwnerError extends ConflictError {
  constructor() {
    super('enrollments.last_owner', sentences.lastOwner());
  }
}

/** An enrollment in another role was to have what only this role has. */
export class ReachOfRoleError extends ConflictError {
  constructor(what: 'owner' | 'groups') {
    super(
      'enrollments.not_of_this_role',
      what === 'owner' ? sentences.ownerOfInstructors() : sentences.groupsOfAssistants(),
    );
  }
}

/** Groups to which an assistant was to be limited, of which some are not in the course. */
export class NoSuchGroupsError extends InvalidError {
  constructor(groupId: string) {
    super('enrollments.no_such_group', sentences.noSuchGroup(), [
      { field: 'groupIds', rule: 'exists', message: sentences.groupNotInCourse({ groupId }) },
    ]);
  }
}

/** A guardian's account takes part in no course. */
export class GuardianAccountError extends ConflictError {
  constructor() {
    super('enrollments.guardian_account', sentences.guardianAccount());
  }
}

export class InstructorAccountNeededError extends ConflictError {
  constructor() {
    super('enrollments.instructor_account_needed', sentences.instructorAccountNeeded());
  }
}

export class AccommodationNotFoundError extends NotFoundError {
  constructor() {
    super('enrollments.accommodation_not_found', sentences.noAccommodation());
  }
}

/** There is no account with this id. */
export class PersonNotFoundError extends NotFoundError {
  constructor() {
    super('enrollments.person_not_found', sentences.noAccount());
  }
}

export class AccommodatedCourseError extends InvalidError {
  constructor() {
    super('enrollments.no_such_course', sentences.noSuchCourse(), [
      { field: 'courseId', rule: 'exists', message: sentences.noSuchCourseField() },
    ]);
  }
}

/** An accommodation would end at the instant at which it begins, or before. */
export class AccommodationPeriodError extends InvalidError {
  constructor() {
    super('enrollments.accommodation_period', sentences.neverInForce(), [
      { field: 'validUntil', rule: 'after', message: sentences.validUntil() },
    ]);
  }
}

/** An enrollment cannot go from its state to that one. */
export class EnrollmentMoveError extends ConflictError {
  constructor({
    from,
    to,
    allowed,
  }: {
    from: StoredState;
    to: StoredState;
    allowed: readonly StoredState[];
  }) {
    super(
      'enrollments.move_not_allowed',
      allowed.length === 0
        ? sentences.noMoveAllowed({ from, to })
        : sentences.moveNotAllowed({ from, to, allowed: allowed.join(', ') }),
    );
  }
}

/** The days of an enrollment that is withdrawn or completed stay as they are. */
export class EnrollmentEndedError extends ConflictError {
  constructor(state: StoredState) {
    super('enrollments.ended', sentences.endedKeepsDays({ state }));
  }
}

/** What ends an enrollment ends it today. */
export class EndOfEndedError extends InvalidError {
  constructor(state: StoredState) {
    super('enrollments.end_is_today', sentences.endIsToday({ state }), [
      { field: 'endDate', rule: 'absent', message: sentences.endIsTodayField({ state }) },
    ]);
  }
}

/** The codes of 409 with which the start of an enrollment in any role is refused. */
export const START_CONFLICTS = [
  'enrollments.already_enrolled',
  'enrollments.account_disabled',
  'enrollments.guardian_account',
  'courses.archived',
];

exampleErrors(
  new LiveSessionNotFoundError(),
  new NoTimesYetError(),
  new SessionHasRegisterError(),
  new RegisterChangedError(['entries[3].version']),
  new EnrollmentNotFoundError(),
  new NoSuchPersonError('username'),
  new AccountSuspendedError(),
  new AlreadyEnrolledError('learner'),
  new EnrollmentDatesError(),
  new SelfEnrollmentOffError(),
  new SelfWithdrawalOffError(),
  new CourseOverError(),
  new EnrollDeadlineError('2026-01-23'),
  new DropDeadlineError('2026-03-13'),
  new LastInstructorError(),
  new LastOwnerError(),
  new ReachOfRoleError('owner'),
  new NoSuchGroupsError('01990000-0000-7000-8000-0000000000f9'),
  new TooManyAccommodationsError(100),
  new CourseOwnerError(),
  new InstructorAccountNeededError(),
  new GuardianAccountError(),
  new AccommodationNotFoundError(),
  new PersonNotFoundError(),
  new AccommodatedCourseError(),
  new AccommodationPeriodError(),
  new EnrollmentMoveError({ from: 'completed', to: 'suspended', allowed: ['active'] }),
  new EnrollmentEndedError('withdrawn'),
  new EndOfEndedError('completed'),
);
