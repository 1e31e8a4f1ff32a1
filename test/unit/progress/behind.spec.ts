import { behindReasons, type LearnerStanding } from '../../../src/modules/progress/statistics/behind';

const fine: LearnerStanding = {
  completedPercentage: '50.0',
  cohortMedianPercentage: '50.0',
  overdueCount: 0,
  daysSinceLastActivity: 0,
};

describe('behindReasons', () => {
  it.each<[string, Partial<LearnerStanding>, string[]]>([
    ['no one who keeps up', {}, []],
    ['one overdue piece of work', { overdueCount: 1 }, ['overdue_work 1/1']],
    ['19.9 points below the median', { completedPercentage: '30.1' }, []],
    ['20 points below the median', { completedPercentage: '30.0' }, ['far_below_median 20/20']],
    ['far above the median', { completedPercentage: '90.0' }, []],
    ['no median to compare with', { completedPercentage: '0.0', cohortMedianPercentage: null }, []],
    ['13 days of silence', { daysSinceLastActivity: 13 }, []],
    ['14 days of silence', { daysSinceLastActivity: 14 }, ['inactive 14/14']],
    ['silence after everything was done', { completedPercentage: '100.0', daysSinceLastActivity: 90 }, []],
    [
      'all at once, the most pressing first',
      { completedPercentage: '5.5', overdueCount: 3, daysSinceLastActivity: 30 },
      ['overdue_work 3/1', 'far_below_median 44.5/20', 'inactive 30/14'],
    ],
  ])('behindReasons finds %s', (_, change, expected) => {
    const reasons = behindReasons({ ...fine, ...change });
    expect(reasons.map(({ code, actual, limit }) => `${code} ${actual}/${limit}`)).toEqual(expected);
  });
});
