import { type Member, UnorderedSet } from '../collections/unordered-set';

/** How often all waits are checked, in milliseconds. A wait may end late by this much. */
const CHECK_MILLISECONDS = 50;

/** Something that must end by an instant. */
export interface Wait extends Member {
  /** In monotonic milliseconds. */
  readonly until: number;
  readonly onLate: () => void;
}

/**
 * Calls back for waits that take too long. One timer checks all waits, and runs only while there are any: a timer for each
 * would be set and cleared with every statement and every connection, and hardly ever fire.
 */
export class Deadlines {
  private readonly waits = new UnorderedSet<Wait>();
  private timer: NodeJS.Timeout | undefined;

  /** Calls `onLate` once, if the wait has not been removed by then. */
  add(until: number, onLate: () => void): Wait {
    const wait = this.waits.add({ until, onLate, place: -1 });
    this.timer ??= setInterval(() => this.check(), CHECK_MILLISECONDS);
    return wait;
  }

  /** False when `onLate` was called already. */
  remove(wait: Wait): boolean {
    return this.waits.remove(wait);
  }

  private check(): void {
    if (this.waits.size === 0) {
      clearInterval(this.timer);
      this.timer = undefined;
      return;
    }
    const now = performance.now();
    const late = this.waits.filter(({ until }) => until <= now);
    for (const wait of late) if (this.remove(wait)) wait.onLate();
  }
}
