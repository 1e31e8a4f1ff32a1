import { Injectable } from '@nestjs/common';
import { Clock } from '../../../shared/clock/clock';
import { OnEvent } from '../../../shared/events/domain-events';
import { instantAfter } from '../../../shared/time/zone-change';
import { CourseTimeZoneChanged, movedInstants } from '../../courses';
import { DueDatesRepository } from './due-dates.repository';

/** Moves the due dates of line items when their course gets another time zone. Those of quizzes move with the quiz. */
@Injectable()
export class LineItemCalendar {
  constructor(
    private readonly dueDates: DueDatesRepository,
    private readonly clock: Clock,
  ) {}

  @OnEvent(CourseTimeZoneChanged)
  async onCourseTimeZoneChanged(event: CourseTimeZoneChanged): Promise<void> {
    const { courseId, change } = event;
    const all = (await this.dueDates.lock(courseId)).map((before) => {
      const from = before.dueTimeZone ?? change.from;
      return { before, dueAt: instantAfter(before.dueAt, { ...change, from }) };
    });
    const [kept, moved] = [false, true].map((wanted) =>
      all.filter(({ before, dueAt }) => wanted === (before.dueAt.getTime() !== dueAt.getTime())),
    ) as [typeof all, typeof all];
    await this.dueDates.move(
      moved.map(({ before, dueAt }) => ({ id: before.id, value: dueAt })),
      this.clock.now(),
    );
    await this.dueDates.keepDays(
      kept.map(({ before }) => before.id),
      change.from,
    );
    const dates = moved.flatMap(({ before, dueAt }) => movedInstants(before, before, { dueAt }, ['dueAt']));
    event.tell({ of: 'line_items', dates, kept: kept.length });
  }
}
