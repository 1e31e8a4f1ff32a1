/** Random numbers for property tests that are the same on every run (mulberry32 by T. Ettinger). */
export function seededRandom(seed: number): {
  below: (limit: number) => number;
  pick: <T>(items: readonly T[]) => T;
} {
  let state = seed >>> 0;
  const below = (limit: number) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((((mixed ^ (mixed >>> 14)) >>> 0) * limit) / 2 ** 32) | 0;
  };
  return { below, pick: (items) => items[below(items.length)] as (typeof items)[number] };
}
