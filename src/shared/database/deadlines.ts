/** How often all waits are looked at, in milliseconds. By so much later than told, one may end. */
const LOOK_MILLISECONDS = 50;

/** Something that must not go on for ever. */
export interface Wait {
  /** When it has taken too long, in monotonic milliseconds. */
  readonly until: number;
  readonly onLate: () => void;
}

/**
 * Ends what takes too long. One timer looks at all waits, and only while there are any: a timer for each would be set
 * and cleared with every statement and every connection, and hardly ever ring.
 */
export class Deadlines {
  private readonly waits = new Set<Wait>();
  private looking: NodeJS.Timeout | undefined;

  /** Calls `onLate` once, when the time is over and the wait was not removed. */
  add(until: number, onLate: () => void): Wait {
    const wait = { until, onLate };
    this.waits.add(wait);
    this.looking ??= setInterval(() => this.look(), LOOK_MILLISECONDS);
    return wait;
  }

  /** False when it was over already. */
  remove(wait: Wait): boolean {
    return this.waits.delete(wait);
  }

  private look(): void {
    if (this.waits.size === 0) {
      clearInterval(this.looking);
      this.looking = undefined;
      return;
    }
    const now = performance.now();
    for (const wait of this.waits) {
      if (wait.until > now) continue;
      this.waits.delete(wait);
      wait.onLate();
    }
  }
}
