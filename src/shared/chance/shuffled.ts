import { createHash } from 'node:crypto';

/**
 * The items in an order that depends on the seed only: the same seed always gives the same order, on every
 * machine. Durstenfeld's version of the Fisher–Yates shuffle (Knuth, TAOCP 2, 3.4.2, algorithm P) over a stream
 * of SHA-256 digests; every order is equally likely. The items themselves are left alone.
 *
 * Shuffle each list of an attempt with a seed of its own, e.g. `${attempt.seed}:${question.id}`.
 */
export function shuffled<T>(items: readonly T[], seed: string | number): T[] {
  const result = [...items];
  const draw = drawsFrom(String(seed));
  for (let last = result.length - 1; last > 0; last -= 1) {
    const other = draw(last + 1);
    [result[last], result[other]] = [result[other] as T, result[last] as T];
  }
  return result;
}

/** The largest `count` of `drawsFrom`. */
export const MOST_DRAWN = 2 ** 32;

/** A function that draws whole numbers from 0 to `count` − 1, each equally likely. */
export function drawsFrom(seed: string): (count: number) => number {
  let round = 0;
  return (count) => {
    // A draw beyond the largest multiple of `count` would favor the small numbers: draw again.
    const limit = MOST_DRAWN - (MOST_DRAWN % count);
    for (;;) {
      const draw = createHash('sha256').update(`${round}:${seed}`).digest().readUInt32BE(0);
      round += 1;
      if (draw < limit) return draw % count;
    }
  };
}
