import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock/clock';
import { newId } from '../../shared/database/ids';
import { isMissingReference } from '../../shared/database/constraint-errors';
import { Transactions } from '../../shared/database/transactions';
import { CourseNotFoundError, type CourseRole, enrollmentStatus, mayInstruct } from '../courses';
import {
  AccountSuspendedError,
  AlreadyEnrolledError,
  EnrollmentDatesError,
  InstructorAccountNeededError,
  NoSuchPersonError,
} from './enrollments.errors';
import { EnrollmentLocks } from './enrollment-locks.repository';
import type { EnrollmentRecord, RosterRecord } from './enrollment-records';
import { EnrollmentsRepository } from './enrollments.repository';
import { PersonNamesRepository, type SortName } from './person-names.repository';

/** A requested enrollment. */
export interface EnrollmentTerms {
  courseId: string;
  /** The present day in the course's time zone. */
  today: string;
  role: CourseRole;
  beginDate?: string;
  endDate?: string | null;
}

/** Starts enrollments, whether staff enroll a person, people enroll themselves, or a course gets its creator as instructor. */
@Injectable()
export class EnrollmentStarts {
  constructor(
    private readonly enrollments: EnrollmentsRepository,
    private readonly locks: EnrollmentLocks,
    private readonly names: PersonNamesRepository,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /**
   * Enrolls a person in a role, anew or again. Enrolling again reopens the earlier enrollment in that role. Unless a
   * `beginDate` is given, its first day stays, so that earlier work still counts as done while enrolled.
   *
   * Throws NoSuchPersonError, AccountSuspendedError, InstructorAccountNeededError, AlreadyEnrolledError (in any role, now or from a day to come),
   * EnrollmentDatesError.
   */
  async start(who: { userId: string } | { username: string }, terms: EnrollmentTerms): Promise<RosterRecord> {
    return this.transactions.run(async () => {
      const candidate = await this.locks.lockCandidate(terms.courseId, who);
      if (!candidate) throw new NoSuchPersonError('userId' in who ? 'userId' : 'username');
      const { person, platformRole, enrollments } = candidate;
      if (person.isSuspended) throw new AccountSuspendedError();
      const standing = enrollments.find((own) => enrollmentStatus(own, terms.today) !== 'ended');
      if (standing) throw new AlreadyEnrolledError(standing.role);
      if (terms.role === 'instructor' && !mayInstruct(platformRole)) throw new InstructorAccountNeededError();
      const earlier = enrollments.find(({ role }) => role === terms.role);
      const enrollment = earlier ? await this.reopen(earlier, terms) : await this.add(person, terms);
      return { enrollment, person };
    });
  }

  /**
   * Enrolls the first person of a course that the running transaction has made. Nobody can have enrolled anybody in it
   * yet, so the account's lock is shared. The course's row, which points at the account, holds it so already: two that
   * then asked for it alone would wait for each other (decision 11).
   */
  async startFirst(userId: string, terms: EnrollmentTerms): Promise<void> {
    const nameOf = await this.names.hold([userId]);
    await this.add({ id: userId, ...nameOf(userId) }, terms);
  }

  private async reopen(earlier: EnrollmentRecord, terms: EnrollmentTerms): Promise<EnrollmentRecord> {
    // An enrollment that ended before it began has no first day to keep.
    const firstDay = earlier.beginDate <= terms.today ? earlier.beginDate : terms.today;
    const enrollment = { ...earlier, ...daysOf(terms, firstDay) };
    await this.enrollments.reopen(enrollment, this.clock.now());
    return enrollment;
  }

  private async add(person: SortName & { id: string }, terms: EnrollmentTerms): Promise<EnrollmentRecord> {
    const { courseId, role } = terms;
    const { id: userId, familyName, givenName } = person;
    const now = this.clock.now();
    const enrollment = { id: newId(), courseId, userId, role, ...daysOf(terms, terms.today) };
    try {
      await this.enrollments.insert([{ ...enrollment, sourcedId: null, familyName, givenName }], now);
    } catch (error) {
      // The account's row is locked, so the missing row is the course: it was deleted after the permission check.
      throw isMissingReference(error) ? new CourseNotFoundError() : error;
    }
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
