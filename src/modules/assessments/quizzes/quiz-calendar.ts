import { Injectable } from '@nestjs/common';
import { Clock } from '../../../shared/clock/clock';
import { OnEvent } from '../../../shared/events/domain-events';
import { isSameInstant } from '../../../shared/time/zone-change';
import { CourseTimeZoneChanged, movedInstants } from '../../courses';
import { type MovedSchedule, QuizSchedulesRepository } from './quiz-schedules.repository';
import { SCHEDULE_FIELDS, scheduleAfter } from './quiz-settings';

/** Moves the dates of quizzes when their course gets another time zone. */
@Injectable()
export class QuizCalendar {
  constructor(
    private readonly schedules: QuizSchedulesRepository,
    private readonly clock: Clock,
  ) {}

  @OnEvent(CourseTimeZoneChanged)
  async onCourseTimeZoneChanged(event: CourseTimeZoneChanged): Promise<void> {
    const { courseId, change } = event;
    const scheduled = await this.schedules.lockScheduled(courseId);
    const all: MovedSchedule[] = scheduled.map((before) => ({
      before,
      after: scheduleAfter(before, change),
    }));
    const dates = all.flatMap(({ before, after }) =>
      movedInstants({ id: before.activityId, title: before.title }, before, after, SCHEDULE_FIELDS),
    );
    await this.schedules.move(all, change.from, this.clock.now());
    event.tell({ of: 'quizzes', dates, kept: all.filter(hasKept).length });
  }
}

function hasKept({ before, after }: MovedSchedule): boolean {
  return SCHEDULE_FIELDS.some(
    (field) => before[field] !== null && isSameInstant(before[field], after[field]),
  );
}
