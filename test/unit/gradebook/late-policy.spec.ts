import fc from 'fast-check';
import { Rational } from '../../../src/shared/decimals/rational';
import { rate } from '../../../src/modules/gradebook/lateness/kinds/rate';
import { steps } from '../../../src/modules/gradebook/lateness/kinds/steps';
import {
  afterLateness,
  type StoredLatePolicy,
  toLatePolicy,
} from '../../../src/modules/gradebook/lateness/late-policy';
import { NO_DECISION } from '../../../src/modules/gradebook/lateness/late-decision';
import { daysLate, type HandedIn, timelinessOf } from '../../../src/modules/gradebook/lateness/timeliness';
import { counted, type SlowItem } from './slow-gradebook';

const HOUR = 3600;
const DAY = 86_400;

const tenADay = (floorPercent = '0'): StoredLatePolicy => ({
  ...{ kind: 'rate', terms: { percent: '10', interval: 'day' }, floorPercent },
});
const byRate = (percent: string, interval: 'hour' | 'day', floorPercent = '0'): StoredLatePolicy => ({
  ...{ kind: 'rate', terms: { percent, interval }, floorPercent },
});
const inSteps: StoredLatePolicy = {
  kind: 'steps',
  terms: {
    steps: [
      { untilHours: 24, percent: '10' },
      { untilHours: 72, percent: '50' },
      { untilHours: null, percent: '100' },
    ],
  },
  floorPercent: '0',
};

const taken = (policy: StoredLatePolicy, entered: string, possible: string, seconds: number): string[] => {
  const { score, deducted, isAtFloor } = afterLateness(
    Rational.of(entered),
    Rational.of(possible),
    seconds,
    toLatePolicy(policy),
  );
  return [score.toDecimal(6), deducted.toDecimal(6), isAtFloor ? 'floor' : ''];
};

describe('what lateness takes', () => {
  it.each<[string, StoredLatePolicy, [entered: string, possible: string, seconds: number], string[]]>([
    ['nothing on time', tenADay(), ['80', '100', 0], ['80', '0', '']],
    ['a whole day for its first second', tenADay(), ['80', '100', 1], ['70', '10', '']],
    ['one day for 24 hours', tenADay(), ['80', '100', DAY], ['70', '10', '']],
    ['two days for a second more', tenADay(), ['80', '100', DAY + 1], ['60', '20', '']],
    ['of the possible points, not of the score', tenADay(), ['10', '20', DAY], ['8', '2', '']],
    ['by hours', byRate('1', 'hour'), ['80', '100', 3 * HOUR], ['77', '3', '']],
    ['a begun hour', byRate('1', 'hour'), ['80', '100', 3 * HOUR + 1], ['76', '4', '']],
    ['down to the floor', tenADay('50'), ['80', '100', 9 * DAY], ['50', '30', 'floor']],
    ['and lifts no score below the floor', tenADay('50'), ['40', '100', DAY], ['40', '0', 'floor']],
    ['and stops at 0 without a floor', tenADay(), ['15', '100', 5 * DAY], ['0', '15', 'floor']],
    [
      'exactly to the floor, which took nothing away',
      tenADay('50'),
      ['80', '100', 3 * DAY],
      ['50', '30', ''],
    ],
    ['nothing of what cannot be reached', tenADay(), ['5', '0', DAY], ['5', '0', '']],
    ['from extra credit too', tenADay(), ['110', '100', DAY], ['100', '10', '']],
    ['nothing of a score below the least one', tenADay(), ['-5', '100', DAY], ['-5', '0', 'floor']],
    ['thirds exactly', byRate('33.3333', 'day'), ['1', '3', DAY], ['0.000001', '0.999999', '']],
    ['the first step', inSteps, ['80', '100', DAY], ['70', '10', '']],
    ['the second step, a second later', inSteps, ['80', '100', DAY + 1], ['30', '50', '']],
    ['the last step, for ever', inSteps, ['80', '100', 400 * DAY], ['0', '80', 'floor']],
  ])('%s', (_, policy, [entered, possible, seconds], expected) => {
    expect(taken(policy, entered, possible, seconds)).toEqual(expected);
  });

  it('is what a slow computation with whole numbers of its own takes, never below the floor, never more than a later one', () => {
    const cases = fc.record({
      possible: fc.bigInt({ min: 0n, max: 200n }).map((points) => points * 10_000n),
      tenths: fc.bigInt({ min: -3n, max: 13n }),
      every: fc.constantFrom(3600n, 86_400n),
      percent: fc.bigInt({ min: 0n, max: 100n }),
      floor: fc.bigInt({ min: 0n, max: 100n }),
      lateSeconds: fc.bigInt({ min: 0n, max: 3_000_000n }),
    });
    fc.assert(
      fc.property(cases, ({ possible, tenths, every, percent, floor, lateSeconds }) => {
        const score = (possible * tenths) / 10n;
        const expected = counted({ late: { every, percent, floor }, categories: [] }, {
          ...{ score, possible, lateSeconds },
          categoryId: null,
          isWaived: false,
        } as SlowItem);
        const policy = byRate(String(percent), every === 3600n ? 'hour' : 'day', String(floor));
        const after = (seconds: number) =>
          afterLateness(
            Rational.fraction(score, 10_000n),
            Rational.fraction(possible, 10_000n),
            seconds,
            toLatePolicy(policy),
          );
        const own = after(Number(lateSeconds));
        expect(own.score.times(10_000).numerator).toBe(expected);
        expect(own.score.plus(own.deducted).equals(Rational.fraction(score, 10_000n))).toBe(true);
        expect(after(Number(lateSeconds) + HOUR).score.lte(own.score)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('is refused where the terms are not those of the kind', () => {
    for (const terms of [{}, { percent: '10' }, { interval: 'day' as const }, { steps: [] }])
      expect(() => rate.termsIn(terms)).toThrow('late policy');
    const step = (untilHours: number | null, percent: string) => ({ untilHours, percent });
    for (const wrong of [
      [],
      [step(24, '10')],
      [step(null, '10'), step(null, '20')],
      [step(24, '10'), step(24, '20'), step(null, '30')],
      [step(24, '30'), step(null, '20')],
    ])
      expect(() => steps.termsIn({ steps: wrong })).toThrow('late policy');
  });
});

describe('how work stands to its due date', () => {
  const due = { at: new Date('2026-03-27T12:00:00.000Z'), day: '2026-03-27' };
  const later = (milliseconds: number): Date => new Date(due.at.getTime() + milliseconds);
  const NOW = later(30 * DAY * 1000);
  const rules = { expectsSubmission: true, graceSeconds: 0, now: NOW };
  const graded = (more: Partial<HandedIn> = {}): HandedIn => ({
    ...{ score: '5', scoreStatus: 'fully graded', submittedAt: null, lateDecision: null },
    ...more,
  });
  const nothing = graded({ score: null, scoreStatus: 'not submitted' });

  it('is late by instants, in begun seconds', () => {
    const at = (milliseconds: number) =>
      timelinessOf(graded({ submittedAt: later(milliseconds) }), due, rules);
    expect(at(0)).toMatchObject({ status: 'none', lateSeconds: 0 });
    expect(at(1)).toMatchObject({ status: 'late', lateSeconds: 1 });
    expect(at(1001)).toMatchObject({ status: 'late', lateSeconds: 2 });
  });

  it('is on time where it came in time and was marked later, or nobody knows when it came', () => {
    expect(timelinessOf(graded({ submittedAt: later(-1000) }), due, rules).status).toBe('none');
    expect(timelinessOf(graded(), due, rules).status).toBe('none');
  });

  it('is never late while it is exempt or not submitted, whatever staff have said', () => {
    const lateDecision = { ...NO_DECISION, status: 'late', lateSeconds: 60 } as const;
    const exempt = graded({ score: null, scoreStatus: 'exempt', submittedAt: later(9000), lateDecision });
    expect(timelinessOf(exempt, due, rules).status).toBe('none');
    expect(timelinessOf({ ...nothing, submittedAt: later(9000) }, due, rules).status).toBe('missing');
  });

  it('has a threshold: up to the grace nothing is late, beyond it all of the lateness counts', () => {
    const withGrace = { ...rules, graceSeconds: 60 };
    const at = (seconds: number) =>
      timelinessOf(graded({ submittedAt: later(seconds * 1000) }), due, withGrace).lateSeconds;
    expect([at(60), at(61)]).toEqual([0, 61]);
    expect(timelinessOf(nothing, due, { ...withGrace, now: later(60_000) }).status).toBe('none');
  });

  it('is missing where something is expected and due, and there is neither a submission nor a score', () => {
    expect(timelinessOf(undefined, due, rules).status).toBe('missing');
    expect(timelinessOf(nothing, due, rules).status).toBe('missing');
    expect(timelinessOf(undefined, due, { ...rules, expectsSubmission: false }).status).toBe('none');
    expect(timelinessOf(undefined, null, rules).status).toBe('none');
    expect(timelinessOf(undefined, due, { ...rules, now: due.at }).status).toBe('none');
    const submitted = graded({ score: null, scoreStatus: 'submitted' });
    for (const result of [graded(), submitted]) expect(timelinessOf(result, due, rules).status).toBe('none');
  });

  it('is what staff say, in place of what follows from the instants', () => {
    const said = (status: 'none' | 'late' | 'missing' | 'extended', lateSeconds: number | null = null) =>
      timelinessOf(
        graded({ submittedAt: later(9000), lateDecision: { ...NO_DECISION, status, lateSeconds } }),
        due,
        { ...rules, graceSeconds: 7200 },
      );
    expect(said('late', 3600)).toMatchObject({ status: 'late', lateSeconds: 3600, isByHand: true });
    for (const status of ['none', 'missing', 'extended'] as const)
      expect(said(status)).toMatchObject({ status, lateSeconds: 0, isByHand: true });
  });

  it('counts days of 24 hours that passed, also over a night in which the clocks change', () => {
    const days = (submittedAt: Date): number | null => {
      const result = graded({ submittedAt });
      return daysLate(result, due, timelinessOf(result, due, rules));
    };
    expect([days(later(-1)), days(later(1)), days(later(DAY * 1000)), days(later(DAY * 1000 + 1))]).toEqual([
      ...[0, 1, 1, 2],
    ]);
    expect(daysLate(graded(), due, timelinessOf(graded(), due, rules))).toBeNull();
  });
});
