import {
  completedPercentage,
  countsInProgress,
  progressBands,
} from '../../../src/modules/progress/statistics/completion';

describe('completedPercentage', () => {
  it.each([
    [0, 10, '0'],
    [1, 3, '33.3'],
    [2, 3, '66.7'],
    [1, 16, '6.3'],
    [10, 10, '100'],
    [999, 1000, '99.9'],
    [1999, 2000, '99.9'],
    [9999, 10_000, '99.9'],
    [11, 10, '100'],
    [0, 0, '0'],
    [3, 0, '0'],
  ])('the percentage of %d completed activities of %d is %s', (completed, total, expected) =>
    expect(completedPercentage(completed, total)).toBe(expected),
  );

  it('completedPercentage reaches 100 only with the last activity, never decreases and stays within the last place of the share', () => {
    for (const total of [1, 3, 7, 66, 2001]) {
      let last = -1;
      for (let completed = 0; completed <= total; completed += 1) {
        const percentage = Number(completedPercentage(completed, total));
        expect(percentage === 100).toBe(completed === total);
        expect(percentage).toBeGreaterThanOrEqual(last);
        expect(Math.abs(percentage - (100 * completed) / total)).toBeLessThan(0.1);
        last = percentage;
      }
    }
  });

  it.each([
    [-1, 10],
    [1.5, 10],
    [1, NaN],
  ])('completedPercentage refuses %d of %d', (completed, total) =>
    expect(() => completedPercentage(completed, total)).toThrow(RangeError),
  );
});

describe('progressBands', () => {
  it('progressBands has ten bands and one for everything done', () => {
    const bands = progressBands(
      [0, 1, 2, 19, 20].map((completed) => ({ completed, total: 20, learners: completed + 1 })),
    );
    expect(bands.map(({ learners }) => learners)).toEqual([3, 3, 0, 0, 0, 0, 0, 0, 0, 20, 21]);
    expect(bands.slice(-2).map(({ from, to }) => [from, to])).toEqual([
      [90, 100],
      [100, 100],
    ]);
  });

  it('progressBands counts everyone once, also in a course without activities or with fewer than before', () => {
    expect(progressBands([{ completed: 0, total: 0, learners: 9 }])[0]).toEqual({
      from: 0,
      to: 10,
      learners: 9,
    });
    expect(progressBands([{ completed: 7, total: 5, learners: 9 }])[10]?.learners).toBe(9);
  });

  it('progressBands puts learners for whom different activities count into bands by their own shares', () => {
    const bands = progressBands([
      { completed: 3, total: 4, learners: 2 },
      { completed: 3, total: 3, learners: 1 },
    ]);
    expect(bands.map(({ learners }) => learners)).toEqual([0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 1]);
  });

  it('progressBands puts learners into the band that holds their exact share', () => {
    for (const total of [3, 7, 66, 97]) {
      for (let completed = 0; completed <= total; completed += 1) {
        const [band] = progressBands([{ completed, total, learners: 1 }]).filter(
          ({ learners }) => learners === 1,
        );
        expect((band?.from ?? NaN) * total).toBeLessThanOrEqual(completed * 100);
        if (completed < total) expect((band?.to ?? NaN) * total).toBeGreaterThan(completed * 100);
      }
    }
  });

  it('progressBands refuses numbers that are no counts', () => {
    expect(() => progressBands([{ completed: -1, total: 5, learners: 1 }])).toThrow(RangeError);
  });
});

describe('countsInProgress', () => {
  it('countsInProgress leaves out what nobody can do, what is optional and quizzes from which the learner is exempt', () => {
    expect(countsInProgress({ cannotBeDone: false, isExempt: false, isOptional: false })).toBe(true);
    expect(countsInProgress({ cannotBeDone: true, isExempt: false, isOptional: false })).toBe(false);
    expect(countsInProgress({ cannotBeDone: false, isExempt: true, isOptional: false })).toBe(false);
    expect(countsInProgress({ cannotBeDone: false, isExempt: false, isOptional: true })).toBe(false);
  });
});
