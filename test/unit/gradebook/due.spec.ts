import {
  dueIn,
  isAskedOf,
  isExempt,
  isHandedIn,
  isHandedInLate,
  isLate,
  isOverdue,
  lacksScore,
} from '../../../src/modules/gradebook/line-items/due';
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

describe('work of a learner', () => {
  const due = dueIn('UTC', { dueAt: new Date('2026-03-27T12:00:00Z'), dueTimeZone: null });
  const after = new Date('2026-03-27T12:00:00.001Z');
  const graded = { score: '5', scoreStatus: 'fully graded' } as const;
  const none = { score: null, scoreStatus: 'not submitted' } as const;
  const exempt = { score: null, scoreStatus: 'exempt' } as const;
  const submitted = { score: null, scoreStatus: 'submitted' } as const;

  it('work is asked of whoever came on the due day or before', () => {
    expect(isAskedOf('2026-03-27', due)).toBe(true);
    expect(isAskedOf('2026-03-28', due)).toBe(false);
    expect(isAskedOf('2026-03-28', null)).toBe(true);
  });

  it('work is overdue once it was due and was not handed in, for those of whom it was asked', () => {
    const beginDate = '2026-03-01';
    expect(isOverdue({ beginDate, due, result: undefined }, after)).toBe(true);
    expect(isOverdue({ beginDate, due, result: none }, after)).toBe(true);
    expect(isOverdue({ beginDate, due, result: none }, due!.at)).toBe(false);
    for (const result of [graded, submitted, exempt])
      expect(isOverdue({ beginDate, due, result }, after)).toBe(false);
    expect(isOverdue({ beginDate: '2026-03-28', due, result: undefined }, after)).toBe(false);
    expect(isOverdue({ beginDate, due: null, result: undefined }, after)).toBe(false);
  });

  it('work lacks a score without a result and without a score, unless exempt or not asked', () => {
    const beginDate = '2026-03-01';
    for (const result of [undefined, none, submitted])
      expect(lacksScore({ beginDate, due, result })).toBe(true);
    for (const result of [graded, exempt]) expect(lacksScore({ beginDate, due, result })).toBe(false);
    expect(lacksScore({ beginDate: '2026-03-28', due, result: undefined })).toBe(false);
    expect(lacksScore({ beginDate: '2026-03-28', due: null, result: undefined })).toBe(true);
  });

  it('work is handed in late after the due day, but never while it is exempt or not submitted', () => {
    const scoreDate = '2026-03-28';
    expect(isHandedInLate({ ...graded, scoreDate }, due)).toBe(true);
    expect(isHandedInLate({ ...graded, scoreDate: '2026-03-27' }, due)).toBe(false);
    for (const result of [exempt, none]) expect(isHandedInLate({ ...result, scoreDate }, due)).toBe(false);
    expect(isHandedInLate(undefined, due)).toBe(false);
    expect([exempt, graded].map(isExempt)).toEqual([true, false]);
  });
});
