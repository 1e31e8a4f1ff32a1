import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../../src/demo/content/random';
import type { Term } from './options';

const LOOK_EVERY_MS = 20;

/**
 * Holds faults and attempts of a term together: a fault is due once so many attempts have ended, and no attempt begins that
 * would leave the faults behind. So every fault finds learners in the midst of attempts, however slow the machine is.
 */
export class Pace {
  private begun = 0;
  private done = 0;
  private made = 0;
  private isOpen = false;
  private readonly points: number[];

  constructor(
    term: Term | undefined,
    private readonly clients: number,
    random: Random,
  ) {
    const { attempts, faults } = term ?? { attempts: 0, faults: 0 };
    const slice = attempts / faults;
    // One point in each slice of the term.
    this.points = Array.from({ length: faults }, (_, index) =>
      Math.floor(slice * index + random.between(0, slice * 0.9)),
    );
  }

  get faults(): number {
    return this.points.length;
  }

  /** Waits until a learner may begin an attempt. */
  async mayBegin(): Promise<void> {
    while (!this.isOpen && this.begun >= this.clients + (this.points[this.made] ?? Infinity))
      await pause(LOOK_EVERY_MS);
    this.begun += 1;
  }

  /** An attempt has ended. */
  ended(): void {
    this.done += 1;
  }

  /** Waits until the next fault is due. */
  async untilDue(): Promise<void> {
    while (!this.isOpen && this.done < (this.points[this.made] ?? 0)) await pause(LOOK_EVERY_MS);
  }

  faultIsMade(): void {
    this.made += 1;
  }

  /** Waits for nothing any more. */
  open(): void {
    this.isOpen = true;
  }
}
