import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { CourseAccess, CoursesFacade, type CourseStanding, isPast } from '../../courses';
import {
  AlreadyEnrolledError,
  CourseOverError,
  EnrollDeadlineError,
  SelfEnrollmentOffError,
} from '../enrollments.errors';
import { EnrollmentsRepository } from '../enrollments.repository';
import { AdmissionClosedError } from './admission.errors';
import { AdmissionRepository, type SettingsRecord } from './admission.repository';
import { windowAt } from './admission-rules';

/** Whether people may come into a course by themselves now, whichever way they come. */
@Injectable()
export class SelfEnrollment {
  constructor(
    private readonly access: CourseAccess,
    private readonly courses: CoursesFacade,
    private readonly settings: AdmissionRepository,
    private readonly enrollments: EnrollmentsRepository,
    private readonly clock: Clock,
  ) {}

  /** Throws SelfEnrollmentOffError, CourseOverError, EnrollDeadlineError, AdmissionClosedError. */
  async admit(
    caller: Caller,
    courseId: string,
  ): Promise<{ standing: CourseStanding; settings: SettingsRecord | undefined }> {
    const standing = await this.access.course(caller, courseId, 'roster.join_or_leave');
    const { status, selfEnrollment, today, endDate } = standing;
    if (status !== 'published' || !selfEnrollment) throw new SelfEnrollmentOffError();
    if (endDate !== null && today > endDate) throw new CourseOverError();
    const { enrollUntil } = await this.courses.deadlinesOf(courseId);
    if (isPast(enrollUntil, today)) throw new EnrollDeadlineError(enrollUntil);
    const settings = await this.settings.find(courseId);
    if (settings) {
      const window = windowAt(settings, this.clock.now());
      const { opensAt, closesAt } = settings;
      if (window === 'not_yet' && opensAt) throw new AdmissionClosedError('not_yet', opensAt);
      if (window === 'over' && closesAt) throw new AdmissionClosedError('over', closesAt);
    }
    return { standing, settings };
  }

  /** Whoever is in the course does not ask to come in. Throws AlreadyEnrolledError. */
  async refuseEnrolled({ courseId, today }: CourseStanding, userId: string): Promise<void> {
    const role = await this.enrollments.roleNow(courseId, userId, today);
    if (role) throw new AlreadyEnrolledError(role);
  }
}
