import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type ConnectionTarget, toDatabaseUrl } from '../../src/shared/database/data-source';
import { Child, freePort } from '../bench/child';
import { productionSettings } from '../bench/servers';
import type { Balancer } from './client';
import { nodeArgumentsWithout } from './controls';
import type { ChaosOptions } from './options';
import { RECEIPT_KEY } from './receipts';

interface Replica {
  name: string;
  port: number;
  child: Child;
  /** The last answer of its /health/ready. */
  isReady: boolean;
  /** True while a fault is ending it on purpose. */
  isEnding: boolean;
}

const READY_WITHIN_MS = 60_000;
/** How often and how patiently the balancer asks each replica whether it is ready. */
const CHECK_EVERY_MS = 250;
const CHECK_WITHIN_MS = 1000;
/** Time that a supervisor needs to notice that a process is gone. */
const RESTART_AFTER_MS = 500;

/** The processes of the built application on one store, and the balancer before them. */
export class Replicas implements Balancer {
  /** Unexpected events, such as a process that ended by itself. */
  readonly faults: string[] = [];
  private readonly replicas: Replica[] = [];
  private next = 0;
  private isClosed = false;
  private checking: Promise<void> = Promise.resolve();

  constructor(
    private readonly target: ConnectionTarget,
    private readonly folder: string,
    private readonly options: Pick<
      ChaosOptions,
      'application' | 'replicas' | 'workers' | 'poolSize' | 'control'
    >,
  ) {}

  async start(): Promise<void> {
    for (let number = 1; number <= this.options.replicas; number += 1) {
      const name = `application-${number}`;
      const port = await freePort();
      this.replicas.push({ name, port, child: this.launch(name, port), isReady: false, isEnding: false });
    }
    this.checking = Promise.all(this.replicas.map((replica) => this.check(replica))).then(() => undefined);
    await this.untilAllReady();
  }

  get count(): number {
    return this.replicas.length;
  }

  /** The next one that is ready, in turn; any when none is. */
  pick(): number {
    this.next += 1;
    const ready = this.replicas.filter(({ isReady }) => isReady);
    const choice = ready.length > 0 ? ready : this.replicas;
    return choice[this.next % choice.length]!.port;
  }

  get areAllReady(): boolean {
    return this.replicas.every(({ isReady }) => isReady);
  }

  async untilAllReady(): Promise<void> {
    for (const deadline = performance.now() + READY_WITHIN_MS; !this.areAllReady; await pause(50)) {
      const ended = this.replicas.find(({ child }) => child.hasEnded);
      if (ended) throw new Error(`${ended.name} ended during its start. ${ended.child.lastWords()}`);
      if (performance.now() > deadline)
        throw new Error(`The replicas do not become ready. ${this.replicas[0]!.child.lastWords()}`);
    }
  }

  /** Ends one process with SIGKILL, or in good order with SIGTERM, and starts it again like a supervisor. */
  async restart(place: number, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const replica = this.replicas[place]!;
    const { child } = replica;
    replica.isEnding = true;
    if (!child.hasEnded) {
      const ended = once(child.process, 'exit');
      child.process.kill(signal);
      await ended;
    }
    const { exitCode } = child.process;
    if (signal === 'SIGTERM' && exitCode !== 0)
      this.faults.push(`${replica.name} was asked to end and exited with ${exitCode}. ${child.lastWords()}`);
    replica.isReady = false;
    await pause(RESTART_AFTER_MS);
    if (this.isClosed) return;
    replica.child = this.launch(replica.name, replica.port);
    replica.isEnding = false;
  }

  async stop(): Promise<void> {
    this.isClosed = true;
    await this.checking;
    await Promise.all(this.replicas.map(({ child }) => child.stop()));
  }

  private launch(name: string, port: number): Child {
    return Child.start({
      name,
      script: resolve(this.options.application),
      nodeArguments: nodeArgumentsWithout(this.options.control),
      environment: {
        ...productionSettings(join(this.folder, name)),
        HOST: '127.0.0.1',
        PORT: String(port),
        DATABASE_URL: toDatabaseUrl(this.target),
        DATABASE_POOL_SIZE: String(this.options.poolSize),
        WORKERS: String(this.options.workers),
        RECEIPT_KEYS: `${RECEIPT_KEY.kid}:${RECEIPT_KEY.secret}`,
        LOG_LEVEL: 'warn',
      },
      log: join(this.folder, `${name}.log`),
    });
  }

  /** Watches one replica until the run ends. */
  private async check(replica: Replica): Promise<void> {
    while (!this.isClosed) {
      replica.isReady = await isReady(replica.port);
      if (replica.child.hasEnded && !replica.isEnding) await this.revive(replica);
      await pause(CHECK_EVERY_MS);
    }
  }

  private async revive(replica: Replica): Promise<void> {
    const { exitCode, signalCode } = replica.child.process;
    const words = replica.child.lastWords();
    this.faults.push(`${replica.name} ended by itself (${exitCode ?? signalCode}). ${words}`);
    await pause(RESTART_AFTER_MS);
    if (!this.isClosed && !replica.isEnding) replica.child = this.launch(replica.name, replica.port);
  }
}

async function isReady(port: number): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(CHECK_WITHIN_MS);
    const answer = await fetch(`http://127.0.0.1:${port}/health/ready`, { signal });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}
