import { FairQueue, type QueueBounds } from '../../../src/modules/identity/passwords/fair-queue';
import { seededRandom } from '../seeded-random';

const AMPLE: QueueBounds = { running: 1, waitingInGroup: 1_000, waiting: 10_000 };

/** Waits until all promises that can continue have done so. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A queue whose tasks the test finishes by hand. */
class Desk {
  /** The tasks that have started, in order. */
  readonly begun: string[] = [];
  readonly refused: string[] = [];
  private readonly open: (() => void)[] = [];
  private readonly queue: FairQueue;

  constructor(bounds: QueueBounds) {
    this.queue = new FairQueue(bounds, () => new Error('full'));
  }

  bring(group: string, name = group): void {
    const work = (): Promise<void> => {
      this.begun.push(name);
      return new Promise((finish) => this.open.push(finish));
    };
    this.queue.run(group, work).catch(() => this.refused.push(name));
  }

  async finish(pieces = 1): Promise<void> {
    for (let piece = 0; piece < pieces; piece += 1) {
      await settle();
      this.open.shift()?.();
    }
    await settle();
  }

  get working(): number {
    return this.open.length;
  }
}

describe('the fair queue', () => {
  it('the fair queue lets a single task wait for at most one task of each other group', async () => {
    const desk = new Desk(AMPLE);
    for (let piece = 0; piece < 100; piece += 1)
      for (let network = 0; network < 15; network += 1) desk.bring(`network ${network}`);
    desk.bring('alone');
    await desk.finish(16);
    expect(desk.begun).toContain('alone');
    expect(desk.begun.indexOf('alone')).toBeLessThanOrEqual(16);
  });

  it('the fair queue keeps the order within a group', async () => {
    const desk = new Desk(AMPLE);
    for (const name of ['a1', 'a2', 'b1', 'a3', 'b2']) desk.bring(name.slice(0, 1), name);
    await desk.finish(5);
    expect(desk.begun).toEqual(['a1', 'a2', 'b1', 'a3', 'b2']);
  });

  it('the fair queue refuses tasks above the limit of a group, and none of other groups', async () => {
    const desk = new Desk({ ...AMPLE, waitingInGroup: 2 });
    for (const name of ['a1', 'a2', 'a3', 'a4', 'b1']) desk.bring(name.slice(0, 1), name);
    await settle();
    expect(desk.refused).toEqual(['a4']);
    await desk.finish(4);
    expect(desk.begun).toEqual(['a1', 'a2', 'b1', 'a3']);
  });

  it('the fair queue refuses the last task of the longest line to make room for a task of another group', async () => {
    const desk = new Desk({ running: 1, waitingInGroup: 3, waiting: 4 });
    for (const name of ['a1', 'a2', 'a3', 'a4', 'b1', 'c1', 'd1', 'e1']) desk.bring(name.slice(0, 1), name);
    await settle();
    expect(desk.refused.sort()).toEqual(['a3', 'a4', 'e1']);
    await desk.finish(5);
    expect(desk.begun).toEqual(['a1', 'a2', 'b1', 'c1', 'd1']);
  });

  it('the fair queue keeps its limits, runs every accepted task and starves no group, in random runs', async () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const { below } = seededRandom(seed);
      const bounds = { running: 1 + below(3), waitingInGroup: 4, waiting: 12 };
      const desk = new Desk(bounds);
      let brought = 0;
      for (let step = 0; step < 60; step += 1) {
        if (below(10) < 6) desk.bring(`g${below(6)}`, `w${(brought += 1)}`);
        else await desk.finish();
        expect(desk.working).toBeLessThanOrEqual(bounds.running);
      }
      await desk.finish(brought);
      expect([...desk.begun, ...desk.refused].sort()).toEqual(
        Array.from({ length: brought }, (_, index) => `w${index + 1}`).sort(),
      );
      expect(new Set(desk.begun).size).toBe(desk.begun.length);
    }
  });
});
