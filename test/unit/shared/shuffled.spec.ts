import { shuffled } from '../../../src/shared/chance/shuffled';

const items = ['a', 'b', 'c', 'd', 'e', 'f'];

describe('shuffled', () => {
  it('shuffled gives the same order for the same seed, for ever', () => {
    expect(shuffled(items, 'seed')).toEqual(['a', 'c', 'e', 'b', 'f', 'd']);
    expect(shuffled(items, 42)).toEqual(shuffled(items, '42'));
  });

  it('shuffled keeps every item exactly once and the given list as it was', () => {
    const given = Object.freeze([...items]);
    for (let seed = 0; seed < 100; seed += 1) expect([...shuffled(given, seed)].sort()).toEqual(items);
  });

  it.each([[[]], [['only']]])('shuffled leaves %j alone', (list) => expect(shuffled(list, 1)).toEqual(list));

  it('shuffled makes every order of four items about equally often', () => {
    const counts = new Map<string, number>();
    const seeds = 4800;
    for (let seed = 0; seed < seeds; seed += 1) {
      const order = shuffled([1, 2, 3, 4], `attempt-${seed}`).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    const expected = seeds / 24;
    const chiSquare = [...counts.values()].reduce(
      (sum, count) => sum + (count - expected) ** 2 / expected,
      0,
    );
    // The 99.9th percentile of chi-square with 23 degrees of freedom.
    expect(chiSquare).toBeLessThan(49.73);
  });
});
