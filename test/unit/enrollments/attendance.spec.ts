import fc from 'fast-check';
import {
  ATTENDANCE_STATUSES,
  compareEntries,
  isAttended,
  type StandingEntry,
  type WantedEntry,
} from '../../../src/modules/enrollments/live-sessions/register/attendance';

describe('the register of a session', () => {
  it('isAttended lets those who came, late or not, and those who are excused, have done what is asked', () => {
    expect([...ATTENDANCE_STATUSES, null].filter(isAttended)).toEqual(['present', 'late', 'excused']);
  });

  it('compareEntries changes what is said otherwise, and names what was changed to something else since', () => {
    const status = fc.constantFrom(...ATTENDANCE_STATUSES, null);
    const userId = fc.constantFrom('a', 'b', 'c', 'd');
    const wanted = fc.uniqueArray(
      fc.record({ userId, status, version: fc.option(fc.nat(2), { nil: undefined }) }),
      { selector: (entry) => entry.userId },
    );
    const standing = fc.uniqueArray(fc.record({ userId, status, version: fc.integer({ min: 1, max: 2 }) }), {
      selector: (entry) => entry.userId,
    });
    fc.assert(
      fc.property(wanted, standing, (asked: WantedEntry[], known: StandingEntry[]) => {
        const { changes, stale } = compareEntries(
          asked,
          new Map(known.map((entry) => [entry.userId, entry])),
        );
        const after = new Map(known.map((entry) => [entry.userId, entry.status]));
        for (const change of changes) {
          expect(after.get(change.userId) ?? null).toBe(change.from);
          expect(change.to).not.toBe(change.from);
          after.set(change.userId, change.to);
        }
        for (const [index, entry] of asked.entries()) {
          expect(after.get(entry.userId) ?? null).toBe(entry.status);
          const found = known.find((each) => each.userId === entry.userId);
          const isBehind = entry.version !== undefined && entry.version !== (found?.version ?? 0);
          expect(stale.includes(index)).toBe(isBehind && (found?.status ?? null) !== entry.status);
        }
      }),
    );
  });
});
