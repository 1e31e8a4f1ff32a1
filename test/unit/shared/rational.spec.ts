import { Rational, type Rounding } from '../../../src/shared/decimals/rational';
import { seededRandom } from '../seeded-random';

/** A fraction in BigInt as one learns it at school: the slow computation that the properties compare with. */
interface Fraction {
  n: bigint;
  d: bigint;
}

const random = seededRandom(11);

/** Whole numbers of every size from none to far beyond the safe integers. */
function anyWhole(): bigint {
  const size = random.pick([1, 10, 1_000, 100_000, 2 ** 31 - 1]);
  const whole = BigInt(random.below(size)) * random.pick([1n, 1n, 1n, 4_294_967_311n, 10n ** 30n]);
  return random.below(2) === 0 ? whole : -whole;
}

function anyFraction(): Fraction {
  const d = anyWhole();
  return { n: anyWhole(), d: d === 0n ? 1n : d };
}

/** As the database writes scores, so that the quick way is taken too. */
function anyScore(): Fraction & { text: string } {
  const n = BigInt(random.below(2_000_000)) - 1_000_000n;
  const digits = String(n < 0n ? -n : n).padStart(5, '0');
  return { n, d: 10_000n, text: `${n < 0n ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}` };
}

const rational = ({ n, d }: Fraction): Rational => Rational.fraction(n, d);

function expectSame(actual: Rational, { n, d }: Fraction): void {
  expect(actual.numerator * d).toBe(n * actual.denominator);
  expect(actual.denominator > 0n).toBe(true);
}

/** Half of the last place away from zero, or to the even neighbor. */
function slowlyRounded({ n, d }: Fraction, places: number, rounding: Rounding): bigint {
  const isNegative = n < 0n !== d < 0n && n !== 0n;
  const size = (n < 0n ? -n : n) * 10n ** BigInt(places);
  const unit = d < 0n ? -d : d;
  let units = 0n;
  // Counts up by the powers of two, so that nothing of the division that is tested is used here.
  for (let step = 1n << 400n; step > 0n; step >>= 1n) if ((units + step) * unit <= size) units += step;
  const rest = size - units * unit;
  const isHalf = rest * 2n === unit;
  if (rest * 2n > unit || (isHalf && (rounding === 'half-up' || units % 2n === 1n))) units += 1n;
  return isNegative ? -units : units;
}

/** `-0.0750` as -750. */
function unitsOf(decimal: string): bigint {
  return BigInt(decimal.replace('.', ''));
}

describe('Rational', () => {
  it.each([
    ['7.5000', 75n, 10n],
    ['-0.25', -1n, 4n],
    ['+7', 7n, 1n],
    ['.5', 1n, 2n],
    ['5.', 5n, 1n],
    ['6.02e23', 602n * 10n ** 21n, 1n],
    ['1E-3', 1n, 1000n],
    ['0.3333333333333333333333333333', 3333333333333333333333333333n, 10n ** 28n],
    ['99999999999999999999.5', 199999999999999999999n, 2n],
    [12, 12n, 1n],
    [-0, 0n, 1n],
  ])('Rational reads %p exactly', (value, n, d) => {
    expectSame(Rational.of(value), { n, d });
  });

  it.each([
    '',
    '.',
    '-',
    '-.',
    '--5',
    '5.5.5',
    '5-',
    '\u0665',
    'abc',
    '1e',
    '0x10',
    'NaN',
    'Infinity',
    '1/2',
    '1_0',
    ' 1',
    '1,5',
    '1e1000',
    '0.(3)',
  ])('Rational refuses %p, which is no decimal', (text) => {
    expect(() => Rational.of(text)).toThrow(RangeError);
  });

  it.each([0.5, NaN, Infinity, 2 ** 53])(
    'Rational refuses the number %p, which is no safe integer',
    (number) => {
      expect(() => Rational.of(number)).toThrow(RangeError);
    },
  );

  it('Rational refuses to divide by 0', () => {
    expect(() => Rational.ONE.over('0.000')).toThrow(RangeError);
    expect(() => Rational.fraction(1n, 0n)).toThrow(RangeError);
  });

  it('Rational computes with fractions of any size as BigInt does', () => {
    for (let round = 0; round < 4_000; round += 1) {
      const [a, b] = [anyFraction(), anyFraction()];
      const [one, other] = [rational(a), rational(b)];
      expectSame(one.plus(other), { n: a.n * b.d + b.n * a.d, d: a.d * b.d });
      expectSame(one.minus(other), { n: a.n * b.d - b.n * a.d, d: a.d * b.d });
      expectSame(one.times(other), { n: a.n * b.n, d: a.d * b.d });
      if (b.n !== 0n) expectSame(one.over(other), { n: a.n * b.d, d: a.d * b.n });
      const difference = (a.n * b.d - b.n * a.d) * (a.d * b.d < 0n ? -1n : 1n);
      expect(Math.sign(one.compare(other))).toBe(difference < 0n ? -1 : difference > 0n ? 1 : 0);
      expect(one.isZero()).toBe(a.n === 0n);
      const { n, d } = { n: one.numerator, d: one.denominator };
      expect(one.floor() * d <= n && n < (one.floor() + 1n) * d).toBe(true);
    }
  });

  it('Rational loses nothing over long chains that leave the safe integers and come back', () => {
    for (let round = 0; round < 300; round += 1) {
      let expected: Fraction = { n: 0n, d: 1n };
      let actual = Rational.ZERO;
      const steps = Array.from({ length: 1 + random.below(25) }, anyScore);
      for (const { n, d, text } of steps) {
        const divisor = BigInt(1 + random.below(999));
        expected = { n: expected.n * d * divisor + n * expected.d, d: expected.d * d * divisor };
        actual = actual.plus(Rational.of(text).over(Number(divisor)));
      }
      expectSame(actual, expected);
      expect(actual.minus(actual).isZero()).toBe(true);
      expect(actual.plus(1).minus(actual).equals(1)).toBe(true);
    }
  });

  it.each(['half-up', 'half-even'] as const)('Rational rounds %s once, where it becomes text', (rounding) => {
    for (let round = 0; round < 3_000; round += 1) {
      const fraction = random.pick([anyFraction, anyScore])();
      const places = random.below(8);
      const written = rational(fraction).toFixed(places, rounding);
      expect(written).toMatch(places === 0 ? /^-?\d+$/ : new RegExp(`^-?\\d+\\.\\d{${places}}$`));
      expect(written).not.toMatch(/^-[0.]+$/);
      expect(unitsOf(written)).toBe(slowlyRounded(fraction, places, rounding));
    }
  });

  it.each([
    ['7.5', 4, '7.5'],
    ['7.50000', 4, '7.5'],
    ['100', 2, '100'],
    ['3.33335', 4, '3.3334'],
    ['-3.33335', 4, '-3.3334'],
    ['3.33334999', 4, '3.3333'],
    ['-0.00001', 4, '0'],
    ['1e21', 0, '1000000000000000000000'],
    ['1e-7', 7, '0.0000001'],
  ])('Rational writes %s with at most %d decimals as %s', (number, places, expected) => {
    expect(Rational.of(number).toDecimal(places)).toBe(expected);
  });

  it('Rational writes a half to the even neighbor where it is told so', () => {
    const written = ['0.5', '1.5', '2.5', '-0.5', '-1.5'].map((text) =>
      Rational.of(text).toDecimal(0, 'half-even'),
    );
    expect(written).toEqual(['0', '2', '2', '0', '-2']);
  });

  it('Rational writes shares in percent', () => {
    expect(Rational.of(1).over(3).toPercent(2)).toBe('33.33');
    expect(Rational.of('0.875').toPercent(2)).toBe('87.5');
    expect(Rational.of('-0.05').toPercent(1)).toBe('-5');
  });

  it('Rational takes square roots that are right to the last place', () => {
    for (let round = 0; round < 500; round += 1) {
      const { n, d } = anyFraction();
      const square = Rational.fraction(n * n, d * d);
      expect(square.toSquareRoot(3)).toBe(rational({ n, d }).abs().toDecimal(3));
      const size = rational({ n, d }).abs();
      const root = Rational.of(size.toSquareRoot(3));
      const half = Rational.of('0.0005');
      expect(root.plus(half).times(root.plus(half)).gte(size)).toBe(true);
      expect(root.isZero() || root.minus(half).times(root.minus(half)).lte(size)).toBe(true);
    }
    expect(Rational.of(2).toSquareRoot(6)).toBe('1.414214');
    expect(() => Rational.of(-1).toSquareRoot(2)).toThrow(RangeError);
  });

  it('Rational adds up thirds to exactly one', () => {
    const third = Rational.of(1).over(3);
    expect(Rational.sum([third, third, third]).equals(1)).toBe(true);
    expect(Rational.sum(['0.1', '0.2']).equals('0.3')).toBe(true);
  });
});
