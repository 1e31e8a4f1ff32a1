import { dueAt, firstDayOf, horizonOf, lastDayOf, localDay } from '../../../src/demo/content';
import { instantOf } from '../../../src/demo/content/calendar';
import { found, published } from './support';

const berlin = found(published.find((course) => course.timeZone === 'Europe/Berlin'));

describe('the calendar of a demo course', () => {
  it('the calendar of a demo course counts the first day from the seeding day and the last from the length in weeks', () => {
    const course = { ...berlin, startOffsetDays: -70, durationWeeks: 12 };
    expect(firstDayOf(course, '2026-05-01')).toBe('2026-02-20');
    expect(lastDayOf(course, '2026-05-01')).toBe('2026-05-14');
  });

  it('the calendar of a demo course makes work due at 23:59 by the clock of the course, on both sides of the change to summer time', () => {
    const course = { ...berlin, startOffsetDays: -14 };
    expect(dueAt(course, 1, '2026-04-04').toISOString()).toBe('2026-03-27T22:59:00.000Z');
    expect(dueAt(course, 2, '2026-04-04').toISOString()).toBe('2026-04-03T21:59:00.000Z');
  });

  it('the calendar of a demo course reckons hours by the clock on a day of 23 hours', () => {
    expect(instantOf(berlin, '2026-03-29', 20 * 60 + 30).toISOString()).toBe('2026-03-29T18:30:00.000Z');
  });

  it('the calendar of a demo course takes the day of an instant from the time zone of the course', () => {
    const kolkata = { ...berlin, timeZone: 'Asia/Kolkata' };
    expect(localDay(kolkata, new Date('2026-03-01T20:00:00Z'))).toBe('2026-03-02');
    expect(horizonOf('2026-03-02').toISOString()).toBe('2026-03-02T00:00:00.000Z');
  });
});
