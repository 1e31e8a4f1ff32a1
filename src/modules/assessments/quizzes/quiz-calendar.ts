import { Injectable } from '@nestjs/common';
import { Clock } from '../../../shared/clock/clock';
import { OnEvent } from '../../../shared/events/domain-events';
import { isSameInstant } from '../../../shared/time/zone-change';
import { CourseTimeZoneChanged, movedInstants } from '../../courses';
import { ExceptionCalendar } from '../exceptions/exception-calendar';
import { OpenAttemptsEnds } from '../attempts/open-attempts-ends';
import { LastCloses } from '../review/last-closes';
import { type MovedSchedule, QuizSchedulesRepository } from './quiz-schedules.repository';
import { PolicyChangesRepository } from './policy-changes.repository';
import { DATE_FIELDS, datesAfter, type SettingChange } from './quiz-settings';

/** Moves the dates of quizzes, and of exceptions from them, when their course gets another time zone. */
@Injectable()
export class QuizCalendar {
  constructor(
    private readonly schedules: QuizSchedulesRepository,
    private readonly log: PolicyChangesRepository,
    private readonly exceptions: ExceptionCalendar,
    private readonly lastCloses: LastCloses,
    private readonly openAttempts: OpenAttemptsEnds,
    private readonly clock: Clock,
  ) {}

  @OnEvent(CourseTimeZoneChanged)
  async onCourseTimeZoneChanged(event: CourseTimeZoneChanged): Promise<void> {
    const { courseId, change, changedBy } = event;
    const scheduled = await this.schedules.lockScheduled(courseId);
    const all: MovedSchedule[] = scheduled.map((before) => ({
      before,
      after: datesAfter(before, change),
    }));
    const dates = all.flatMap(({ before, after }) =>
      movedInstants({ id: before.activityId, title: before.title }, before, after, DATE_FIELDS),
    );
    const now = this.clock.now();
    await this.schedules.move(all, change.from, now);
    await this.log.add(all.flatMap(movedSettings), { cause: 'time_zone', changedBy, now });
    event.tell({ of: 'quizzes', dates, kept: all.filter(hasKept).length });
    await this.exceptions.move(event);
    await this.lastCloses.refreshCourse(courseId, change.to);
    await this.openAttempts.resolveCourse(courseId, change.to, changedBy);
  }
}

function movedSettings({ before, after }: MovedSchedule): (SettingChange & { activityId: string })[] {
  const { activityId } = before;
  return DATE_FIELDS.filter((field) => !isSameInstant(before[field], after[field])).map((setting) => ({
    activityId,
    setting,
    oldValue: before[setting],
    newValue: after[setting],
  }));
}

function hasKept({ before, after }: MovedSchedule): boolean {
  return DATE_FIELDS.some((field) => before[field] !== null && isSameInstant(before[field], after[field]));
}
