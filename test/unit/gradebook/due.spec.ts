import { dueIn, isHandedIn, isLate } from '../../../src/modules/gradebook/line-items/due';
import { addDays, dayIn, endOfDay } from '../../../src/shared/time/zoned-time';
import { seededRandom } from '../seeded-random';

const ZONES = ['UTC', 'Europe/Berlin', 'Pacific/Auckland', 'America/St_Johns', 'Pacific/Apia'];

describe('late', () => {
  it('an instant is late if it is after the due instant', () => {
    const due = dueIn('UTC', { dueAt: new Date('2026-03-27T12:00:00.000Z'), dueTimeZone: null });
    expect(isLate(new Date('2026-03-27T12:00:00.000Z'), due)).toBe(false);
    expect(isLate(new Date('2026-03-27T12:00:00.001Z'), due)).toBe(true);
  });

  it('a day is late if it is after the due day, at whatever hour of that day the work was due', () => {
    const due = dueIn('Europe/Berlin', { dueAt: new Date('2026-03-27T07:00:00.000Z'), dueTimeZone: null });
    expect(isLate('2026-03-27', due)).toBe(false);
    expect(isLate('2026-03-28', due)).toBe(true);
    expect(isLate('2027-01-01', due)).toBe(true);
  });

  it('a day is late if it is after the due day in the time zone in which that day is counted', () => {
    // The course has moved from Kiritimati to Niue since.
    const due = dueIn('Pacific/Niue', {
      dueAt: new Date('2026-03-27T09:59:59.999Z'),
      dueTimeZone: 'Pacific/Kiritimati',
    });
    expect(due?.day).toBe('2026-03-27');
    expect(isLate('2026-03-27', due)).toBe(false);
    expect(isLate('2026-03-28', due)).toBe(true);
  });

  it('nothing is late if there is no due date', () => {
    expect(isLate('2026-03-28', dueIn('UTC', { dueAt: null, dueTimeZone: null }))).toBe(false);
    expect(isLate(new Date(), null)).toBe(false);
  });

  it('a day is late exactly if all of its instants are', () => {
    const { below, pick } = seededRandom(5);
    for (let round = 0; round < 2_000; round += 1) {
      const zone = pick(ZONES);
      const dueAt = new Date(Date.UTC(2010, 0, 1) + below(2 ** 31) * 300);
      const due = dueIn(zone, { dueAt, dueTimeZone: null });
      const day = addDays(dayIn(dueAt, zone), below(5) - 2);
      const firstInstant = new Date(endOfDay(addDays(day, -1), zone).getTime() + 1);
      expect(isLate(day, due)).toBe(isLate(firstInstant, due));
    }
  });
});

describe('handed in', () => {
  it('every result counts as handed in, except one that says that nothing was submitted', () => {
    const statuses = ['exempt', 'fully graded', 'partially graded', 'submitted', 'not submitted'] as const;
    expect(statuses.filter((scoreStatus) => isHandedIn({ scoreStatus }))).toEqual(statuses.slice(0, 4));
    expect(isHandedIn(undefined)).toBe(false);
  });
});
