import { Random } from '../../../src/demo/content/random';

const draws = <T>(count: number, draw: () => T): T[] => Array.from({ length: count }, draw);

describe('Random', () => {
  it('Random repeats itself for the same seed and differs for another', () => {
    const sequence = (seed: string) => {
      const random = new Random(seed);
      return draws(20, () => random.next());
    };
    expect(sequence('a')).toEqual(sequence('a'));
    expect(sequence('a')).not.toEqual(sequence('b'));
  });

  it('Random draws evenly from [0, 1)', () => {
    const random = new Random('even');
    const tenths = draws(20_000, () => Math.floor(random.next() * 10));
    for (let tenth = 0; tenth < 10; tenth += 1) {
      const share = tenths.filter((value) => value === tenth).length / tenths.length;
      expect(Math.abs(share - 0.1)).toBeLessThan(0.01);
    }
  });

  it('Random draws whole numbers with both bounds included', () => {
    const random = new Random('whole');
    expect(new Set(draws(200, () => random.integer(-1, 2)))).toEqual(new Set([-1, 0, 1, 2]));
  });

  it('Random draws normal values with the mean and spread asked for', () => {
    const random = new Random('normal');
    const values = draws(20_000, () => random.normal(5, 2));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
    expect(mean).toBeCloseTo(5, 1);
    expect(Math.sqrt(variance)).toBeCloseTo(2, 1);
  });

  it('Random picks by weight and never what weighs nothing', () => {
    const random = new Random('weights');
    const picks = draws(4_000, () =>
      random.weighted(['never', 'seldom', 'often'], (_, index) => [0, 1, 3][index] ?? 0),
    );
    expect(picks).not.toContain('never');
    expect(picks.filter((pick) => pick === 'often').length / picks.length).toBeCloseTo(0.75, 1);
    expect(() => random.pick([])).toThrow(RangeError);
  });

  it('Random shuffles without losing or doubling anything', () => {
    const items = draws(
      10,
      (() => {
        let n = 0;
        return () => n++;
      })(),
    );
    const shuffled = new Random('cards').shuffled(items);
    expect(shuffled).not.toEqual(items);
    expect([...shuffled].sort((a, b) => a - b)).toEqual(items);
  });
});
