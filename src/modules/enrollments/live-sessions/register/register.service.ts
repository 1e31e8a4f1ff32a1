import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../../shared/auth/caller';
import { Clock } from '../../../../shared/clock/clock';
import { Database } from '../../../../shared/database/database';
import { isId } from '../../../../shared/database/ids';
import { Transactions } from '../../../../shared/database/transactions';
import { DomainEvents, OnEvent } from '../../../../shared/events/domain-events';
import {
  type CursorQuery,
  decodeCursor,
  type Page,
  toPage,
  withTotal,
} from '../../../../shared/http/pagination';
import { invalidRequest } from '../../../../shared/http/validation';
import { ActivityDeleted, CourseAccess } from '../../../courses';
import {
  LiveSessionNotFoundError,
  RegisterChangedError,
  SessionHasRegisterError,
} from '../../enrollments.errors';
import { AttendanceRecorded } from '../../enrollments.events';
import { sentences } from '../../enrollments.sentences';
import { countLearners } from '../../learner-count';
import type { NamePlace } from '../../name-order';
import { LiveSessionsRepository } from '../live-sessions.repository';
import { compareEntries, isAttended } from './attendance';
import { AttendanceRepository } from './attendance.repository';
import type { RecordAttendanceDto } from './dto/register.dto';
import {
  type RecordedAttendanceResponse,
  type RegisterEntryResponse,
  toRegisterEntry,
} from './dto/register.response';

/** The registers of sessions: who was there. */
@Injectable()
export class RegisterService {
  constructor(
    private readonly attendance: AttendanceRepository,
    private readonly sessions: LiveSessionsRepository,
    private readonly access: CourseAccess,
    private readonly database: Database,
    private readonly transactions: Transactions,
    private readonly events: DomainEvents,
    private readonly clock: Clock,
  ) {}

  /** What was recorded is kept, so its session is, too. */
  @OnEvent(ActivityDeleted)
  async onActivityDeleted({ activityId }: ActivityDeleted): Promise<void> {
    if (await this.attendance.hasEntries(activityId)) throw new SessionHasRegisterError();
  }

  async read(caller: Caller, activityId: string, query: CursorQuery): Promise<Page<RegisterEntryResponse>> {
    const { courseId, today, scope } = await this.access.activityWithin(
      caller,
      activityId,
      'attendance.read',
    );
    if (!(await this.sessions.find(activityId))) throw new LiveSessionNotFoundError();
    const { cursor, limit } = query;
    const after = cursor === undefined ? undefined : placeIn(cursor);
    const learners = await this.attendance.page({ courseId, activityId, scope }, { after, limit });
    const page = toPage(
      learners,
      limit,
      ({ familyName, givenName, enrollmentId }) => [familyName, givenName, enrollmentId],
      toRegisterEntry,
    );
    const all = { courseId, today, choice: 'all', scope } as const;
    return withTotal(page, query, (most) => countLearners(this.database, all, most));
  }

  /** Records all entries or none. Saying the same again changes nothing. Throws RegisterChangedError. */
  async record(
    caller: Caller,
    activityId: string,
    { entries }: RecordAttendanceDto,
  ): Promise<RecordedAttendanceResponse> {
    const { courseId, scope } = await this.access.activityWithin(caller, activityId, 'attendance.record');
    const userIds = entries.map(({ userId }) => userId);
    await this.access.requireWithin(scope, ...userIds);
    return this.transactions.run(async () => {
      // Those who record at the same moment come one after another.
      if (!(await this.sessions.lock(activityId))) throw new LiveSessionNotFoundError();
      const learners = await this.attendance.learnersAmong(courseId, userIds);
      const unknown = [...entries.keys()].filter((index) => !learners.has(userIds[index] ?? ''));
      if (unknown.length > 0)
        throw invalidRequest(
          unknown.map((index) => {
            const field = `entries[${index}].userId`;
            return { field, rule: 'isLearner', message: sentences.noLearnerOfCourse({ field }) };
          }),
        );
      const { changes, stale } = compareEntries(entries, await this.attendance.standing(activityId, userIds));
      if (stale.length > 0) throw new RegisterChangedError(stale.map((index) => `entries[${index}].version`));
      if (changes.length > 0) {
        const now = this.clock.now();
        await this.attendance.record({ activityId, changes, by: caller.userId, now });
        const learnersNow = changes.map(({ userId, to }) => ({ userId, status: to, isMet: isAttended(to) }));
        await this.events.publish(new AttendanceRecorded(activityId, courseId, learnersNow, now));
      }
      return { changed: changes.length, unchanged: entries.length - changes.length };
    });
  }
}

function placeIn(cursor: string): NamePlace {
  const [familyName = '', givenName = '', enrollmentId = ''] = decodeCursor(cursor, 3, ([, , last]) =>
    isId(last),
  );
  return { familyName, givenName, enrollmentId };
}
