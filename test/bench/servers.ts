import { resolve, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type ConnectionTarget, toDatabaseUrl } from '../../src/shared/database/data-source';
import { BENCH_KEY } from './access-token';
import { Child, freePort } from './child';
import { HttpConnection } from './http-connection';
import type { BenchOptions } from './options';

export type ServerName = 'application' | 'floor' | 'other build';

/** A server that takes requests. */
export interface RunningServer {
  name: ServerName;
  port: number;
  child: Child;
}

const READY_WITHIN_MS = 60_000;

/** Starts the servers of a run on one store, with the same pool and as many processes each. */
export class Servers {
  private readonly running: RunningServer[] = [];

  constructor(
    private readonly target: ConnectionTarget,
    private readonly folder: string,
    private readonly options: Pick<BenchOptions, 'workers' | 'poolSize' | 'application' | 'against'>,
  ) {}

  /** The built application as in production, but for limits that a load is meant to pass. */
  application(nodeArguments: readonly string[] = []): Promise<RunningServer> {
    return this.build('application', this.options.application, nodeArguments);
  }

  /** What the application is measured by: the floor, or the other build that was asked for. */
  rival(nodeArguments: readonly string[] = []): Promise<RunningServer> {
    const { against } = this.options;
    if (against !== undefined) return this.build('other build', against, nodeArguments);
    return this.start('floor', join(__dirname, 'floor-server.ts'), nodeArguments, {});
  }

  async stop(): Promise<void> {
    await Promise.all(this.running.splice(0).map(({ child }) => child.stop()));
  }

  private build(name: ServerName, script: string, nodeArguments: readonly string[]): Promise<RunningServer> {
    return this.start(name, resolve(script), nodeArguments, {
      ...productionSettings(join(this.folder, name)),
      LOG_LEVEL: 'info',
      // Polling for what a crash left would be counted among the statements of the requests.
      OUTBOX_POLL_MILLISECONDS: '600000',
      SHUTDOWN_SECONDS: '10',
    });
  }

  private async start(
    name: ServerName,
    script: string,
    nodeArguments: readonly string[],
    environment: Record<string, string>,
  ): Promise<RunningServer> {
    const port = await freePort();
    const child = Child.start({
      name,
      script,
      nodeArguments,
      environment: {
        HOST: '127.0.0.1',
        PORT: String(port),
        DATABASE_URL: toDatabaseUrl(this.target),
        DATABASE_POOL_SIZE: String(this.options.poolSize),
        WORKERS: String(this.options.workers),
        ...environment,
      },
      log: join(this.folder, `${name}.log`),
    });
    const server = { name, port, child };
    this.running.push(server);
    await untilItAnswers(server);
    return server;
  }
}

/** What the application needs to start in production, with limits that no load of one machine meets. */
export function productionSettings(dataDirectory: string): Record<string, string> {
  return {
    JWT_KEYS: `${BENCH_KEY.kid}:${BENCH_KEY.secret}`,
    PUBLIC_URL: 'http://127.0.0.1',
    DATA_DIRECTORY: dataDirectory,
    RATE_LIMIT_PER_MINUTE: '10000000',
    SIGN_IN_LIMIT_PER_MINUTE: '10000000',
  };
}

/** Anything but a refused connection is an answer. */
async function untilItAnswers({ name, port, child }: RunningServer): Promise<void> {
  for (const deadline = performance.now() + READY_WITHIN_MS; performance.now() < deadline; await pause(50)) {
    if (child.hasEnded) throw new Error(`The ${name} ended during its start. ${child.lastWords()}`);
    try {
      const connection = await HttpConnection.open(port);
      await connection.request('GET', '/v1/me', 'none').finally(() => connection.close());
      return;
    } catch {
      // Not listening yet.
    }
  }
  throw new Error(`The ${name} does not answer. ${child.lastWords()}`);
}
