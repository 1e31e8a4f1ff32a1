import { readRows } from '../../../src/modules/rostering/bundle/row-reader';

const HEADER = 'sourcedId,status,dateLastModified,title\r\n';
const CHUNK_BYTES = 64 * 1024;
const MOST_MILLISECONDS = 100;

async function* chunksOf(text: string): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length; start += CHUNK_BYTES)
    yield await Promise.resolve(bytes.subarray(start, start + CHUNK_BYTES));
}

/** Watches the turns of the event loop, in time of this process: what others do on the machine does not count. */
class LoopWatch {
  /** In milliseconds of CPU, of all threads: a few hold a collection of garbage that other tests have left. */
  private readonly turns: number[] = [];
  private isOver = false;
  private before = process.cpuUsage();

  start(): void {
    this.before = process.cpuUsage();
    this.turn();
  }

  stop(): void {
    this.note();
    this.isOver = true;
  }

  /** Of 100 turns, 95 take no longer. */
  get usualTurn(): number {
    return this.turns.sort((one, other) => one - other)[Math.floor(this.turns.length * 0.95)] ?? Infinity;
  }

  /** All of the work, shared out evenly. */
  get meanTurn(): number {
    return this.turns.reduce((sum, turn) => sum + turn, 0) / this.turns.length;
  }

  private turn(): void {
    if (this.isOver) return;
    this.note();
    setImmediate(() => this.turn());
  }

  private note(): void {
    const { user, system } = process.cpuUsage(this.before);
    this.before = process.cpuUsage();
    this.turns.push((user + system) / 1000);
  }
}

describe('reading a file with quotes that do not match', () => {
  it.each([
    ['in 40,000 rows that have one inside a field', 40_000, (row: number) => `c-${row},active,,"A"b\r\n`],
    ['in 20,000 rows that leave one open', 20_000, (row: number) => `c-${row},active,,"A\r\n`],
    ['in 20,000 rows of nothing else', 20_000, () => '"\n'],
  ])(
    'reading a file with bad quotes never blocks the event loop for long: %s',
    async (_where, count, row) => {
      const text = HEADER + Array.from({ length: count }, (_, index) => row(index)).join('');
      const watch = new LoopWatch();
      let bad = 0;
      watch.start();
      const limits = { maxRecordBytes: 256 * 1024, batchRows: 1000 };
      for await (const batch of readRows('categories', 'bulk', chunksOf(text), limits)) bad += batch.badRows;
      watch.stop();
      expect(bad).toBe(count);
      expect(watch.usualTurn).toBeLessThan(MOST_MILLISECONDS);
      // Work that kept the loop would make few turns of it, however they are sorted.
      expect(watch.meanTurn).toBeLessThan(MOST_MILLISECONDS / 2);
    },
    300_000,
  );
});
