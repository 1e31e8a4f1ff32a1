import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../../../shared/auth/caller';
import { Clock } from '../../../../../shared/clock/clock';
import { Transactions } from '../../../../../shared/database/transactions';
import { type ExpectedVersion, isStale, StaleVersionError } from '../../../../../shared/http/etag';
import { secondsAfter } from '../../../../../shared/time/seconds-after';
import { CourseAccess } from '../../../access/course-access';
import { CourseArchivedError, CourseNotFoundError } from '../../../courses.errors';
import { NoScheduledPublicationError, PublicationNotAheadError } from './scheduled-publications.errors';
import { CoursesRepository } from '../../../courses.repository';
import type { SchedulePublicationDto } from './dto/scheduled-publication.dto';
import {
  type ScheduledPublicationResponse,
  toScheduledPublicationResponse,
} from './dto/scheduled-publication.response';
import type { ScheduleState } from './scheduled-publication.entity';
import { ScheduledPublicationsRepository, type ScheduleRecord } from './scheduled-publications.repository';

const MOST_YEARS = 2;
const SECONDS_A_YEAR = 366 * 86_400;

type Present = ScheduleRecord & { state: ScheduleState };

/** When the drafts of a course will be published: saying so, and calling it off. */
@Injectable()
export class ScheduledPublicationsService {
  constructor(
    private readonly schedules: ScheduledPublicationsRepository,
    private readonly courses: CoursesRepository,
    private readonly access: CourseAccess,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** Also what has become of the last one. Throws NoScheduledPublicationError. */
  async find(caller: Caller, courseId: string): Promise<ScheduledPublicationResponse> {
    await this.access.course(caller, courseId, 'content.read_source');
    const schedule = present(await this.schedules.find(courseId));
    if (!schedule) throw new NoScheduledPublicationError();
    return toScheduledPublicationResponse(schedule);
  }

  /** In the place of what was scheduled before. Throws StaleVersionError. */
  async put(
    caller: Caller,
    courseId: string,
    { publishAt, note = '' }: SchedulePublicationDto,
    version: ExpectedVersion,
  ): Promise<ScheduledPublicationResponse> {
    await this.access.course(caller, courseId, 'content.change');
    return this.transactions.run(async () => {
      const { stored, schedule } = await this.locked(courseId, version);
      const now = this.clock.now();
      if (publishAt <= now || publishAt > secondsAfter(now, MOST_YEARS * SECONDS_A_YEAR))
        throw new PublicationNotAheadError(MOST_YEARS);
      const isSame =
        schedule?.state === 'waiting' &&
        schedule.note === note &&
        schedule.publishAt.getTime() === publishAt.getTime();
      if (isSame) return toScheduledPublicationResponse(schedule);
      await this.schedules.put({
        ...{ courseId, state: 'waiting', publishAt, note, scheduledBy: caller.userId, scheduledAt: now },
        ...{ settledAt: null, publishedNumber: null, refusal: null, version: (stored?.version ?? 0) + 1 },
      });
      return this.read(courseId);
    });
  }

  /** Calls it off; of one that was settled, only the note of what became of it is taken away. Throws NoScheduledPublicationError. */
  async delete(caller: Caller, courseId: string, version: ExpectedVersion): Promise<void> {
    await this.access.course(caller, courseId, 'content.change');
    await this.transactions.run(async () => {
      const { schedule } = await this.locked(courseId, version);
      if (!schedule) throw new NoScheduledPublicationError();
      const { author: _, ...columns } = schedule;
      await this.schedules.put({ ...columns, state: 'canceled', version: columns.version + 1 });
    });
  }

  /** As it stands, once the course is locked. */
  private async locked(
    courseId: string,
    version: ExpectedVersion,
  ): Promise<{ stored: ScheduleRecord | undefined; schedule: Present | undefined }> {
    const course = await this.courses.lock(courseId);
    if (!course) throw new CourseNotFoundError();
    if (course.status === 'archived') throw new CourseArchivedError();
    const stored = await this.schedules.find(courseId);
    const schedule = present(stored);
    if (isStale(version, schedule?.version)) throw new StaleVersionError('resource');
    return { stored, schedule };
  }

  private async read(courseId: string): Promise<ScheduledPublicationResponse> {
    const schedule = present(await this.schedules.find(courseId));
    if (!schedule) throw new NoScheduledPublicationError();
    return toScheduledPublicationResponse(schedule);
  }
}

/** Undefined for one that was called off. */
function present(schedule: ScheduleRecord | undefined): Present | undefined {
  if (!schedule || schedule.state === 'canceled') return undefined;
  return { ...schedule, state: schedule.state };
}
