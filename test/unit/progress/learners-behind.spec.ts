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

async function codes(
  learners: LearnerRecord[],
  overdue: Record<string, number> = {},
): Promise<[string, string[]][]> {
  const work = new Map(
    Object.entries(overdue).map(([userId, count]) => [userId, { overdue: count, lastDay: null }]),
  );
  const { first } = await learnersBehind(learners, work, course, 100);
  return first.map(({ userId, reasons }) => [userId, reasons.map(({ code, actual }) => `${code} ${actual}`)]);
}

describe('learnersBehind', () => {
  it('the list of learners who are behind finds those with overdue work, far below the median, or inactive', async () => {
    const learners = [
      learner('steady'),
      learner('steady too'),
      learner('owes'),
      learner('slow', { completed: 3 }),
      learner('silent', { lastCompletionAt: new Date('2026-02-16T09:00:00Z') }),
    ];
    expect(await codes(learners, { owes: 2, steady: 0 })).toEqual([
      ['slow', ['far_below_median 20']],
      ['owes', ['overdue_work 2']],
      ['silent', ['inactive 14']],
    ]);
  });

  it('the list of learners who are behind sorts by the number of reasons, then by what is completed', async () => {
    const learners = [
      learner('a', { completed: 6 }),
      learner('b'),
      learner('c'),
      learner('d', { completed: 2 }),
    ];
    const owed = { a: 1, b: 1, c: 1, d: 1 };
    expect((await codes(learners, owed)).map(([userId]) => userId)).toEqual(['d', 'b', 'c', 'a']);
  });

  it('the list of learners who are behind compares them by the share of what counts for each of them', async () => {
    const learners = [
      learner('all of little', { completed: 4, total: 8 }),
      learner('as much', { completed: 5, total: 10 }),
      learner('less', { completed: 3, total: 10 }),
    ];
    expect(await codes(learners)).toEqual([['less', ['far_below_median 20']]]);
  });

  it('the list of learners who are behind tells the first of a large course, in order, and how many there are', async () => {
    const learners = Array.from({ length: 1200 }, (_, number) =>
      // In no order, and each share occurs several times.
      learner(String(number).padStart(4, '0'), { completed: (number * 7) % 100, total: 100 }),
    );
    const owed = new Map(learners.map(({ userId }) => [userId, { overdue: 1, lastDay: null }]));
    const all = await learnersBehind(learners, owed, course, learners.length);
    const some = await learnersBehind(learners, owed, course, 10);
    expect([all.total, some.total]).toEqual([1200, 1200]);
    expect(all.first.map(({ userId }) => userId)).toEqual(
      learners
        .toSorted(
          (one, other) =>
            Number(other.completed <= 30) - Number(one.completed <= 30) ||
            one.completed - other.completed ||
            Number(one.userId) - Number(other.userId),
        )
        .map(({ userId }) => userId),
    );
    expect(some.first).toEqual(all.first.slice(0, 10));
  });

  it('others are served after every five hundred learners of a large course', async () => {
    const learners = Array.from({ length: 5000 }, (_, number) => learner(`${number}`));
    let inThisTurn = 0;
    let mostInATurn = 0;
    let turns = 0;
    const work = {
      get: () => {
        mostInATurn = Math.max(mostInATurn, (inThisTurn += 1));
        return undefined;
      },
    };
    let isOver = false;
    const countTurns = (): void => {
      inThisTurn = 0;
      turns += 1;
      if (!isOver) setImmediate(countTurns);
    };
    countTurns();
    await learnersBehind(learners, work, course, 100);
    isOver = true;
    expect(mostInATurn).toBe(500);
    // The percentages are counted in slices, too.
    expect(turns).toBeGreaterThanOrEqual(20);
  });
});
