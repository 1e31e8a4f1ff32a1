/** Bounds of a queue, in pieces of work. */
export interface QueueBounds {
  /** Worked on at once. */
  running: number;
  /** Waiting for one group. */
  waitingInGroup: number;
  /** Waiting in all. */
  waiting: number;
}

interface Waiter {
  start: () => void;
  refuse: () => void;
}

/**
 * Work that takes turns by group: as long as others wait, a group gets one piece of work done a round, however many it
 * has brought. So whoever comes alone waits for at most one piece of each other group, not for all that they brought.
 *
 * When no more can wait, the group with the longest line gives up its last one for a newcomer from a group with a
 * shorter line.
 */
export class FairQueue {
  private running = 0;
  private waiting = 0;
  /** The lines of those who wait, the group whose turn is next first. No line is empty. */
  private readonly lines = new Map<string, Waiter[]>();

  /** `full` makes the error for whoever is sent away. */
  constructor(
    private readonly bounds: QueueBounds,
    private readonly full: () => Error,
  ) {}

  /** Does the work when it is the group's turn. Throws the error of `full` without doing it when too many wait. */
  async run<T>(group: string, work: () => Promise<T>): Promise<T> {
    if (this.running < this.bounds.running) this.running += 1;
    else await this.turnOf(group);
    try {
      return await work();
    } finally {
      // Handed on rather than given back, so that nobody who comes later gets in between.
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

  /** Sends the last one of the longest line away, if that line is longer than the newcomer's will be. */
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
    // Behind all others, who have their turn before this group has another.
    this.lines.delete(group);
    if (line.length > 0) this.lines.set(group, line);
    this.waiting -= 1;
    waiter?.start();
    return true;
  }
}
