import { courseWeek, earlyEndsByWeek } from '../../../src/modules/progress/statistics/course-weeks';
import { addDays } from '../../../src/shared/time/zoned-time';

describe('courseWeek', () => {
  it.each([
    ['2013-10-01', 1],
    ['2013-10-07', 1],
    ['2013-10-08', 2],
    ['2013-09-30', 0],
    ['2013-09-24', 0],
    ['2013-09-23', -1],
    ['2014-06-27', 39],
  ])('the week of %s in a course that starts on 1 October 2013 is %d', (day, week) =>
    expect(courseWeek(day, '2013-10-01')).toBe(week),
  );

  it('courseWeek changes every seven days, before the start as after it, also across clock changes and leap days', () => {
    const start = '2024-02-01';
    let week = -52;
    for (let days = -53 * 7; days < 53 * 7; days += 7) {
      for (let day = 0; day < 7; day += 1) expect(courseWeek(addDays(start, days + day), start)).toBe(week);
      week += 1;
    }
  });
});

describe('earlyEndsByWeek', () => {
  const rows = [
    { endDate: '2024-01-16', count: 4 },
    { endDate: '2023-12-31', count: 1 },
    { endDate: '2024-01-01', count: 2 },
    { endDate: '2024-01-07', count: 3 },
    { endDate: '2024-01-29', count: 0 },
    { endDate: '2024-03-31', count: 5 },
    { endDate: '2024-04-01', count: 50 },
    { endDate: '2024-04-02', count: 60 },
  ];

  it('earlyEndsByWeek counts the ends before the end of the course, by week', () => {
    expect(earlyEndsByWeek(rows, '2024-01-01', '2024-04-01')).toEqual([
      { week: 0, count: 1 },
      { week: 1, count: 5 },
      { week: 3, count: 4 },
      { week: 13, count: 5 },
    ]);
  });

  it('earlyEndsByWeek takes every end as early in a course that has none itself', () => {
    const total = earlyEndsByWeek(rows, '2024-01-01', null).reduce((sum, { count }) => sum + count, 0);
    expect(total).toBe(125);
  });
});
