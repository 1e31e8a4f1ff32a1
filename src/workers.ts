import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import pino, { type Logger } from 'pino';
import { openPreparedStore, type RunningApplication } from './application';
import { CommandError } from './commands/command';
import type { Settings } from './config/settings';
import { toDatabaseUrl } from './shared/database/data-source';
import type { Store } from './shared/database/store';
import { closeUndelivered } from './shared/workers/undelivered-connections';
import { tellWorker, WORKER_VARIABLE } from './shared/workers/worker-channel';
import { END, type WorkerReport } from './worker';

/** After this uptime a crash no longer counts as a failed start. */
const STEADY_MILLISECONDS = 60_000;
const LONGEST_PAUSE_MILLISECONDS = 30_000;

/**
 * Opens and prepares the store, and starts WORKERS processes on it, which share one port. This process takes no
 * requests: it holds the store, replaces workers that die, and ends all of them in good order.
 *
 * @throws CommandError with the message of the first worker that failed
 */
export async function startWorkers(
  settings: Settings,
  say: (message: string) => void,
  prepare?: (store: Store) => Promise<void>,
): Promise<RunningApplication> {
  const store = await openPreparedStore(settings, say, prepare);
  const workers = new Workers(settings, store);
  // However this process ends, workers that are still running have had their time.
  process.on('exit', () => workers.kill());
  try {
    const url = await workers.start();
    const stop = async (): Promise<void> => {
      await workers.stop();
      await store.close();
    };
    return { url, store, stop };
  } catch (error) {
    workers.kill();
    await store.close();
    throw error;
  }
}

/** One forked process. */
interface Member {
  worker: Worker;
  bornAt: number;
  /** Resolves with its address when it takes requests. */
  listens: Promise<string>;
  /** Resolves with how it ended. */
  ended: Promise<string>;
}

class Workers {
  private readonly log: Logger;
  private readonly members = new Set<Member>();
  private readonly ending = new AbortController();
  private port: number;

  constructor(
    private readonly settings: Settings,
    private readonly store: Store,
  ) {
    this.log = pino({ level: settings.logLevel });
  }

  /** Resolves with the address when all of them take requests. */
  async start(): Promise<string> {
    this.port = this.settings.port || (await unusedPort(this.settings.host));
    const first = Array.from({ length: this.settings.workers }, () => this.fork());
    const [url = ''] = await Promise.all(first.map(({ listens }) => listens));
    for (const member of first) void this.keep(member);
    return url;
  }

  /** Resolves when all have finished their requests and exited. */
  async stop(): Promise<void> {
    this.ending.abort();
    const members = [...this.members];
    for (const { worker } of members) tellWorker(worker, END);
    const endings = await Promise.all(members.map(({ ended }) => ended));
    const bad = endings.find((ending) => ending !== 'code 0');
    if (bad !== undefined) throw new Error(`A worker ended with ${bad}`);
  }

  kill(): void {
    for (const { worker } of this.members) worker.process.kill('SIGKILL');
  }

  /** Replaces the worker when it dies, and its successors: at once, or after a pause if they die soon after their start. */
  private async keep(first: Member): Promise<void> {
    let member = first;
    for (let deaths = 1; ; deaths += 1) {
      const ending = await member.ended;
      if (this.isEnding) return;
      if (performance.now() - member.bornAt > STEADY_MILLISECONDS) deaths = 1;
      const pauseMilliseconds = deaths === 1 ? 0 : Math.min(500 * 2 ** deaths, LONGEST_PAUSE_MILLISECONDS);
      this.log.error(
        { worker: member.worker.process.pid, ending, pauseMilliseconds },
        'A worker died and will be replaced',
      );
      await pause(pauseMilliseconds, undefined, { signal: this.ending.signal }).catch(() => undefined);
      if (this.isEnding) return;
      member = this.fork();
      member.listens.catch((error: Error) => this.log.error(error.message));
    }
  }

  private fork(): Member {
    const worker = cluster.fork({
      DATABASE_URL: this.settings.databaseUrl ?? toDatabaseUrl(this.store.target),
      PORT: String(this.port),
      PASSWORD_HASH_CONCURRENCY: String(
        shareOf(this.settings.passwordHashConcurrency, this.settings.workers),
      ),
      [WORKER_VARIABLE]: 'true',
    });
    closeUndelivered(worker);
    // A message could not be delivered. If the worker died, its exit event follows.
    worker.on('error', (error) =>
      this.log.warn({ err: error }, 'A message to a worker could not be delivered'),
    );
    const ended = endOf(worker);
    const member = { worker, bornAt: performance.now(), ended, listens: addressOf(worker, ended) };
    this.members.add(member);
    void ended.then(() => this.members.delete(member));
    // A worker that was still starting did not get the message.
    member.listens.then(
      () => this.isEnding && tellWorker(worker, END),
      () => undefined,
    );
    return member;
  }

  private get isEnding(): boolean {
    return this.ending.signal.aborted;
  }
}

/** A worker's share of what is meant for all of them together, at least 1. */
function shareOf(whole: number, workers: number): number {
  return Math.max(1, Math.floor(whole / workers));
}

/** For PORT=0: a port that the workers choose would be lost when the last of them dies. */
async function unusedPort(host: string): Promise<number> {
  const server = createServer().listen(0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Not `once` of node:events, which would give up at an error on the channel. */
function endOf(worker: Worker): Promise<string> {
  return new Promise((resolve) => {
    worker.once('exit', (code: number | null, signal: string | null) => resolve(signal || `code ${code}`));
  });
}

function addressOf(worker: Worker, ended: Promise<string>): Promise<string> {
  return new Promise((resolve, reject) => {
    worker.on('message', (report: WorkerReport) => {
      if (report.kind === 'listening') resolve(report.url);
      if (report.kind === 'failed') reject(new CommandError(report.reason));
    });
    void ended.then((ending) =>
      reject(new CommandError(`A worker ended with ${ending} before it listened.`)),
    );
  });
}
