import { type CourseMeasures, learnersBehind } from '../../../src/modules/progress/reports/learners-behind';
import type { LearnerRecord } from '../../../src/modules/progress/reports/reports.repository';

const measures: CourseMeasures = {
  activities: 10,
  dueItems: 2,
  now: new Date('2026-03-02T09:00:00Z'),
  timeZone: 'Europe/London',
  today: '2026-03-02',
  startDate: '2026-01-05',
  endDate: '2026-05-01',
};

const learner = (userId: string, more: Partial<LearnerRecord> = {}): LearnerRecord => ({
  userId,
  beginDate: '2026-01-05',
  completed: 5,
  lastCompletedAt: new Date('2026-03-01T12:00:00Z'),
  ...more,
});

const allHandedIn = (userId: string, lastDay: string | null = null) =>
  [userId, { userId, handedIn: 2, lastDay }] as const;

function codes(
  learners: LearnerRecord[],
  work: ReturnType<typeof allHandedIn>[],
  more: Partial<CourseMeasures> = {},
): [string, string[]][] {
  return learnersBehind(learners, new Map(work), { ...measures, ...more }).map(({ userId, reasons }) => [
    userId,
    reasons.map(({ code, actual }) => `${code} ${actual}`),
  ]);
}

describe('learners who are behind', () => {
  it('the list of learners who are behind finds learners with overdue work, far below the median, or inactive', () => {
    const learners = [
      learner('steady'),
      learner('steady too'),
      learner('owes', {}),
      learner('slow', { completed: 3 }),
      learner('silent', { lastCompletedAt: new Date('2026-02-16T09:00:00Z') }),
    ];
    const work = ['steady', 'steady too', 'slow', 'silent'].map((userId) => allHandedIn(userId));
    expect(codes(learners, work)).toEqual([
      ['slow', ['far_below_median 20']],
      ['owes', ['overdue_work 2']],
      ['silent', ['inactive 14']],
    ]);
  });

  it('the list of learners who are behind sorts by the number of reasons, then by what is completed', () => {
    const learners = [
      learner('a', { completed: 6 }),
      learner('b'),
      learner('c'),
      learner('d', { completed: 2 }),
    ];
    expect(codes(learners, []).map(([userId]) => userId)).toEqual(['d', 'b', 'c', 'a']);
  });

  it('the list of learners who are behind calls nobody inactive less than fourteen whole days after the last completion, submission or import', () => {
    const silent = (instant: string | null, lastDay: string | null): number =>
      codes(
        [learner('x', { lastCompletedAt: instant === null ? null : new Date(instant) })],
        [allHandedIn('x', lastDay)],
      ).length;
    expect(silent('2026-02-16T09:00:00.000Z', null)).toBe(1);
    expect(silent('2026-02-16T09:00:00.001Z', null)).toBe(0);
    expect(silent(null, '2026-02-16')).toBe(1);
    expect(silent(null, '2026-02-17')).toBe(0);
    expect(silent('2026-01-10T09:00:00Z', '2026-02-17')).toBe(0);
  });

  it('the list of learners who are behind counts no inactive days before the enrollment and the course have begun, nor after the course has ended', () => {
    const idle = learner('x', { lastCompletedAt: null });
    const work = [allHandedIn('x')];
    expect(codes([{ ...idle, beginDate: '2026-02-17' }], work)).toEqual([]);
    expect(codes([idle], work, { startDate: '2026-02-17' })).toEqual([]);
    expect(codes([idle], work, { startDate: '2026-04-01' })).toEqual([]);
    expect(codes([idle], work, { startDate: null })).toEqual([['x', ['inactive 56']]]);
    expect(codes([idle], work, { endDate: '2026-01-19' })).toEqual([['x', ['inactive 14']]]);
    expect(codes([idle], work, { endDate: '2026-01-18' })).toEqual([]);
  });
});
