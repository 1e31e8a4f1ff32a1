import { Injectable } from '@nestjs/common';
import { mayTakePart } from '../../shared/auth/permissions';
import { Clock } from '../../shared/clock/clock';
import { newId } from '../../shared/database/ids';
import { Transactions } from '../../shared/database/transactions';
import { dayIn } from '../../shared/time/zoned-time';
import { CourseNotFoundError, type CourseRole, enrollmentStatus, mayInstruct } from '../courses';
import {
  AccountSuspendedError,
  AlreadyEnrolledError,
  EnrollmentDatesError,
  GuardianAccountError,
  InstructorAccountNeededError,
  NoSuchPersonError,
} from './enrollments.errors';
import { EarlierEnrollmentsRepository } from './earlier-enrollments.repository';
import { EnrollmentLocks } from './enrollment-locks.repository';
import type { EnrollmentRecord, RosterRecord } from './enrollment-records';
import { EnrollmentsRepository } from './enrollments.repository';
import { PersonNamesRepository, type SortName } from './person-names.repository';

/** A requested enrollment. */
export interface EnrollmentTerms {
  courseId: string;
  role: CourseRole;
  beginDate?: string;
  endDate?: string | null;
}

/** An enrollment that has been started, and the present day in the course's time zone. */
export interface StartedEnrollment extends RosterRecord {
  today: string;
}

/** Starts enrollments, whether staff enroll a person, people enroll themselves, or a course gets its creator as instructor. */
@Injectable()
export class EnrollmentStarts {
  constructor(
    private readonly enrollments: EnrollmentsRepository,
    private readonly locks: EnrollmentLocks,
    private readonly earlier: EarlierEnrollmentsRepository,
    private readonly names: PersonNamesRepository,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /**
   * Enrolls a person in a role, anew or again. Enrolling again reopens the earlier enrollment in that role, whose former days
   * are kept for the statistics. Unless a
   * `beginDate` is given, its first day stays, so that earlier work still counts as done while enrolled.
   *
   * Throws CourseNotFoundError, NoSuchPersonError, AccountSuspendedError, GuardianAccountError,
   * InstructorAccountNeededError, AlreadyEnrolledError (in any role, now or from a day to come), EnrollmentDatesError.
   */
  async start(
    who: { userId: string } | { username: string },
    terms: EnrollmentTerms,
  ): Promise<StartedEnrollment> {
    return this.transactions.run(async () => {
      const candidate = await this.locks.lockCandidate(terms.courseId, who);
      if (!candidate) throw new NoSuchPersonError('userId' in who ? 'userId' : 'username');
      const { person, platformRole, enrollments, timeZone } = candidate;
      // Deleted after the permission check.
      if (timeZone === null) throw new CourseNotFoundError();
      const today = dayIn(this.clock.now(), timeZone);
      if (person.isSuspended) throw new AccountSuspendedError();
      const standing = enrollments.find((own) => enrollmentStatus(own, today) !== 'ended');
      if (standing) throw new AlreadyEnrolledError(standing.role);
      if (!mayTakePart(platformRole)) throw new GuardianAccountError();
      if (terms.role === 'instructor' && !mayInstruct(platformRole)) throw new InstructorAccountNeededError();
      const earlier = enrollments.find(({ role }) => role === terms.role);
      const enrollment = earlier
        ? await this.reopen(earlier, terms, today)
        : await this.add(person, terms, today);
      return { enrollment, person, today };
    });
  }

  /**
   * Enrolls the first person of a course that the running transaction has made. Nobody can have enrolled anybody in it
   * yet, so the account's lock is shared. The course's row, which points at the account, holds it so already: two that
   * then asked for it alone would wait for each other (decision 11).
   */
  async startFirst(userId: string, terms: EnrollmentTerms, today: string): Promise<void> {
    const nameOf = await this.names.hold([userId]);
    await this.add({ id: userId, ...nameOf(userId) }, terms, today);
  }

  private async reopen(
    earlier: EnrollmentRecord,
    terms: EnrollmentTerms,
    today: string,
  ): Promise<EnrollmentRecord> {
    // An enrollment that ended before it began has no first day to keep.
    const firstDay = earlier.beginDate <= today ? earlier.beginDate : today;
    const enrollment = { ...earlier, ...daysOf(terms, firstDay) };
    const now = this.clock.now();
    await this.earlier.keep([earlier], now);
    await this.enrollments.reopen(enrollment, now);
    return enrollment;
  }

  private async add(
    person: SortName & { id: string },
    terms: EnrollmentTerms,
    today: string,
  ): Promise<EnrollmentRecord> {
    const { courseId, role } = terms;
    const { id: userId, familyName, givenName } = person;
    const now = this.clock.now();
    const enrollment = { id: newId(), courseId, userId, role, ...daysOf(terms, today) };
    await this.enrollments.insert([{ ...enrollment, sourcedId: null, familyName, givenName }], now);
    return { ...enrollment, createdAt: now };
  }
}

function daysOf(
  { beginDate, endDate = null }: EnrollmentTerms,
  firstDay: string,
): Pick<EnrollmentRecord, 'beginDate' | 'endDate'> {
  const days = { beginDate: beginDate ?? firstDay, endDate };
  if (endDate !== null && endDate <= days.beginDate) throw new EnrollmentDatesError();
  return days;
}
