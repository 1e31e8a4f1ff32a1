import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { may, mayFor, sees } from '../../../shared/auth/permissions';
import { Clock } from '../../../shared/clock/clock';
import { Transactions } from '../../../shared/database/transactions';
import { ForbiddenError, NotFoundError } from '../../../shared/errors/domain-error';
import { isEmptyChange } from '../../../shared/http/empty-change';
import { asView, type ExpectedVersion, isStale, StaleVersionError } from '../../../shared/http/etag';
import { dayIn } from '../../../shared/time/zoned-time';
import {
  CourseAccess,
  type CourseStanding,
  InstructorsOnlyError,
  isReaders,
  requireGranted,
} from '../../courses';
import type { ChangeEnrollmentDto } from '../dto/enrollment-change.dto';
import {
  type EnrollmentHistoryResponse,
  toEnrollmentHistoryResponse,
} from '../dto/enrollment-history.response';
import { type EnrollmentResponse, toEnrollmentResponse } from '../dto/enrollment.response';
import { EnrollmentLists, type FoundEnrollment } from '../enrollment-lists.repository';
import { EnrollmentLocks, type InstructorRecord } from '../enrollment-locks.repository';
import { EnrollmentNotFoundError, ReachOfRoleError } from '../enrollments.errors';
import { refuseLastOwner, refuseWithdrawal, type Withdrawing } from '../instructor-withdrawal';
import { CourseGroupsRepository } from '../reach/course-groups.repository';
import { reachAfter, type ReachWish } from '../reach/reach';
import { type After, EnrollmentChanges } from './enrollment-changes';
import { EnrollmentHistoryRepository } from './enrollment-history.repository';
import type { Movable } from './enrollment-moves.repository';
import { moveError } from './move-errors';
import { moved, type Wish } from './moves';

/** What staff want of an enrollment. What is left out stays. */
interface EnrollmentWish extends Wish {
  reach: ReachWish;
}

/** One enrollment: its state, how staff change it, and what it went through. */
@Injectable()
export class EnrollmentStatesService {
  constructor(
    private readonly lists: EnrollmentLists,
    private readonly history: EnrollmentHistoryRepository,
    private readonly changes: EnrollmentChanges,
    private readonly locks: EnrollmentLocks,
    private readonly courseGroups: CourseGroupsRepository,
    private readonly access: CourseAccess,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** For the course's staff and the person themself. */
  async read(caller: Caller, enrollmentId: string): Promise<EnrollmentResponse> {
    const { found, staff } = await this.admitted(caller, enrollmentId);
    return asView(this.toResponse(caller, found), staff ? 'staff' : 'own');
  }

  async historyOf(caller: Caller, enrollmentId: string): Promise<EnrollmentHistoryResponse> {
    const { staff } = await this.admitted(caller, enrollmentId);
    const spells = await this.history.spells(enrollmentId);
    return toEnrollmentHistoryResponse(spells, await this.history.moves(enrollmentId), {
      isStaff: staff !== undefined,
    });
  }

  /**
   * For instructors. Throws EnrollmentMoveError, EnrollmentEndedError, EndOfEndedError, EnrollmentDatesError,
   * CourseOwnerError, LastInstructorError, LastOwnerError, OwnersOnlyError, ReachOfRoleError, NoSuchGroupsError, StaleVersionError.
   */
  async change(
    caller: Caller,
    enrollmentId: string,
    { reason, isOwner, groupIds, ...days }: ChangeEnrollmentDto,
    version: ExpectedVersion,
  ): Promise<EnrollmentResponse> {
    const { found, staff } = await this.admitted(caller, enrollmentId);
    if (!staff) throw new InstructorsOnlyError();
    const { enrollment } = found;
    requireGranted(may(caller, 'roster.change', staff));
    const ownership = may(caller, 'owners.change', staff);
    if (isOwner !== undefined) requireGranted(ownership);
    await this.courseGroups.require(enrollment.courseId, groupIds ?? []);
    const by = { userId: caller.userId, changesOwners: ownership.granted };
    if (isStale(version, enrollment.version)) throw new StaleVersionError('enrollment');
    const wish = { ...days, reach: { isOwner, groupIds } };
    if (isEmptyChange({ ...days, ...wish.reach })) return asView(this.toResponse(caller, found), 'staff');
    await this.transactions.run(async () => {
      const instructors =
        enrollment.role === 'instructor' ? await this.lockInstructors(enrollment.courseId) : [];
      const decide = async (before: Movable): Promise<After> => {
        if (isStale(version, before.version)) throw new StaleVersionError('enrollment');
        return this.decide(before, { wish, instructors, by });
      };
      await this.changes.change([enrollment], decide, {
        by: { source: 'staff', userId: caller.userId },
        reason,
      });
    });
    return asView(this.toResponse(caller, await this.found(enrollmentId)), 'staff');
  }

  private async decide(
    before: Movable,
    {
      wish,
      instructors,
      by,
    }: { wish: EnrollmentWish; instructors: readonly InstructorRecord[]; by: Withdrawing },
  ): Promise<After> {
    const today = await this.locks.holdToday(before.courseId);
    const after = moved(before, wish, today);
    if ('refused' in after) throw moveError(after);
    const reach = reachAfter(before.role, before, wish.reach);
    if ('refused' in reach) throw new ReachOfRoleError(reach.refused);
    const leaves = after.state !== 'active' || (after.endDate !== null && after.endDate <= today);
    if (leaves) refuseWithdrawal(instructors, before.id, by);
    if (before.isOwner && !reach.isOwner) refuseLastOwner(instructors, before.id);
    return { ...after, reach };
  }

  /** Of a course, before the enrollment that is to be changed: two who end each other's come one after the other. */
  private async lockInstructors(courseId: string): Promise<InstructorRecord[]> {
    return this.locks.lockInstructors(courseId, await this.locks.holdToday(courseId));
  }

  /** With the caller's standing where they are of the staff. Throws EnrollmentNotFoundError for whoever may not know of it. */
  private async admitted(
    caller: Caller,
    enrollmentId: string,
  ): Promise<{ found: FoundEnrollment; staff: CourseStanding | undefined }> {
    const found = await this.found(enrollmentId);
    const hidden = (): Error => new EnrollmentNotFoundError();
    const { enrollment, course } = found;
    if (enrollment.userId === caller.userId && sees(enrollment.role, course.status, 'members')) {
      // Whoever is or was enrolled knows of it, also where they may not see the course any more.
      const staff = await this.access
        .learner(caller, { courseId: enrollment.courseId, learnerId: enrollment.userId }, 'roster.read')
        .catch((error: unknown) => {
          if (error instanceof ForbiddenError || error instanceof NotFoundError) return undefined;
          throw error;
        });
      return { found, staff };
    }
    const standing = await this.access.course(caller, enrollment.courseId, 'course.see', hidden);
    if (!(await this.seesEnrollment(standing, enrollment))) throw hidden();
    return { found, staff: standing };
  }

  /** Staff see who works in the course, and the learners with whom they have to do. */
  private async seesEnrollment(
    standing: CourseStanding,
    { role, userId }: Pick<Movable, 'role' | 'userId'>,
  ): Promise<boolean> {
    return isReaders({ role })
      ? this.access.mayForLearner('roster.read', standing, userId)
      : mayFor('roster.read', standing).granted;
  }

  private async found(enrollmentId: string): Promise<FoundEnrollment> {
    const found = await this.lists.find(enrollmentId);
    if (!found) throw new EnrollmentNotFoundError();
    return found;
  }

  private toResponse(caller: Caller, { course, ...found }: FoundEnrollment): EnrollmentResponse {
    return toEnrollmentResponse(caller, found, course, dayIn(this.clock.now(), course.timeZone));
  }
}
