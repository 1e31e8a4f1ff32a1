import {
  type Accommodated,
  effectiveTerms,
  type GrantedException,
} from '../../../src/modules/assessments/exceptions/effective-terms';
import {
  type ClosingFor,
  type ClosingPolicy,
  lastClose,
  lastCloseOf,
} from '../../../src/modules/assessments/review/last-close';
import { seededRandom } from '../seeded-random';

const HOUR = 3_600_000;
const START = new Date('2026-03-02T00:00:00Z');
const at = (hours: number): Date => new Date(START.getTime() + hours * HOUR);

const POLICY: ClosingPolicy = {
  opensAt: null,
  dueAt: null,
  closesAt: at(48),
  timeLimitSeconds: 3600,
  maxAttempts: 1,
  hardClose: false,
  timeZone: 'UTC',
  atEnd: 'submit',
  graceSeconds: null,
};
const needs = (own: Partial<Accommodated>): Accommodated => ({
  timeFactor: '1',
  ...{ minutesAdded: 0, extraAttempts: 0, daysAdded: 0, restBreakMinutes: 0 },
  ...{ validFrom: at(-1000), validUntil: null },
  ...own,
});
const person = (
  accommodations: Partial<Accommodated>[],
  exception?: Partial<GrantedException>,
  enrolledUntil: Date | null = null,
): ClosingFor => ({
  accommodations: accommodations.map(needs),
  exception: exception && { passwordWaived: false, ...exception },
  enrolledUntil,
});

describe('the instant from which nobody can work on a quiz', () => {
  it.each([
    ['is its close where nobody has other terms', {}, [], 48],
    ['does not come where it does not close', { closesAt: null }, [person([{ daysAdded: 9 }])], null],
    ['counts the grace of everybody', { atEnd: 'grace', graceSeconds: 7200 }, [], 50],
    [
      'is the latest of several people',
      {},
      [person([{ daysAdded: 1 }]), person([], { closesAt: at(60) })],
      72,
    ],
    ['counts longer time after the close', {}, [person([{ timeFactor: '3' }])], 50],
    ['is not before the close of everybody', {}, [person([], { closesAt: at(10) })], 48],
    ['is the close for all where it is hard', { hardClose: true }, [person([{ daysAdded: 2 }])], 48],
    ['counts an exception from a hard close', { hardClose: true }, [person([], { closesAt: at(60) })], 60],
    ['passes over what has ended', {}, [person([{ daysAdded: 2, validUntil: at(1) }])], 48],
    ['passes over what begins too late', {}, [person([{ daysAdded: 2, validFrom: at(96) }])], 48],
    ['counts what begins before the later end', {}, [person([{ daysAdded: 2, validFrom: at(95) }])], 96],
    ['does not wait for who leaves before', {}, [person([{ daysAdded: 2 }], undefined, at(50))], 50],
    ['comes where who has no close leaves', {}, [person([], { closesAt: null }, at(70))], 70],
  ] as const)('%s', (_what, policy, people, hours) => {
    const close = lastClose({ ...POLICY, ...policy }, people, at(1));
    expect(close).toEqual(hours === null ? null : at(hours));
  });

  it('lies centuries ahead where the close is lifted for somebody', () => {
    const close = lastClose(POLICY, [person([], { closesAt: null })], at(1));
    expect(close!.getTime()).toBeGreaterThan(at(24 * 365 * 1000).getTime());
  });

  it('is in a row never before the close, which the build before may have moved alone', () => {
    expect(lastCloseOf({ closesAt: null, lastClosesAt: at(5) })).toBeNull();
    expect(lastCloseOf({ closesAt: at(9), lastClosesAt: null })).toEqual(at(9));
    expect(lastCloseOf({ closesAt: at(9), lastClosesAt: at(5) })).toEqual(at(9));
    expect(lastCloseOf({ closesAt: at(9), lastClosesAt: at(12) })).toEqual(at(12));
  });

  it('is after every instant at which somebody could work, as trying each start and each instant shows', () => {
    const random = seededRandom(7);
    const whole = (most: number): number => random.below(most + 1);
    for (let round = 0; round < 25; round += 1) {
      const policy: ClosingPolicy = {
        ...POLICY,
        closesAt: at(12 + whole(20)),
        hardClose: whole(3) === 0,
        timeLimitSeconds: whole(2) === 0 ? null : (1 + whole(4)) * 3600,
        ...(whole(2) === 0 ? { atEnd: 'grace' as const, graceSeconds: whole(3) * 3600 } : {}),
      };
      const people = Array.from({ length: whole(3) }, () =>
        person(
          Array.from({ length: whole(2) }, () => {
            const from = whole(70) - 20;
            const validUntil = whole(1) === 0 ? null : at(from + 1 + whole(40));
            return {
              ...{ timeFactor: `${1 + whole(2)}`, minutesAdded: whole(2) * 60, daysAdded: whole(1) },
              ...{ validFrom: at(from), validUntil },
            };
          }),
          whole(2) === 0 ? { closesAt: at(8 + whole(40)) } : undefined,
          whole(2) === 0 ? at(whole(70)) : null,
        ),
      );
      let latest = policy.closesAt!;
      for (const { accommodations, exception, enrolledUntil } of [...people, person([])])
        for (let start = 0; start < 96; start += 4) {
          const begun = effectiveTerms({
            policy,
            accommodations,
            exception,
            since: at(start),
            at: at(start),
          });
          if (begun.closesAt.effective! <= at(start)) continue;
          for (let hour = start; hour < 120; hour += 6) {
            const facts = { policy, accommodations, exception, since: at(start), at: at(hour) };
            const end = effectiveTerms(facts).endsBy!.getTime() + (policy.graceSeconds ?? 0) * 1000;
            if (enrolledUntil !== null && at(hour) >= enrolledUntil) continue;
            if (at(hour).getTime() < end && end > latest.getTime())
              latest = new Date(Math.min(end, enrolledUntil?.getTime() ?? end));
          }
        }
      expect(lastClose(policy, people, at(0))!.getTime()).toBeGreaterThanOrEqual(latest.getTime());
    }
  });
});
