import { Rational } from '../../../shared/decimals/rational';

// Taken once: in a loop, a test's sandbox looks a global up anew each time.
const { isSafeInteger } = Number;

/** Σ xᵢ·yᵢ of whole numbers, exactly. Both lists are equally long. */
export function sumOfProducts(xs: ArrayLike<number>, ys: ArrayLike<number>): bigint {
  let whole = 0n;
  let part = 0;
  for (let index = 0; index < xs.length; index += 1) {
    const [x, y] = [xs[index] as number, ys[index] as number];
    const product = x * y;
    const next = part + product;
    if (isSafeInteger(product) && isSafeInteger(next)) {
      part = next;
      continue;
    }
    whole += BigInt(part) + BigInt(x) * BigInt(y);
    part = 0;
  }
  return whole + BigInt(part);
}

/** Σ xᵢ of whole numbers, exactly. */
export function sumOf(xs: ArrayLike<number>): bigint {
  let whole = 0n;
  let part = 0;
  for (let index = 0; index < xs.length; index += 1) {
    const next = part + (xs[index] as number);
    if (isSafeInteger(next)) {
      part = next;
      continue;
    }
    whole += BigInt(part) + BigInt(xs[index] as number);
    part = 0;
  }
  return whole + BigInt(part);
}

/**
 * The sample covariance of two lists of whole numbers: (n·Σxy − Σx·Σy) / (n·(n − 1)). Null for fewer than two pairs. Of a list
 * with itself it is the variance.
 */
export function covariance(xs: ArrayLike<number>, ys: ArrayLike<number>): Rational | null {
  const n = BigInt(xs.length);
  if (n < 2n) return null;
  return Rational.fraction(n * sumOfProducts(xs, ys) - sumOf(xs) * sumOf(ys), n * (n - 1n));
}

/** The covariance that the two lists would have if the highest of one went with the highest of the other, and so on. */
export function highestCovariance(xs: ArrayLike<number>, ys: ArrayLike<number>): Rational | null {
  return covariance(new Float64Array(xs).sort(), new Float64Array(ys).sort());
}

/** The central moments (1/n)·Σ(x − x̄)ʳ of whole numbers for r = 2, 3, 4, exactly. RangeError without numbers. */
export function centralMoments(xs: ArrayLike<number>): { m2: Rational; m3: Rational; m4: Rational } {
  const n = BigInt(xs.length);
  const sum = sumOf(xs);
  let [second, third, fourth] = [0n, 0n, 0n];
  for (let index = 0; index < xs.length; index += 1) {
    // n times the distance from the mean is a whole number.
    const distance = n * BigInt(xs[index] as number) - sum;
    const square = distance * distance;
    second += square;
    third += square * distance;
    fourth += square * square;
  }
  return {
    m2: Rational.fraction(second, n ** 3n),
    m3: Rational.fraction(third, n ** 4n),
    m4: Rational.fraction(fourth, n ** 5n),
  };
}
