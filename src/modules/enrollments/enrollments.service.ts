import { Injectable } from '@nestjs/common';
import { type Caller, readAlongWith } from '../../shared/auth/caller';
import { may, mayFor } from '../../shared/auth/permissions';
import { isId } from '../../shared/database/ids';
import { Transactions } from '../../shared/database/transactions';
import { decodeCursor, type Page, toPage, withTotal } from '../../shared/http/pagination';
import {
  CourseAccess,
  CoursesFacade,
  type CourseStanding,
  InstructorsOnlyError,
  isLearners,
  isPast,
  requireGranted,
} from '../courses';
import { PeopleSearch } from '../identity';
import type { EnrollDto } from './dto/enrollment.dto';
import { type EnrollmentResponse, toEnrollmentResponse } from './dto/enrollment.response';
import type { RosterQuery } from './dto/enrollments.query';
import { EnrollmentStarts } from './enrollment-starts';
import { DropDeadlineError, EnrollmentNotFoundError, SelfWithdrawalOffError } from './enrollments.errors';
import type { Enrollment } from './enrollment.entity';
import { EnrollmentLists } from './enrollment-lists.repository';
import { EnrollmentLocks } from './enrollment-locks.repository';
import { EnrollmentsRepository } from './enrollments.repository';
import { EnrollmentChanges } from './states/enrollment-changes';
import { ended } from './states/moves';
import { refuseWithdrawal, type Withdrawing } from './instructor-withdrawal';
import { CANDIDATE, toCandidate } from './candidates.repository';
import { CourseGroupsRepository } from './reach/course-groups.repository';
import type { NamePlace } from './name-order';

/** The roster of a course: who takes part, who joins, who leaves. */
@Injectable()
export class EnrollmentsService {
  constructor(
    private readonly enrollments: EnrollmentsRepository,
    private readonly lists: EnrollmentLists,
    private readonly people: PeopleSearch,
    private readonly locks: EnrollmentLocks,
    private readonly courseGroups: CourseGroupsRepository,
    private readonly access: CourseAccess,
    private readonly courses: CoursesFacade,
    private readonly starts: EnrollmentStarts,
    private readonly changes: EnrollmentChanges,
    private readonly transactions: Transactions,
  ) {}

  /** For staff. By family name, then given name. */
  async roster(caller: Caller, courseId: string, query: RosterQuery): Promise<Page<EnrollmentResponse>> {
    const course = await this.access.courseWithin(caller, courseId, 'roster.read');
    const { today, scope } = course;
    const { role, state, account, search, ids, groupId, tagId, sort, cursor, limit } = query;
    const after = cursor === undefined ? undefined : placeIn(cursor);
    const found = search === undefined ? undefined : await this.people.byNames(search);
    const filter = { courseId, course, today, role, state, account, found, ids, groupId, tagId, scope };
    const rows = await this.lists.roster(filter, { sort, after, limit });
    const page = toPage(
      rows,
      limit,
      ({ enrollment, person }) => [person.familyName, person.givenName, enrollment.id],
      (row) => toEnrollmentResponse(caller, row, course, today),
    );
    return withTotal(page, query, (most) => this.lists.countRoster(filter, most));
  }

  /** For instructors. Throws what EnrollmentStarts.start throws, and CourseArchivedError. */
  async enroll(caller: Caller, courseId: string, dto: EnrollDto): Promise<EnrollmentResponse> {
    const course = await this.access.course(caller, courseId, 'roster.change');
    const { userId, username = '', role, beginDate, endDate, exceedsCapacity, groupIds } = dto;
    await this.courseGroups.require(courseId, groupIds ?? []);
    const who = userId === undefined ? { username } : { userId };
    const by = { source: 'staff', userId: caller.userId } as const;
    const terms = { courseId, role, beginDate, endDate, by, exceedsCapacity, reach: { groupIds } };
    const along = userId === undefined ? undefined : readAlongWith(caller, CANDIDATE, [courseId, userId]);
    const started = await this.starts.start(who, terms, along && toCandidate(along, course.timeZone));
    return toEnrollmentResponse(caller, started, course, started.today);
  }

  /**
   * Ends an enrollment today: by an instructor, or by the people themselves where people enroll themselves. An ended
   * enrollment stays as it is. Throws EnrollmentNotFoundError, SelfWithdrawalOffError, DropDeadlineError,
   * CourseOwnerError, LastInstructorError, LastOwnerError.
   */
  async withdraw(caller: Caller, enrollmentId: string): Promise<void> {
    const enrollment = await this.enrollments.find(enrollmentId);
    if (!enrollment) throw new EnrollmentNotFoundError();
    const hidden = (): Error => new EnrollmentNotFoundError();
    const standing = await this.access.course(caller, enrollment.courseId, 'course.see', hidden);
    requireMayEnd(caller, enrollment, standing);
    if (isLearners(enrollment) && !may(caller, 'roster.change', standing).granted)
      await this.refuseLateDrop(standing);
    await this.transactions.run(() =>
      this.end(enrollment, {
        userId: caller.userId,
        changesOwners: may(caller, 'owners.change', standing).granted,
      }),
    );
  }

  /** Throws DropDeadlineError for people who may not withdraw others. */
  private async refuseLateDrop({ courseId, today }: CourseStanding): Promise<void> {
    const { dropUntil } = await this.courses.deadlinesOf(courseId);
    if (isPast(dropUntil, today)) throw new DropDeadlineError(dropUntil);
  }

  private async end(enrollment: Enrollment, by: Withdrawing): Promise<void> {
    const { id, courseId, role, userId } = enrollment;
    // Locked, so that when two instructors remove each other at the same moment, the second is refused as the last one.
    if (role === 'instructor')
      refuseWithdrawal(
        await this.locks.lockInstructors(courseId, await this.locks.holdToday(courseId)),
        id,
        by,
      );
    await this.changes.change(
      [enrollment],
      async (before) => ended(before, 'withdrawn', await this.locks.holdToday(courseId)),
      { by: { source: userId === by.userId ? 'self' : 'staff', userId: by.userId } },
    );
  }
}

function requireMayEnd(caller: Caller, { userId }: Enrollment, standing: CourseStanding): void {
  const isOwn = userId === caller.userId;
  const answer = may(
    caller,
    isOwn && standing.selfEnrollment ? 'roster.join_or_leave' : 'roster.change',
    standing,
  );
  if (answer.granted || answer.because === 'archived') return requireGranted(answer);
  if (isOwn) throw new SelfWithdrawalOffError();
  // Callers who may not read the roster must not learn that this enrollment exists.
  throw mayFor('roster.read', standing).granted ? new InstructorsOnlyError() : new EnrollmentNotFoundError();
}

function placeIn(cursor: string): NamePlace {
  const [familyName, givenName, enrollmentId] = decodeCursor(cursor, 3, ([, , last]) => isId(last)) as [
    string,
    string,
    string,
  ];
  return { familyName, givenName, enrollmentId };
}
