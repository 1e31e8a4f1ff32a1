import { intervalOf } from '../../bench/interval';
import { seededRandom } from '../seeded-random';

describe('the interval of paired ratios', () => {
  it('the interval of paired ratios is symmetric: turned around, the ratios give the turned interval', () => {
    const ratios = [1.02, 0.97, 1.1, 1.05, 0.99];
    const [one, other] = [intervalOf(ratios), intervalOf(ratios.map((ratio) => 1 / ratio))];
    expect(other.ratio).toBeCloseTo(1 / one.ratio, 10);
    expect(other.low).toBeCloseTo(1 / one.high, 10);
  });

  it('the interval agrees with a worked example of Student: logarithms 1, 2 and 3', () => {
    // Mean 2, standard deviation 1, t(2) = 4.303: 2 ± 4.303 / √3.
    const { ratio, low, high } = intervalOf([Math.E, Math.E ** 2, Math.E ** 3]);
    expect([Math.log(ratio), Math.log(low), Math.log(high)].map((each) => each.toFixed(3))).toEqual([
      '2.000',
      '-0.484',
      '4.484',
    ]);
  });

  it('the interval of one ratio is unknown', () => {
    expect(intervalOf([1.5])).toEqual({ ratio: 1.5, low: 0, high: Infinity });
  });

  it('the interval of paired ratios holds the true ratio in about 95 of 100 experiments', () => {
    const { below } = seededRandom(7);
    const random = (): number => below(1_000_000) / 1_000_000;
    const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    let held = 0;
    for (let experiment = 0; experiment < 2000; experiment += 1) {
      const { low, high } = intervalOf(Array.from({ length: 15 }, () => 1.2 * Math.exp(0.1 * normal())));
      if (low <= 1.2 && 1.2 <= high) held += 1;
    }
    expect(held / 2000).toBeGreaterThan(0.93);
    expect(held / 2000).toBeLessThan(0.97);
  });
});
