import type { Flow } from './flows';
import { intervalOf } from './interval';
import { median } from './latencies';
import { type LoadProcess, refuseErrors } from './load-process';
import { figuresOf } from './process-figures';
import type { School } from './school';
import type { RunningServer, ServerName } from './servers';

/** One server's turn at one flow. */
export interface TurnFigures {
  server: ServerName;
  operations: number;
  operationsPerSecond: number;
  p50Milliseconds: number;
  p99Milliseconds: number;
  /** Of one operation: the server's own processes, and the database server's. */
  serverCpuMilliseconds: number;
  databaseCpuMilliseconds: number;
  memoryMegabytes: number;
  errors: number;
  firstErrors: string[];
}

/** What one operation costs the database server, counted with nothing beside it. */
export interface OperationCost {
  statements: number;
  rowsRead: number;
}

/** The median of the pairs' ratios, with the least and the greatest. */
export interface Spread {
  median: number;
  min: number;
  max: number;
}

/** The ratio that pairs of turns show, and where it lies with 95 % confidence. */
export interface Interval {
  ratio: number;
  low: number;
  high: number;
}

/** A flow at one concurrency: turns in the order they were taken. Who goes first in a pair changes from pair to pair. */
export interface Contest {
  flow: string;
  concurrency: number;
  turns: TurnFigures[];
  /** Operations a second of the application, of those of the floor in the turn beside it. */
  speedRatio: Spread;
  /** CPU of the application for one operation, of that of the floor. */
  cpuRatio: Interval;
}

/** Operations to count the statements of. Enough to even out what happens now and then. */
const COUNTED = 40;

/** Takes turns with both servers, each turn from the same store. */
export class Measurement {
  constructor(
    private readonly school: School,
    private readonly load: LoadProcess,
    private readonly servers: readonly RunningServer[],
    private readonly say: (message: string) => void,
  ) {}

  /** Lets both servers get to their speed: compiled code, prepared statements, open connections, warm pages. */
  async warmUp(flow: Flow, milliseconds: number): Promise<void> {
    for (const { name, port } of this.servers) {
      await this.school.rewind([flow]);
      const report = await this.load.run({ port, flow: flow.key, concurrency: 16, milliseconds });
      refuseErrors(report, flow.key, name);
    }
  }

  /** Statements and rows of one operation on each server. */
  async costs(flow: Flow): Promise<Map<ServerName, OperationCost>> {
    const costs = new Map<ServerName, OperationCost>();
    for (const { name, port } of this.servers) {
      // Operations that prepare their statements, and read what is not yet in memory, come before those that count.
      const order = { port, flow: flow.key, concurrency: 1, milliseconds: 0, operations: COUNTED };
      await this.school.rewind([flow]);
      await this.load.run(order);
      await this.school.rewind([flow]);
      const { result, counts } = await this.school.costOf(() => this.load.run(order));
      refuseErrors(result, flow.key, name);
      costs.set(name, {
        statements: counts.statements / result.operations,
        rowsRead: counts.rowsRead / result.operations,
      });
    }
    return costs;
  }

  async contest(flow: Flow, concurrency: number, rounds: number, seconds: number): Promise<Contest> {
    const turns: TurnFigures[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      // The second of a pair meets a warmer or a busier machine, so neither is always the second.
      const order = round % 2 === 1 ? this.servers : this.servers.toReversed();
      for (const server of order) turns.push(await this.turn(server, flow, concurrency, seconds));
      const [ours, floors] = this.pairOf(turns.slice(-2)).map(({ operationsPerSecond }) =>
        operationsPerSecond.toFixed(0),
      );
      this.say(
        `${flow.key} ${flow.title}, ${concurrency} at once, round ${round} of ${rounds}: ${ours} and ${floors} a second`,
      );
    }
    const pairs = Array.from({ length: rounds }, (_, round) =>
      this.pairOf(turns.slice(2 * round, 2 * round + 2)),
    );
    return {
      flow: flow.key,
      concurrency,
      turns,
      speedRatio: spreadOf(pairs, ({ operationsPerSecond }) => operationsPerSecond),
      cpuRatio: intervalOf(ratiosOf(pairs, ({ serverCpuMilliseconds }) => serverCpuMilliseconds)),
    };
  }

  /** The turns of a round, the application's first. */
  private pairOf(turns: TurnFigures[]): TurnFigures[] {
    return this.servers.flatMap(({ name }) => turns.filter(({ server }) => server === name));
  }

  private async turn(
    { name, port, child }: RunningServer,
    flow: Flow,
    concurrency: number,
    seconds: number,
  ): Promise<TurnFigures> {
    await this.school.rewind([flow]);
    const before = { server: figuresOf(child.pid), database: figuresOf(this.school.serverPid) };
    const report = await this.load.run({ port, flow: flow.key, concurrency, milliseconds: seconds * 1000 });
    const after = { server: figuresOf(child.pid), database: figuresOf(this.school.serverPid) };
    const cpu = (side: 'server' | 'database'): number =>
      (after[side].cpuMilliseconds - before[side].cpuMilliseconds) / Math.max(1, report.operations);
    return {
      server: name,
      operations: report.operations,
      operationsPerSecond: report.operations / report.seconds,
      p50Milliseconds: report.p50,
      p99Milliseconds: report.p99,
      serverCpuMilliseconds: cpu('server'),
      databaseCpuMilliseconds: cpu('database'),
      memoryMegabytes: after.server.memoryMegabytes,
      errors: report.errors,
      firstErrors: report.firstErrors,
    };
  }
}

function ratiosOf(pairs: TurnFigures[][], figure: (turn: TurnFigures) => number): number[] {
  return pairs.flatMap(([ours, floors]) => (ours && floors ? [figure(ours) / figure(floors)] : []));
}

function spreadOf(pairs: TurnFigures[][], figure: (turn: TurnFigures) => number): Spread {
  const ratios = ratiosOf(pairs, figure);
  return { median: median(ratios), min: Math.min(...ratios), max: Math.max(...ratios) };
}
