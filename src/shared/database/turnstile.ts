import { StoreBusyError } from './store.errors';

interface Waiting {
  enter: () => void;
  timer: NodeJS.Timeout;
}

/** A semaphore: admits a number of holders at a time; others wait in order, each until its own deadline. */
export class Turnstile {
  private free: number;
  /** An array and no Set, for the reason that `UnorderedSet` gives. */
  private readonly line: Waiting[] = [];

  constructor(places: number) {
    this.free = places;
  }

  /**
   * Undefined when there is a place at once, so that the common case needs no promise.
   *
   * @throws StoreBusyError (rejects) when there is none within the milliseconds.
   */
  enter(milliseconds: number): Promise<void> | undefined {
    if (this.free > 0) {
      this.free -= 1;
      return undefined;
    }
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.line.splice(this.line.indexOf(waiting), 1);
        reject(new StoreBusyError());
      }, milliseconds);
      const waiting: Waiting = { enter: resolve, timer };
      this.line.push(waiting);
    });
  }

  /** Gives the place to the holder that has waited longest. */
  leave(): void {
    const next = this.line.shift();
    if (!next) {
      this.free += 1;
      return;
    }
    clearTimeout(next.timer);
    next.enter();
  }
}
