/** How often all waits are checked, in milliseconds. A wait may end late by this much. */
const CHECK_MILLISECONDS = 50;

/** Something that must end by an instant. */
export interface Wait {
  /** In monotonic milliseconds. */
  readonly until: number;
  readonly onLate: () => void;
}

/**
 * Calls back for waits that take too long. One timer checks all waits, and runs only while there are any: a timer for each
 * would be set and cleared with every statement and every connection, and hardly ever fire.
 */
export class Deadlines {
  private readonly waits = new Set<Wait>();
  private timer: NodeJS.Timeout | undefined;

  /** Calls `onLate` once, if the wait has not been removed by then. */
  add(until: number, onLate: () => void): Wait {
    const wait = { until, onLate };
    this.waits.add(wait);
    this.timer ??= setInterval(() => this.check(), CHECK_MILLISECONDS);
    return wait;
  }

  /** False when `onLate` was called already. */
  remove(wait: Wait): boolean {
    return this.waits.delete(wait);
  }

  private check(): void {
    if (this.waits.size === 0) {
      clearInterval(this.timer);
      this.timer = undefined;
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
