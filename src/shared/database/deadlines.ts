/** How often all waits are checked, in milliseconds. A wait may end late by this much. */
const CHECK_MILLISECONDS = 50;

/** Something that must end by an instant. */
export interface Wait {
  /** In monotonic milliseconds. */
  readonly until: number;
  readonly onLate: () => void;
  /** Where it stands among the waits; -1 when it has ended. */
  place: number;
}

/**
 * Calls back for waits that take too long. One timer checks all waits, and runs only while there are any: a timer for each
 * would be set and cleared with every statement and every connection, and hardly ever fire.
 *
 * The waits are an array and no Set. V8 moves a Set in which elements come and go from one table to the next, and each
 * table that it leaves points to its successor. As soon as one of these has grown old, no minor garbage collection frees
 * those after it, nor what the waits in them hold: whole results of statements. Memory doubled, and a fifth of all CPU
 * time went to garbage collection.
 */
export class Deadlines {
  private readonly waits: Wait[] = [];
  private timer: NodeJS.Timeout | undefined;

  /** Calls `onLate` once, if the wait has not been removed by then. */
  add(until: number, onLate: () => void): Wait {
    const wait = { until, onLate, place: this.waits.length };
    this.waits.push(wait);
    this.timer ??= setInterval(() => this.check(), CHECK_MILLISECONDS);
    return wait;
  }

  /** False when `onLate` was called already. */
  remove(wait: Wait): boolean {
    const { place } = wait;
    if (place < 0) return false;
    const last = this.waits.pop() as Wait;
    if (last !== wait) {
      this.waits[place] = last;
      last.place = place;
    }
    wait.place = -1;
    return true;
  }

  private check(): void {
    if (this.waits.length === 0) {
      clearInterval(this.timer);
      this.timer = undefined;
      return;
    }
    const now = performance.now();
    const late = this.waits.filter(({ until }) => until <= now);
    for (const wait of late) if (this.remove(wait)) wait.onLate();
  }
}
