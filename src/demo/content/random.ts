/**
 * Repeatable chance for the demo school. The generator is mulberry32 (Tommy Ettinger, public domain): 32 bits
 * of state, fine for making up weeks of study and for nothing that must be unguessable. A text seeds it
 * through FNV-1a, so that every learner in every course has a stream of their own: what one of them does never
 * shifts the weeks of another.
 */
export class Random {
  private state: number;

  constructor(seed: string) {
    this.state = fnv1a(seed);
  }

  /** A number in [0, 1). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A number in [min, max). */
  between(min: number, max: number): number {
    return min + this.next() * (max - min);
  }

  /** A whole number from min to max, both included. */
  integer(min: number, max: number): number {
    return Math.floor(this.between(min, max + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** @throws RangeError when there is nothing to pick from */
  pick<T>(items: readonly T[]): T {
    return this.weighted(items, () => 1);
  }

  /** @throws RangeError when no item has a positive weight */
  weighted<T>(items: readonly T[], weight: (item: T, index: number) => number): T {
    const weights = items.map(weight);
    let rest = this.next() * weights.reduce((sum, value) => sum + value, 0);
    for (const [index, item] of items.entries()) {
      const share = weights[index] ?? 0;
      if (rest < share) return item;
      rest -= share;
    }
    throw new RangeError('nothing to pick from');
  }

  /** Normally distributed, by the Box–Muller transform. */
  normal(mean: number, standardDeviation: number): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.next()));
    return mean + standardDeviation * radius * Math.cos(2 * Math.PI * this.next());
  }

  /** A new array in random order (Fisher–Yates). */
  shuffled<T>(items: readonly T[]): T[] {
    const rest = [...items];
    const result: T[] = [];
    while (rest.length > 0) {
      result.push(...rest.splice(this.integer(0, rest.length - 1), 1));
    }
    return result;
  }
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text, 'utf8')) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return hash;
}
