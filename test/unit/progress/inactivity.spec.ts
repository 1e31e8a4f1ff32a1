import fc from 'fast-check';
import { inactivityIn, type LastSigns } from '../../../src/modules/progress/statistics/inactivity';
import { addDays } from '../../../src/shared/time/zoned-time';

const course = { timeZone: 'UTC', today: '2026-03-02', startDate: '2026-01-05', endDate: '2026-05-01' };
const silent: LastSigns = {
  beginDate: '2026-01-05',
  lastCompletionAt: null,
  lastAttemptAt: null,
  lastSavedAt: null,
  lastReadDay: null,
  lastResultDay: null,
};
const days = (signs: Partial<LastSigns>, more: Partial<typeof course> | { startDate: null } = {}): number =>
  inactivityIn({ ...course, ...more })({ ...silent, ...signs });

describe('inactivityIn', () => {
  it.each<[string, Partial<LastSigns>]>([
    ['a completion', { lastCompletionAt: new Date('2026-03-02T00:00:00Z') }],
    ['an attempt', { lastAttemptAt: new Date('2026-03-02T00:00:00Z') }],
    ['a saved answer', { lastSavedAt: new Date('2026-03-02T00:00:00Z') }],
    ['an opened activity', { lastReadDay: '2026-03-02' }],
    ['an imported result', { lastResultDay: '2026-03-02' }],
  ])('inactivityIn takes %s of today as a sign of activity', (_, signs) => {
    expect(days(signs)).toBe(0);
    expect(days({})).toBe(56);
  });

  it('inactivityIn counts calendar days of the course, not of UTC', () => {
    const lastSavedAt = new Date('2026-02-28T23:30:00Z');
    expect(days({ lastSavedAt })).toBe(2);
    expect(days({ lastSavedAt }, { timeZone: 'Europe/Berlin' })).toBe(1);
  });

  it('inactivityIn counts no days before enrollment and course have begun, nor after the course has ended', () => {
    expect(days({ beginDate: '2026-02-17' })).toBe(13);
    expect(days({}, { startDate: '2026-02-17' })).toBe(13);
    expect(days({}, { startDate: '2026-04-01' })).toBe(0);
    expect(days({ beginDate: '2026-01-01' }, { startDate: null })).toBe(60);
    expect(days({}, { endDate: '2026-01-19' })).toBe(14);
    expect(days({ lastReadDay: '2026-02-01' }, { endDate: '2026-01-19' })).toBe(0);
  });

  it('inactivityIn equals going back day by day until there is a sign', () => {
    const day = fc.integer({ min: 0, max: 80 }).map((number) => addDays('2025-12-20', number));
    const instant = day.map((text) => new Date(`${text}T13:00:00Z`));
    const signs = fc.record<LastSigns>({
      beginDate: day,
      lastCompletionAt: fc.option(instant),
      lastAttemptAt: fc.option(instant),
      lastSavedAt: fc.option(instant),
      lastReadDay: fc.option(day),
      lastResultDay: fc.option(day),
    });
    fc.assert(
      fc.property(signs, fc.option(day), fc.option(day), (learner, startDate, endDate) => {
        const { today } = course;
        const marks = new Set(
          [...Object.values(learner), startDate].map((sign) =>
            sign instanceof Date ? sign.toISOString().slice(0, 10) : sign,
          ),
        );
        const last = endDate !== null && endDate < today ? endDate : today;
        const isBefore = [...marks].every((mark) => mark === null || mark <= last);
        let expected = 0;
        if (isBefore) while (!marks.has(addDays(last, -expected))) expected += 1;
        expect(inactivityIn({ timeZone: 'UTC', today, startDate, endDate })(learner)).toBe(expected);
      }),
      { seed: 20260302 },
    );
  });
});
