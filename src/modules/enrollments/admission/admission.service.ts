import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { Transactions } from '../../../shared/database/transactions';
import { isEmptyChange, withoutMissing } from '../../../shared/http/empty-change';
import { type ExpectedVersion, isStale, StaleVersionError } from '../../../shared/http/etag';
import { CourseAccess } from '../../courses';
import { AdmissionWindowError, CapacityBelowEnrolledError } from './admission.errors';
import { AdmissionRepository } from './admission.repository';
import { DEFAULT_RULES } from './admission-rules';
import type { ChangeEnrollmentSettingsDto } from './dto/enrollment-settings.dto';
import { type EnrollmentSettingsResponse, toSettingsResponse } from './dto/enrollment-settings.response';
import { Seats } from './seats';

const NO_SETTINGS = { ...DEFAULT_RULES, version: 1 };

/** How people come into a course by themselves, as its instructors set it. */
@Injectable()
export class AdmissionService {
  constructor(
    private readonly admission: AdmissionRepository,
    private readonly seats: Seats,
    private readonly access: CourseAccess,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** For everybody who may see the course: they see whether it has a seat for them. */
  async read(caller: Caller, courseId: string): Promise<EnrollmentSettingsResponse> {
    const course = await this.access.course(caller, courseId, 'course.see');
    const settings = (await this.admission.find(courseId)) ?? { ...NO_SETTINGS, courseId };
    // Seats are counted, so only where they are limited.
    const seats =
      settings.capacity === null ? { taken: null, waiting: 0 } : await this.admission.seats(settings);
    return toSettingsResponse(course, settings, seats);
  }

  /**
   * For instructors. More seats go to those who wait at once. Throws CapacityBelowEnrolledError, AdmissionWindowError,
   * StaleVersionError.
   */
  async change(
    caller: Caller,
    courseId: string,
    dto: ChangeEnrollmentSettingsDto,
    version: ExpectedVersion,
  ): Promise<EnrollmentSettingsResponse> {
    await this.access.course(caller, courseId, 'roster.change');
    await this.transactions.run(async () => {
      const now = this.clock.now();
      const held = await this.admission.holdOrMake(courseId, now);
      if (isStale(version, held.version)) throw new StaleVersionError('enrollment_settings');
      if (isEmptyChange(dto)) return;
      const settings = { ...held, ...withoutMissing(dto) };
      const { opensAt, closesAt, capacity } = settings;
      if (opensAt !== null && closesAt !== null && closesAt <= opensAt) throw new AdmissionWindowError();
      // Whoever enrolls somebody meanwhile by one statement holds the course by a shared lock, and so is counted.
      await this.admission.holdCourse(courseId);
      const { taken } = await this.admission.seats(settings);
      if (capacity !== null && capacity !== held.capacity && capacity < taken)
        throw new CapacityBelowEnrolledError(taken);
      await this.admission.update(courseId, settings, now);
      await this.seats.fill(settings);
    });
    return this.read(caller, courseId);
  }
}
