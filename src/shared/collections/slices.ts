import { setImmediate } from 'node:timers/promises';

/** About a millisecond's work, where each value is a row of a statement or takes as much. */
export const SLICE = 500;

/**
 * Gives each value to `take`, in order. After each slice the event loop serves everybody else, so that a computation over a
 * large course stands in nobody's way.
 */
export async function eachInSlices<T>(values: Iterable<T>, take: (value: T) => void): Promise<void> {
  let count = 0;
  for (const value of values) {
    take(value);
    count += 1;
    if (count % SLICE === 0) await setImmediate();
  }
}

/** As `Array.map`, in slices as above. */
export async function mapInSlices<T, Result>(
  values: Iterable<T>,
  toResult: (value: T) => Result,
): Promise<Result[]> {
  const results: Result[] = [];
  await eachInSlices(values, (value) => results.push(toResult(value)));
  return results;
}
