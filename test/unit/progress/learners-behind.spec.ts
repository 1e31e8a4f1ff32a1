import { learnersBehind, type LearnerRecord } from '../../../src/modules/progress/reports/learners-behind';

const course = {
  timeZone: 'Europe/London',
  today: '2026-03-02',
  startDate: '2026-01-05',
  endDate: '2026-05-01',
};

const learner = (userId: string, more: Partial<LearnerRecord> = {}): LearnerRecord => ({
  userId,
  beginDate: '2026-01-05',
  completed: 5,
  total: 10,
  lastCompletionAt: new Date('2026-03-01T12:00:00Z'),
  lastAttemptAt: null,
  lastSavedAt: null,
  lastReadDay: null,
  ...more,
});

function codes(learners: LearnerRecord[], overdue: Record<string, number> = {}): [string, string[]][] {
  const work = new Map(
    Object.entries(overdue).map(([userId, count]) => [userId, { overdue: count, lastDay: null }]),
  );
  return learnersBehind(learners, work, course).map(({ userId, reasons }) => [
    userId,
    reasons.map(({ code, actual }) => `${code} ${actual}`),
  ]);
}

describe('learnersBehind', () => {
  it('the list of learners who are behind finds those with overdue work, far below the median, or inactive', () => {
    const learners = [
      learner('steady'),
      learner('steady too'),
      learner('owes'),
      learner('slow', { completed: 3 }),
      learner('silent', { lastCompletionAt: new Date('2026-02-16T09:00:00Z') }),
    ];
    expect(codes(learners, { owes: 2, steady: 0 })).toEqual([
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
    const owed = { a: 1, b: 1, c: 1, d: 1 };
    expect(codes(learners, owed).map(([userId]) => userId)).toEqual(['d', 'b', 'c', 'a']);
  });

  it('the list of learners who are behind compares them by the share of what counts for each of them', () => {
    const learners = [
      learner('all of little', { completed: 4, total: 8 }),
      learner('as much', { completed: 5, total: 10 }),
      learner('less', { completed: 3, total: 10 }),
    ];
    expect(codes(learners)).toEqual([['less', ['far_below_median 20']]]);
  });
});
