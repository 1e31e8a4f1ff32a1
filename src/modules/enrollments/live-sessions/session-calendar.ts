import { Injectable } from '@nestjs/common';
import { Clock } from '../../../shared/clock/clock';
import { OnEvent } from '../../../shared/events/domain-events';
import { isSameInstant } from '../../../shared/time/zone-change';
import { CourseTimeZoneChanged, movedInstants } from '../../courses';
import { LiveSessionsRepository, type MovedSession } from './live-sessions.repository';
import { SessionChangesRepository } from './session-changes.repository';
import { timesAfter } from './session-rules';

const TIMES = ['startsAt', 'endsAt'] as const;

/** Moves sessions when their course gets another time zone. */
@Injectable()
export class SessionCalendar {
  constructor(
    private readonly sessions: LiveSessionsRepository,
    private readonly log: SessionChangesRepository,
    private readonly clock: Clock,
  ) {}

  @OnEvent(CourseTimeZoneChanged)
  async onCourseTimeZoneChanged(event: CourseTimeZoneChanged): Promise<void> {
    const { courseId, change, changedBy } = event;
    const scheduled = await this.sessions.lockScheduled(courseId);
    const all: MovedSession[] = scheduled.map((before) => ({ before, after: timesAfter(before, change) }));
    const moved = all.filter(({ before, after }) => !isSameInstant(before.startsAt, after.startsAt));
    const dates = moved.flatMap(({ before, after }) =>
      movedInstants({ id: before.activityId, title: before.title }, before, after, TIMES),
    );
    const now = this.clock.now();
    await this.sessions.move(moved, now);
    await this.log.add(
      moved.flatMap(({ before, after }) =>
        TIMES.map((field) => ({
          ...{ activityId: before.activityId, field },
          ...{
            oldValue: before[field]?.toISOString() ?? null,
            newValue: after[field]?.toISOString() ?? null,
          },
        })),
      ),
      { cause: 'time_zone', changedBy, now },
    );
    event.tell({ of: 'live_sessions', dates, kept: all.length - moved.length });
  }
}
