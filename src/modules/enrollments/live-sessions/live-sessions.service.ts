import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { Transactions } from '../../../shared/database/transactions';
import type { FieldError } from '../../../shared/errors/domain-error';
import { OnEvent } from '../../../shared/events/domain-events';
import { isEmptyChange, withoutMissing } from '../../../shared/http/empty-change';
import { asView, type ExpectedVersion, isStale, StaleVersionError, viewIn } from '../../../shared/http/etag';
import { type CursorQuery, type Page, toPage, withTotal } from '../../../shared/http/pagination';
import { invalidRequest } from '../../../shared/http/validation';
import { notBefore } from '../../../shared/time/not-before';
import { instantAtLocal } from '../../../shared/time/zoned-time';
import {
  ActivityCreated,
  ActivityDeleted,
  ActivityRenamed,
  CourseAccess,
  type LiveSessionInOutline,
  type OutlineSource,
  OutlineSources,
} from '../../courses';
import { LiveSessionNotFoundError, NoTimesYetError } from '../enrollments.errors';
import { sentences } from '../enrollments.sentences';
import type { ScheduleLiveSessionDto } from './dto/live-session.dto';
import {
  type LiveSessionResponse,
  toLiveSessionResponse,
  toSessionInOutline,
} from './dto/live-session.response';
import { type SessionChangeResponse, toSessionChangeResponse } from './dto/session-change.response';
import { iCalendar } from '../../../shared/calendar/icalendar';
import { LiveSessionsRepository } from './live-sessions.repository';
import { SESSION_CHANGE_ORDER, SessionChangesRepository } from './session-changes.repository';
import { AttendanceRepository } from './register/attendance.repository';
import { changedFields, type SessionFacts, sessionFaults } from './session-rules';

/** When and where sessions take place, from the creation of the activity to its deletion. */
@Injectable()
export class LiveSessionsService implements OutlineSource<LiveSessionInOutline>, OnModuleInit {
  constructor(
    private readonly sessions: LiveSessionsRepository,
    private readonly log: SessionChangesRepository,
    private readonly attendance: AttendanceRepository,
    private readonly access: CourseAccess,
    private readonly sources: OutlineSources,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.sources.provide('live_session', this);
  }

  @OnEvent(ActivityCreated)
  async onActivityCreated({ activityId, courseId, type }: ActivityCreated): Promise<void> {
    if (type === 'live_session') await this.sessions.insert(activityId, courseId, this.clock.now());
  }

  /** Calendars show the title, so a new one raises SEQUENCE, too. */
  @OnEvent(ActivityRenamed)
  async onActivityRenamed({ activityId }: ActivityRenamed): Promise<void> {
    await this.sessions.touch(activityId, this.clock.now());
  }

  @OnEvent(ActivityDeleted)
  async onActivityDeleted({ activityId }: ActivityDeleted): Promise<void> {
    await this.sessions.delete(activityId);
  }

  async outlineFacts(courseId: string, learnerId: string | null): Promise<Map<string, LiveSessionInOutline>> {
    const sessions = await this.sessions.ofCourse(courseId, learnerId);
    return new Map(
      sessions.map(({ timeZone, myAttendance, ...session }) => [
        session.activityId,
        toSessionInOutline(session, timeZone, myAttendance),
      ]),
    );
  }

  async read(caller: Caller, activityId: string): Promise<LiveSessionResponse> {
    const { activity, timeZone, role } = await this.access.activity(caller, activityId, 'content.read');
    const session = await this.sessions.find(activityId);
    if (!session) throw new LiveSessionNotFoundError();
    const own = role === 'learner' ? await this.attendance.standing(activityId, [caller.userId]) : undefined;
    const response = toLiveSessionResponse(
      session,
      activity.title,
      timeZone,
      own?.get(caller.userId)?.status ?? null,
    );
    // What a register says of the reader makes no new version of the session.
    return own ? asView(response, viewIn('learner', response.myAttendance ?? 'none')) : response;
  }

  /** As an iCalendar file. Throws NoTimesYetError. */
  async calendar(caller: Caller, activityId: string): Promise<string> {
    const { startsAt, endsAt, ...session } = await this.read(caller, activityId);
    if (startsAt === null || endsAt === null) throw new NoTimesYetError();
    const { version, title, timeZone, location, joinAddress, isCancelled, updatedAt } = session;
    return iCalendar([
      {
        ...{ uid: `${activityId}@stoa`, sequence: version - 1, startsAt, endsAt, timeZone, title, location },
        ...{ address: joinAddress, isCancelled, changedAt: updatedAt },
      },
    ]);
  }

  async changes(
    caller: Caller,
    activityId: string,
    query: CursorQuery,
  ): Promise<Page<SessionChangeResponse>> {
    await this.access.activity(caller, activityId, 'content.read_source');
    if (!(await this.sessions.find(activityId))) throw new LiveSessionNotFoundError();
    const after = SESSION_CHANGE_ORDER.placeIn(query.cursor);
    const changes = await this.log.page(activityId, query.limit, after);
    const page = toPage(changes, query.limit, SESSION_CHANGE_ORDER.keysOf, toSessionChangeResponse);
    return withTotal(page, query, (most) => this.log.count(activityId, most));
  }

  /** Says when and where a new session takes place, for commands that create data. */
  async schedule(activityId: string, facts: Partial<SessionFacts>): Promise<void> {
    await this.sessions.update(activityId, facts);
  }

  async change(
    caller: Caller,
    activityId: string,
    dto: ScheduleLiveSessionDto,
    version: ExpectedVersion,
  ): Promise<LiveSessionResponse> {
    const { activity, timeZone } = await this.access.activity(caller, activityId, 'content.change');
    const wanted = withInstants(dto, timeZone);
    return this.transactions.run(async () => {
      const session = await this.sessions.lock(activityId);
      if (!session) throw new LiveSessionNotFoundError();
      if (isStale(version, session.version)) throw new StaleVersionError('live_session');
      const changed = { ...session, ...wanted };
      const logged = changedFields(session, changed);
      if (isEmptyChange(wanted) || logged.length === 0)
        return toLiveSessionResponse(session, activity.title, timeZone);
      const faults = sessionFaults(changed);
      if (faults.length > 0) throw invalidRequest(faults);
      const now = this.clock.now();
      const next = { version: session.version + 1, updatedAt: notBefore(now, session.updatedAt) };
      await this.sessions.update(activityId, { ...wanted, ...next });
      await this.log.add(
        logged.map((change) => ({ ...change, activityId })),
        { cause: 'settings', changedBy: caller.userId, now },
      );
      return toLiveSessionResponse({ ...changed, ...next }, activity.title, timeZone);
    });
  }
}

type Wanted = Omit<ScheduleLiveSessionDto, 'startsAt' | 'endsAt'> &
  Partial<Record<'startsAt' | 'endsAt', Date | null>>;

/** The change with instants in the place of local times. Throws the InvalidError that names those which clocks skip. */
function withInstants({ startsAt, endsAt, ...others }: ScheduleLiveSessionDto, timeZone: string): Wanted {
  const faults: FieldError[] = [];
  const read = (field: string, value: Date | string | null | undefined): Date | null | undefined => {
    if (typeof value !== 'string') return value;
    const instant = instantAtLocal(value, timeZone);
    if (instant) return instant;
    const message = sentences.skippedByClocks({ field, time: value, timeZone });
    faults.push({ field, rule: 'existsInTimeZone', message });
    return null;
  };
  const times = { startsAt: read('startsAt', startsAt), endsAt: read('endsAt', endsAt) };
  if (faults.length > 0) throw invalidRequest(faults);
  return withoutMissing({ ...others, ...times });
}
