import { Injectable } from '@nestjs/common';
import type { CalendarItem } from '../../../../shared/calendar/icalendar';
import { say } from '../../../../shared/sentences/say';
import { AssessmentsFacade } from '../../../assessments';
import { sentences } from '../calendar.sentences';
import {
  byCourseId,
  type CalendarCourse,
  type CalendarKind,
  type CalendarPerson,
  takenAmong,
} from '../calendar-kind';

/** When quizzes open and close for the learner. */
@Injectable()
export class QuizTimesInCalendar implements CalendarKind {
  constructor(private readonly assessments: AssessmentsFacade) {}

  async itemsOf(
    { userId, language }: CalendarPerson,
    courses: readonly CalendarCourse[],
  ): Promise<CalendarItem[]> {
    const taken = byCourseId(takenAmong(courses));
    const quizzes = await this.assessments.quizTimesOf(userId, [...taken.keys()]);
    return quizzes.flatMap(({ activityId, courseId, title, opensAt, closesAt, updatedAt: changedAt }) => {
      const course = taken.get(courseId);
      if (!course || course.isHidden(activityId)) return [];
      const { timeZone } = course;
      const times = [
        { name: 'opens', at: opensAt, sentence: sentences.opens },
        { name: 'closes', at: closesAt, sentence: sentences.closes },
      ];
      return times.flatMap(({ name, at, sentence }) =>
        at === null
          ? []
          : [
              {
                ...{ uid: `${activityId}-${name}@stoa`, sequence: 0, changedAt, at, timeZone },
                title: say(sentence({ title, course: course.title }), language),
              },
            ],
      );
    });
  }
}
