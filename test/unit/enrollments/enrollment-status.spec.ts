import { enrollmentStatus } from '../../../src/modules/enrollments/enrollment-status';

describe('enrollmentStatus', () => {
  it.each([
    ['from its first day', '2026-03-02', null, 'active'],
    ['not before its first day', '2026-03-03', null, 'upcoming'],
    ['until the day before its end date', '2026-01-01', '2026-03-03', 'active'],
    ['not on its end date', '2026-01-01', '2026-03-02', 'ended'],
    ['nor after it', '2026-01-01', '2026-02-01', 'ended'],
    ['not at all when it was ended on its first day', '2026-03-02', '2026-03-02', 'ended'],
    ['nor when it was ended before it began', '2026-04-01', '2026-03-02', 'ended'],
    ['nor yet when begin and end lie ahead', '2026-04-01', '2026-05-01', 'upcoming'],
  ])('is active %s', (_when, beginDate, endDate, expected) => {
    expect(enrollmentStatus({ beginDate, endDate }, '2026-03-02')).toBe(expected);
  });
});
