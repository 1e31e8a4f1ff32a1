import { Injectable } from '@nestjs/common';
import type { CalendarItem } from '../../../../shared/calendar/icalendar';
import { Clock } from '../../../../shared/clock/clock';
import { say } from '../../../../shared/sentences/say';
import { countedDue, GradebookFacade, handedInAt, isExempt } from '../../../gradebook';
import { sentences } from '../calendar.sentences';
import { type CalendarCourse, type CalendarKind, type CalendarPerson, takenAmong } from '../calendar-kind';

/** When work is due for the learner, who may have other dates than everybody. */
@Injectable()
export class DueWorkInCalendar implements CalendarKind {
  constructor(
    private readonly gradebook: GradebookFacade,
    private readonly clock: Clock,
  ) {}

  async itemsOf(
    { userId, language }: CalendarPerson,
    courses: readonly CalendarCourse[],
  ): Promise<CalendarItem[]> {
    const taken = takenAmong(courses);
    const work = await this.gradebook.workOf(
      userId,
      taken.map(({ courseId }) => courseId),
    );
    const now = this.clock.now();
    return taken.flatMap(({ courseId, title: course, timeZone, isHidden, updatedAt: changedAt }) =>
      (work.get(courseId) ?? []).flatMap((grade) => {
        const { lineItemId, activityId, title, personal, result } = grade;
        if (activityId !== null && isHidden(activityId)) return [];
        const due = countedDue(grade, timeZone, personal, handedInAt(result), now);
        if (due === null || isExempt(result)) return [];
        return [
          {
            ...{ uid: `${lineItemId}-due@stoa`, sequence: 0, changedAt, at: due.at, timeZone },
            title: say(sentences.due({ title, course }), language),
          },
        ];
      }),
    );
  }
}
