import { Injectable } from '@nestjs/common';
import { OnEvent } from '../../shared/events/domain-events';
import { spanAfter } from '../../shared/time/zone-change';
import { CourseTimeZoneChanged, type MovedDate } from '../courses';
import { Clock } from '../../shared/clock/clock';
import { type EnrollmentDays, EnrollmentDaysRepository } from './enrollment-days.repository';
import { EnrollmentChanges } from './states/enrollment-changes';
import { BY_RULE } from './states/enrollment-sources';
import { isSameStanding, type Standing } from './states/moves';

/**
 * Moves the days of enrollments when their course gets another time zone, so that everybody keeps the status that they
 * have: whoever was appointed today stays appointed, and whoever was withdrawn today stays withdrawn.
 */
@Injectable()
export class EnrollmentCalendar {
  constructor(
    private readonly days: EnrollmentDaysRepository,
    private readonly changes: EnrollmentChanges,
    private readonly clock: Clock,
  ) {}

  @OnEvent(CourseTimeZoneChanged)
  async onCourseTimeZoneChanged(event: CourseTimeZoneChanged): Promise<void> {
    const { courseId, change } = event;
    const between = await this.days.lockBetween(courseId, change.dayBefore, change.dayAfter);
    const moved = between
      .map((enrollment) => ({
        before: enrollment,
        after: { state: enrollment.state, ...spanAfter(enrollment, change) },
      }))
      .filter(({ before, after }) => !isSameStanding(before, after));
    await this.changes.write(moved, BY_RULE, { now: this.clock.now() });
    event.tell({ of: 'enrollments', dates: moved.flatMap(toMovedDates), kept: 0 });
  }
}

function toMovedDates({ before, after }: { before: EnrollmentDays; after: Standing }): MovedDate[] {
  const { id, givenName, familyName } = before;
  return (['beginDate', 'endDate'] as const).flatMap((field) => {
    const [from, to] = [before[field], after[field]];
    return from === null || to === null || from === to
      ? []
      : [{ id, title: [givenName, familyName].filter(Boolean).join(' '), field, from, to }];
  });
}
