import {
  distribution,
  scoreStatistics,
  type HistogramEntry,
} from '../../../src/modules/progress/statistics/score-statistics';
import { seededRandom } from '../seeded-random';

const histogram = (...entries: [score: string, count: number][]): HistogramEntry[] =>
  entries.map(([score, count]) => ({ score, count }));

describe('scoreStatistics', () => {
  it.each([
    [[], 3, { n: 0, missing: 3, mean: null, median: null, standardDeviation: null, min: null, max: null }],
    [
      [['50', 0]],
      0,
      { n: 0, missing: 0, mean: null, median: null, standardDeviation: null, min: null, max: null },
    ],
    [
      [['7.5000', 1]],
      0,
      { n: 1, missing: 0, mean: '7.5', median: '7.5', standardDeviation: null, min: '7.5', max: '7.5' },
    ],
    [
      [['60', 5]],
      1,
      { n: 5, missing: 1, mean: '60', median: '60', standardDeviation: '0', min: '60', max: '60' },
    ],
    [
      [
        ['0', 1],
        ['1', 1],
        ['1', 1],
      ],
      0,
      { n: 3, missing: 0, mean: '0.666667', median: '1', standardDeviation: '0.57735', min: '0', max: '1' },
    ],
    [
      [
        ['-3', 1],
        ['-1', 1],
      ],
      0,
      { n: 2, missing: 0, mean: '-2', median: '-2', standardDeviation: '1.414214', min: '-3', max: '-1' },
    ],
    [
      [
        ['10', 2],
        ['9.5', 1],
        ['100', 1],
      ],
      0,
      {
        n: 4,
        missing: 0,
        mean: '32.375',
        median: '10',
        standardDeviation: '45.083949',
        min: '9.5',
        max: '100',
      },
    ],
  ] as [[string, number][], number, unknown][])(
    'the statistics of %j with %d missing scores are those of the definition',
    (entries, missing, expected) => {
      expect(scoreStatistics(histogram(...entries), missing)).toEqual(expected);
    },
  );

  // NIST Statistical Reference Datasets, univariate summary statistics, with their certified values.
  it.each([
    [
      'NumAcc1',
      [
        ['10000001', 1],
        ['10000003', 1],
        ['10000002', 1],
      ],
      '10000002',
      '1',
    ],
    [
      'NumAcc2',
      [
        ['1.2', 1],
        ['1.1', 500],
        ['1.3', 500],
      ],
      '1.2',
      '0.1',
    ],
    [
      'NumAcc3',
      [
        ['1000000.2', 1],
        ['1000000.1', 500],
        ['1000000.3', 500],
      ],
      '1000000.2',
      '0.1',
    ],
    [
      'NumAcc4',
      [
        ['10000000.2', 1],
        ['10000000.1', 500],
        ['10000000.3', 500],
      ],
      '10000000.2',
      '0.1',
    ],
  ] as [string, [string, number][], string, string][])(
    'scoreStatistics agrees with the certified values of %s',
    (_, entries, mean, standardDeviation) => {
      expect(scoreStatistics(histogram(...entries), 0)).toMatchObject({ mean, standardDeviation });
    },
  );

  it('scoreStatistics agrees with whole-number arithmetic on the expanded list of scores, to the last place', () => {
    const { below } = seededRandom(3);
    for (let round = 0; round < 300; round += 1) {
      // Scores in hundredths, so that everything below can be whole numbers.
      const entries = Array.from({ length: 1 + below(12) }, () => ({
        hundredths: below(10_001),
        count: below(6),
      }));
      const list = entries
        .flatMap(({ hundredths, count }) => Array.from({ length: count }, () => hundredths))
        .sort((a, b) => a - b);
      const actual = scoreStatistics(
        entries.map(({ hundredths, count }) => ({ score: (hundredths / 100).toFixed(2), count })),
        0,
      );
      expect(actual.n).toBe(list.length);
      if (list.length === 0) continue;

      const n = BigInt(list.length);
      const sum = list.reduce((total, score) => total + BigInt(score), 0n);
      const deviations = list.reduce((total, score) => total + (BigInt(score) * n - sum) ** 2n, 0n);
      const middle = (list[(list.length - 1) >> 1] as number) + (list[list.length >> 1] as number);
      expect(millionths(actual.mean)).toBe(halfUp(sum * 10_000n, n));
      expect(millionths(actual.median)).toBe(BigInt(middle) * 5_000n);
      expect([actual.min, actual.max].map(millionths)).toEqual(
        [list[0], list.at(-1)].map((score) => BigInt(score as number) * 10_000n),
      );
      // Σ(x−x̄)²/(n−1), with the deviations n times as large to stay whole; in hundredths, so 10⁴ a place.
      if (n > 1n)
        expect(millionths(actual.standardDeviation)).toBe(
          (root((4n * deviations * 10n ** 8n) / (n * n * (n - 1n))) + 1n) / 2n,
        );
      else expect(actual.standardDeviation).toBeNull();
    }
  });

  it('scoreStatistics gives the same figures however the histogram is split or sorted', () => {
    const whole = scoreStatistics(histogram(['7.5', 3], ['8', 2]), 0);
    expect(scoreStatistics(histogram(['8', 1], ['7.50', 2], ['8.0000', 1], ['7.5', 1]), 0)).toEqual(whole);
  });

  it.each([[-1], [0.5], [NaN]])('scoreStatistics refuses the count %p', (count) => {
    expect(() => scoreStatistics(histogram(['1', count]), 0)).toThrow(RangeError);
    expect(() => scoreStatistics([], count)).toThrow(RangeError);
  });
});

describe('distribution', () => {
  it('distribution sorts scores into half-open bins, of which the last is closed', () => {
    const result = distribution(
      histogram(['0', 1], ['9.9999', 2], ['10', 4], ['90', 8], ['99', 16], ['100', 32]),
      '0',
      '100',
    );
    expect(result.bins.map(({ count }) => count)).toEqual([3, 4, 0, 0, 0, 0, 0, 0, 0, 56]);
    expect(result.bins[0]).toEqual({ from: '0', to: '10', count: 3 });
    expect(result.bins[9]).toEqual({ from: '90', to: '100', count: 56 });
  });

  it('distribution counts scores outside the range apart', () => {
    expect(distribution(histogram(['-0.0001', 1], ['0', 2], ['5', 4], ['5.0001', 8]), '0', '5', 1)).toEqual({
      bins: [{ from: '0', to: '5', count: 6 }],
      below: 1,
      above: 8,
    });
  });

  it('distribution shows edges with six places and assigns scores by the exact edges', () => {
    const { bins } = distribution(
      histogram(['3.333333', 1], ['3.3333333333333333333333', 1], ['3.3333333333333333333334', 1]),
      '0',
      '10',
      3,
    );
    expect(bins).toEqual([
      { from: '0', to: '3.333333', count: 2 },
      { from: '3.333333', to: '6.666667', count: 1 },
      { from: '6.666667', to: '10', count: 0 },
    ]);
  });

  it('distribution puts every score into the bin between whose exact edges it lies', () => {
    const { below } = seededRandom(4);
    for (let round = 0; round < 200; round += 1) {
      const [low, width, count, score] = [below(100) - 50, 1 + below(100), 1 + below(20), below(200) - 100];
      const {
        bins,
        below: under,
        above,
      } = distribution(histogram([String(score), 1]), String(low), String(low + width), count);
      // score ∈ [low + width·i/count, low + width·(i+1)/count), in whole numbers.
      const holding = bins.findIndex(
        (_, i) => (score - low) * count >= width * i && (score - low) * count < width * (i + 1),
      );
      const expected = score === low + width ? count - 1 : holding;
      expect([bins.findIndex((bin) => bin.count === 1), under, above]).toEqual([
        expected,
        score < low ? 1 : 0,
        score > low + width ? 1 : 0,
      ]);
    }
  });

  it.each([
    ['10', '10', 10],
    ['10', '0', 10],
    ['0', '10', 0],
    ['0', '10', 1.5],
    ['0', '10', 1001],
  ])('distribution refuses the range from %s to %s in %d bins', (min, max, bins) => {
    expect(() => distribution([], min, max, bins)).toThrow(RangeError);
  });
});

/** A decimal with up to six places, in millionths. */
function millionths(decimal: string | null): bigint {
  const [whole = '', fraction = ''] = String(decimal).split('.');
  return BigInt(whole + fraction.padEnd(6, '0'));
}

function halfUp(numerator: bigint, denominator: bigint): bigint {
  return (2n * numerator + denominator) / (2n * denominator);
}

/** The whole part of a square root, by Newton's method. */
function root(square: bigint): bigint {
  if (square < 2n) return square;
  let guess = 1n << BigInt((square.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (guess + square / guess) >> 1n;
    if (next >= guess) return guess;
    guess = next;
  }
}
