/** Limits of a queue, in tasks. */
export interface QueueBounds {
  /** Running at once. */
  running: number;
  /** Waiting for one group. */
  waitingInGroup: number;
  /** Waiting in all groups together. */
  waiting: number;
}

interface Waiter {
  start: () => void;
  refuse: () => void;
}

/**
 * A round-robin queue by group: while several groups have tasks waiting, one task of each runs in turn. So the first task
 * of a group waits for at most one task of each other group, however many those have.
 *
 * When the queue is full, a new task of a group with few waiting tasks replaces the last task of the group with the most,
 * which is refused.
 */
export class FairQueue {
  private running = 0;
  private waiting = 0;
  /** Waiting tasks by group, the group whose turn is next first. No list is empty. */
  private readonly lines = new Map<string, Waiter[]>();

  /** `full` makes the error of a task that is refused. */
  constructor(
    private readonly bounds: QueueBounds,
    private readonly full: () => Error,
  ) {}

  /** Runs the work when it is the group's turn. Throws the error of `full` when too many tasks wait. */
  async run<T>(group: string, work: () => Promise<T>): Promise<T> {
    if (this.running < this.bounds.running) this.running += 1;
    else await this.turnOf(group);
    try {
      return await work();
    } finally {
      // The place goes straight to the next task, so that no new task gets in between.
      if (!this.startNext()) this.running -= 1;
    }
  }

  private turnOf(group: string): Promise<void> {
    const line = this.lines.get(group) ?? [];
    if (line.length >= this.bounds.waitingInGroup) throw this.full();
    if (this.waiting >= this.bounds.waiting) this.makeRoomBeside(line.length);
    return new Promise((start, reject) => {
      line.push({ start, refuse: () => reject(this.full()) });
      this.lines.set(group, line);
      this.waiting += 1;
    });
  }

  /** Refuses the last task of the longest line, if that line is longer than the new task's line will be. */
  private makeRoomBeside(length: number): void {
    const longest = [...this.lines.values()].reduce((found, line) =>
      line.length > found.length ? line : found,
    );
    if (longest.length <= length + 1) throw this.full();
    this.waiting -= 1;
    longest.pop()?.refuse();
  }

  private startNext(): boolean {
    const [next] = this.lines;
    if (!next) return false;
    const [group, line] = next;
    const waiter = line.shift();
    // Behind all other groups, which have their turn first.
    this.lines.delete(group);
    if (line.length > 0) this.lines.set(group, line);
    this.waiting -= 1;
    waiter?.start();
    return true;
  }
}
