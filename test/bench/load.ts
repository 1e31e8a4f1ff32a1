import { type Flow, type FlowKey, flowOf, type Memory } from './flows';
import { type HttpAnswer, HttpConnection } from './http-connection';
import { latencyFigures } from './latencies';
import type { LoadOrder, LoadReport } from './load-process';
import { MIX } from './mix';
import { loadWorld, type World } from './world';

/** The load process: takes one order after another from the bench, sends the requests, checks every answer. */
function listen(): void {
  const world = loadWorld(process.env['WORLD'] ?? '');
  process.on('message', (order: LoadOrder) => {
    new Turn(world, order).run().then(
      (report) => process.send?.(report),
      (error: unknown) => process.send?.({ failure: String((error as Error).stack ?? error) }),
    );
  });
}

class Turn {
  private readonly latencies: number[] = [];
  private readonly faults: string[] = [];
  private readonly answers: string[] = [];
  /** Operations begun, of each flow and of all. */
  private readonly begun = new Map<FlowKey, number>();
  private total = 0;
  private deadline = Infinity;

  constructor(
    private readonly world: World,
    private readonly order: LoadOrder,
  ) {}

  async run(): Promise<LoadReport> {
    const { port, concurrency, operations, milliseconds } = this.order;
    const connections = await Promise.all(
      Array.from({ length: concurrency }, () => HttpConnection.open(port)),
    );
    const started = performance.now();
    if (operations === undefined) this.deadline = started + milliseconds;
    await Promise.all(connections.map((connection) => this.work(connection)));
    const { faults, latencies, answers } = this;
    return {
      operations: latencies.length,
      seconds: (performance.now() - started) / 1000,
      errors: faults.length,
      firstErrors: faults.slice(0, 3),
      answers,
      ...latencyFigures(latencies),
    };
  }

  /** One operation after another on one connection, until the turn is over. */
  private async work(first: HttpConnection): Promise<void> {
    let connection = first;
    const memory: Memory = new Map();
    for (let next = this.next(); next; next = this.next()) {
      const begun = performance.now();
      try {
        await this.operate(next.flow, next.index, connection, memory);
        this.latencies.push(performance.now() - begun);
      } catch (error) {
        this.faults.push((error as Error).message);
        connection.close();
        connection = await HttpConnection.open(this.order.port);
      }
    }
    connection.close();
  }

  private operate(flow: Flow, index: number, connection: HttpConnection, memory: Memory): Promise<void> {
    return flow.operate(
      async (expected, method, path, caller, body) => {
        const answer = await connection.request(method, path, caller.token, body);
        check(answer, expected, `${method} ${path}`);
        if (this.order.keepAnswers) this.answers.push(answer.body.toString());
        return answer.body;
      },
      this.world,
      index,
      memory,
    );
  }

  /** What comes next; undefined when the time is up, or all is done that was ordered or that the world has room for. */
  private next(): { flow: Flow; index: number } | undefined {
    const { flow: wanted, operations = Infinity } = this.order;
    if (this.total >= operations || performance.now() >= this.deadline) return undefined;
    const flow = flowOf(wanted === 'mix' ? (MIX[this.total % MIX.length] as FlowKey) : wanted);
    const index = this.begun.get(flow.key) ?? 0;
    if (index >= (flow.limit?.(this.world) ?? Infinity)) return undefined;
    this.begun.set(flow.key, index + 1);
    this.total += 1;
    return { flow, index };
  }
}

function check({ status, body }: HttpAnswer, expected: number, what: string): void {
  if (status !== expected) throw new Error(`${what}: ${status} ${body.toString().slice(0, 300)}`);
  if (status !== 204 && body.length === 0) throw new Error(`${what}: an empty body`);
}

listen();
