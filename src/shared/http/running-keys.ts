const PATIENCE_MILLISECONDS = 1_000;

/**
 * The keys of the requests that this process is working on. Of requests with the same key, one goes to the store; the
 * others wait here, without a connection.
 */
export class RunningKeys {
  private readonly running = new Map<string, Promise<void>>();

  /** What to call at the end; undefined when the key was not free within a second. */
  async enter(key: string): Promise<(() => void) | undefined> {
    const deadline = performance.now() + PATIENCE_MILLISECONDS;
    for (let other = this.running.get(key); other; other = this.running.get(key))
      if (!(await endsBefore(deadline, other))) return undefined;
    let leave!: () => void;
    const ended = new Promise<void>((resolve) => (leave = resolve));
    this.running.set(key, ended);
    return () => {
      this.running.delete(key);
      leave();
    };
  }
}

function endsBefore(deadline: number, work: Promise<void>): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), Math.max(0, deadline - performance.now()));
    void work.then(() => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}
