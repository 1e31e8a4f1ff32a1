import { Chance } from '../../src/shared/chance/chance';

/** Gives one seed after another, the same ones in every run. A test may say which come next. */
export class TestChance extends Chance {
  private last = 0;
  private readonly next: number[] = [];

  /** The next seeds, in this order. */
  give(...seeds: number[]): void {
    this.next.push(...seeds);
  }

  seed(): number {
    // Steps of a prime number through all of them, so that seeds which follow one another look different.
    this.last = (this.last + 1_640_531_527) % 2 ** 31;
    return this.next.shift() ?? this.last;
  }
}
