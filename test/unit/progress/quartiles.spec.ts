import { quartiles } from '../../../src/modules/progress/statistics/score-statistics';
import { seededRandom } from '../seeded-random';

/** By the definition, on the sorted list of tenths, with a walk from value to value in place of a formula. */
function slowQuartile(tenths: number[], quarter: 1 | 3): string {
  // Each value is repeated four times as a point of a line with 4 · (n − 1) steps; the quarter is a whole step of it.
  const sorted = [...tenths].sort((one, other) => one - other);
  const line: number[] = [];
  for (const [place, value] of sorted.entries()) {
    const next = sorted[place + 1];
    if (next === undefined) line.push(value * 4);
    else for (let step = 0; step < 4; step += 1) line.push(value * 4 + (next - value) * step);
  }
  const fortieths = line[quarter * (sorted.length - 1)]!;
  return String(Number((fortieths / 40).toFixed(6)));
}

describe('quartiles', () => {
  it.each([
    [[], null, null],
    [['7.50'], '7.5', '7.5'],
    [['1', '2'], '1.25', '1.75'],
    // R: quantile(c(1, 2, 3, 4)), and QUARTILE.INC of spreadsheets.
    [['4', '1', '3', '2'], '1.75', '3.25'],
    [['1', '2', '3', '4', '5'], '2', '4'],
    [['-3', '-3', '10'], '-3', '3.5'],
  ])('of %j are %s and %s', (scores, lowerQuartile, upperQuartile) => {
    const histogram = scores.map((score) => ({ score, count: 1 }));
    expect(quartiles(histogram)).toEqual({ lowerQuartile, upperQuartile });
  });

  it('are those of a slow walk along the sorted values, in any order and grouped in any way', () => {
    const { below, shuffled } = withShuffle(31);
    for (let round = 0; round < 2000; round += 1) {
      const tenths = Array.from({ length: 1 + below(40) }, () => below(101) - 20);
      const histogram = shuffled(tenths).map((tenth) => ({ score: String(tenth / 10), count: 1 }));
      const grouped = [...Map.groupBy(tenths, (tenth) => tenth)].map(([tenth, all]) => ({
        score: (tenth / 10).toFixed(4),
        count: all.length,
      }));
      const expected = {
        lowerQuartile: slowQuartile(tenths, 1),
        upperQuartile: slowQuartile(tenths, 3),
      };
      expect([quartiles(histogram), quartiles(grouped)]).toEqual([expected, expected]);
    }
  });
});

function withShuffle(seed: number) {
  const { below } = seededRandom(seed);
  const shuffled = <T>(values: readonly T[]): T[] => {
    const left = [...values];
    return values.map(() => left.splice(below(left.length), 1)[0]!);
  };
  return { below, shuffled };
}
