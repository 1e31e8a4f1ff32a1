import fc from 'fast-check';
import { courseWindow } from '../../../src/modules/courses/access/course-window';
import { ACTING_ROLES, COURSE_ACTION_NAMES, COURSE_REACHES, may } from '../../../src/shared/auth/permissions';

const day = fc.integer({ min: 1, max: 9 }).map((number) => `2026-03-0${number}`);
const reach = fc.constantFrom(...COURSE_REACHES);

describe('the window of a course', () => {
  it('is what is set before the first day and after the last, and everything on all days between', () => {
    const dates = fc
      .tuple(fc.option(day), fc.option(day))
      .filter(([start, end]) => !start || !end || start <= end);
    fc.assert(
      fc.property(dates, reach, reach, day, ([startDate, endDate], beforeStart, afterEnd, today) => {
        const window = courseWindow({ startDate, endDate, beforeStart, afterEnd }, today);
        const isBefore = startDate !== null && Number(today.slice(-2)) < Number(startDate.slice(-2));
        const isAfter = endDate !== null && Number(today.slice(-2)) > Number(endDate.slice(-2));
        expect(window).toEqual(
          isBefore
            ? { is: 'not_begun', reach: beforeStart }
            : isAfter
              ? { is: 'over', reach: afterEnd }
              : { is: 'running', reach: 'everything' },
        );
      }),
    );
  });

  it('keeps learners alone from reading and doing, and from nothing else', () => {
    const openness = { status: 'published', visibility: 'signed_in' } as const;
    const refused = (role: (typeof ACTING_ROLES)[number], level: (typeof COURSE_REACHES)[number]): string[] =>
      COURSE_ACTION_NAMES.filter((action) => {
        const course = { ...openness, role };
        const answer = may({ role: 'learner' }, action, { ...course, window: { is: 'over', reach: level } });
        return may({ role: 'learner' }, action, course).granted && !answer.granted;
      });
    const doing = ['attempts.take', 'progress.record'];
    const reading = ['content.read', 'quizzes.read', ...doing];
    expect(COURSE_REACHES.map((level) => refused('learner', level).toSorted())).toEqual(
      [reading, reading, doing, []].map((each) => each.toSorted()),
    );
    for (const role of ['administrator', 'instructor', 'assistant'] as const)
      expect(COURSE_REACHES.flatMap((level) => refused(role, level))).toEqual([]);
  });
});
