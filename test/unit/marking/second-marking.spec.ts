import fc from 'fast-check';
import { agreementOf } from '../../../src/modules/marking/second-marking/agreement';
import {
  countedMark,
  MARKING_TURNS,
  type MarkingRule,
  needsThird,
} from '../../../src/modules/marking/second-marking/marking-rule';

/** Marks in ten-thousandths of a point, so that the slow computation below is exact with whole numbers. */
const UNITS = 10_000n;
const mark = fc.bigInt({ min: 0n, max: 5n * UNITS });
const some = fc.oneof(
  fc.bigInt({ min: 0n, max: 4n }).map((points) => points * UNITS),
  mark,
);

function text(units: bigint): string {
  return `${units / UNITS}.${String(units % UNITS).padStart(4, '0')}`;
}

function rounded(numerator: bigint, denominator: bigint): bigint {
  return (2n * numerator + denominator) / (2n * denominator);
}

const rule = fc.record({
  method: fc.constantFrom('average', 'highest', 'by_hand'),
  above: fc.option(fc.bigInt({ min: 0n, max: 5n * UNITS })),
  thirdUnit: fc.constantFrom('points', 'percent'),
});
const RUNS = { numRuns: 2_000 };

describe('the mark that counts of several', () => {
  it('is what a slow computation with whole numbers says, for any marks and rule', () => {
    fc.assert(
      fc.property(rule, fc.array(some, { maxLength: 3 }), ({ method, above, thirdUnit }, marks) => {
        const max = 5n * UNITS;
        const counted = countedMark(
          { method, thirdUnit, thirdAbove: above === null ? null : text(above) },
          marks.map((points, index) => ({ turn: MARKING_TURNS[index]!, points: text(points) })),
          '5',
        );
        const [one, other] = marks;
        const expected = (): string => {
          if (one === undefined) return 'first';
          if (other === undefined) return 'second';
          const difference = one > other ? one - other : other - one;
          const limit = above === null ? null : thirdUnit === 'points' ? above * 100n : (above * max) / UNITS;
          if (marks.length < 3 && limit !== null && difference * 100n > limit) return 'third';
          const sorted = [...marks].sort((a, b) => (a < b ? -1 : 1));
          const best = sorted.at(-1)!;
          if (method === 'highest' || sorted[0] === best) return `= ${best}`;
          if (method === 'by_hand') return 'decision';
          const sum = marks.reduce((total, value) => total + value, 0n);
          return `= ${rounded(sum, BigInt(marks.length))}`;
        };
        const said = 'awaits' in counted ? counted.awaits : `= ${unitsOf(counted.points)}`;
        expect(said).toBe(expected());
      }),
      RUNS,
    );
  });

  function unitsOf(points: string): bigint {
    const [whole = '0', decimals = ''] = points.split('.');
    return BigInt(whole) * UNITS + BigInt(decimals.padEnd(4, '0') || '0');
  }

  it('asks for a third marker above the limit and not at it, also where no binary number is exact', () => {
    const points = (thirdAbove: string, thirdUnit = 'points'): MarkingRule =>
      ({ method: 'average', thirdAbove, thirdUnit }) as MarkingRule;
    expect(needsThird(points('0.1'), '0.3', '0.2', '1')).toBe(false);
    expect(needsThird(points('0.1'), '0.3001', '0.2', '1')).toBe(true);
    expect(needsThird(points('10', 'percent'), '0.7', '0.4', '3')).toBe(false);
    expect(needsThird(points('10', 'percent'), '0.7001', '0.4', '3')).toBe(true);
    expect(needsThird(points('0'), '1', '1.0000', '3')).toBe(false);
  });

  it('names whose marks it was made of', () => {
    const of = (method: string, ...values: string[]): unknown =>
      countedMark(
        { method, thirdAbove: null, thirdUnit: 'points' } as MarkingRule,
        values.map((value, index) => ({ turn: MARKING_TURNS[index]!, points: value })),
        '5',
      );
    expect(of('highest', '1', '2', '2')).toEqual({
      points: '2',
      by: 'highest',
      turns: ['second', 'third'],
    });
    expect(of('average', '1', '2', '2')).toEqual({
      ...{ points: '1.6667', by: 'average', turns: ['first', 'second', 'third'] },
    });
    expect(of('by_hand', '2', '2.0')).toEqual({ points: '2', by: 'agreed', turns: ['first', 'second'] });
    expect(of('by_hand', '2', '2.5')).toEqual({ awaits: 'decision' });
  });
});

describe('the agreement of two markers', () => {
  /** By categories, the table of counts and the weights of each cell, as the article defines it. */
  function slowKappa(pairs: readonly (readonly [bigint, bigint])[]): number | null {
    if (pairs.length < 2) return null;
    const grades = [...new Set(pairs.flat())];
    const share = (test: (pair: readonly [bigint, bigint]) => boolean): number =>
      pairs.filter(test).length / pairs.length;
    let [observed, expected] = [0, 0];
    for (const row of grades)
      for (const column of grades) {
        const weight = (Number(row - column) / Number(UNITS)) ** 2;
        observed += weight * share(([one, other]) => one === row && other === column);
        expected += weight * share(([one]) => one === row) * share(([, other]) => other === column);
      }
    return expected === 0 ? null : 1 - observed / expected;
  }

  it('is what a table of counts and weights gives, for any pairs of marks', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(some, some), { maxLength: 25 }), (pairs) => {
        const said = agreementOf(
          pairs.map(([first, second]) => ({ first: text(first), second: text(second) })),
        );
        const slow = slowKappa(pairs);
        if (slow === null) expect(said.weightedKappa).toBeNull();
        else expect(Math.abs(Number(said.weightedKappa) - slow)).toBeLessThan(0.000_051);
        const differences = pairs.map(
          ([one, other]) => Number(one > other ? one - other : other - one) / 10_000,
        );
        expect(said.scripts).toBe(pairs.length);
        if (pairs.length === 0) return;
        const mean = differences.reduce((sum, value) => sum + value, 0) / pairs.length;
        expect(Math.abs(Number(said.meanDifference) - mean)).toBeLessThan(0.000_051);
        expect(Number(said.largestDifference)).toBe(Math.max(...differences));
        const same = (100 * differences.filter((value) => value === 0).length) / pairs.length;
        expect(Math.abs(Number(said.samePercentage) - same)).toBeLessThan(0.005_1);
      }),
      RUNS,
    );
  });

  it('is 1 for the same marks, 0 for marks that have nothing to do with each other, below 0 for opposite ones', () => {
    const kappa = (...pairs: [string, string][]): string | null =>
      agreementOf(pairs.map(([first, second]) => ({ first, second }))).weightedKappa;
    expect(kappa(['0', '0'], ['2', '2.0'])).toBe('1');
    expect(kappa(['0', '0'], ['0', '2'], ['2', '0'], ['2', '2'])).toBe('0');
    expect(kappa(['0', '2'], ['2', '0'])).toBe('-1');
    expect(kappa(['2', '2'], ['2', '2'])).toBeNull();
    expect(kappa(['1', '2'])).toBeNull();
    expect(kappa()).toBeNull();
  });
});
