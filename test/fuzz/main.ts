import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { inspect } from 'node:util';
import { toDatabaseUrl } from '../../src/shared/database/data-source';
import { Child, freePort } from '../bench/child';
import { writeRosterBundle } from '../bench/roster-bundle';
import { OwnServer } from '../support/own-server';
import { Client } from './client';
import { Contract, type OpenApiDocument } from './contract';
import { Fuzzer, type FuzzOptions } from './fuzzer';
import { type Options, readOptions, USAGE } from './options';
import { People } from './people';
import { emptinessOf, type Fault, type Report } from './report';
import { School } from './school';

/** A request without an answer after this time counts as hanging, even on a busy machine. */
const PATIENCE_MS = 30_000;
const READY_WITHIN_MS = 60_000;
const NEEDED_SHARE = 0.3;
/** A long run shows that it lives after so many requests. */
const SIGN_OF_LIFE = 5_000;
const KEEPER = { username: 'keeper', password: 'one lighthouse, forty ships' };

function say(message: string): void {
  process.stderr.write(`${message}\n`);
}

/** The application in a process of its own, on a database of its own, with rate limits that the fuzzer does not reach. */
class Target {
  private constructor(
    readonly folder: string,
    readonly origin: string,
    private readonly database: OwnServer,
    private readonly child: Child,
  ) {}

  static async start(application: string): Promise<Target> {
    const folder = mkdtempSync(join(tmpdir(), 'stoa-fuzz-'));
    mkdirSync(join(folder, 'mail'));
    const database = await OwnServer.start();
    const port = await freePort();
    const environment = {
      NODE_ENV: 'development',
      DATABASE_URL: toDatabaseUrl(database.target),
      DATA_DIRECTORY: folder,
      HOST: '127.0.0.1',
      PORT: String(port),
      ACCESS_TOKEN_MINUTES: '1440',
      RATE_LIMIT_PER_MINUTE: '10000000',
      SIGN_IN_LIMIT_PER_MINUTE: '10000000',
      OUTBOX_POLL_MILLISECONDS: '100',
      LOG_LEVEL: 'error',
    };
    await createKeeper(join(dirname(application), 'commands/create-administrator.js'), environment);
    const child = Child.start({
      name: 'application',
      script: resolve(application),
      environment,
      log: join(folder, 'application.log'),
    });
    const target = new Target(folder, `http://127.0.0.1:${port}`, database, child);
    try {
      await target.untilReady();
      return target;
    } catch (error) {
      await target.stop();
      throw error;
    }
  }

  /** What the application logged about a request. */
  logOf(requestId: string | undefined): string[] {
    if (requestId === undefined) return [];
    const lines = readFileSync(join(this.folder, 'application.log'), 'utf8').split('\n');
    return lines.filter((line) => line.includes(requestId)).slice(0, 3);
  }

  get hasEnded(): boolean {
    return this.child.hasEnded;
  }

  async stop(): Promise<void> {
    await this.child.stop();
    await this.database.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async untilReady(): Promise<void> {
    for (
      const deadline = performance.now() + READY_WITHIN_MS;
      performance.now() < deadline;
      await pause(50)
    ) {
      if (this.child.hasEnded) break;
      const ready = await fetch(`${this.origin}/health/ready`).catch(() => undefined);
      if (ready?.status === 200) return;
    }
    throw new Error(`The application does not start. ${this.child.lastWords()}`);
  }
}

function createKeeper(script: string, environment: Record<string, string>): Promise<void> {
  const names = ['--username', KEEPER.username, '--email', 'keeper@school.example'];
  return new Promise((done, fail) => {
    const child = execFile(
      process.execPath,
      [script, ...names],
      { env: { PATH: process.env['PATH'], ...environment } },
      (error, _out, complaint) => (error ? fail(new Error(complaint)) : done()),
    );
    child.stdin?.end(`${KEEPER.password}\n`);
  });
}

async function fuzz(options: Options, target: Target): Promise<boolean> {
  const contract = new Contract(JSON.parse(readFileSync(options.document, 'utf8')) as OpenApiDocument);
  const client = new Client(target.origin, PATIENCE_MS);
  const bundles = { whole: join(target.folder, 'whole.zip'), half: join(target.folder, 'half.zip') };
  await writeRosterBundle(bundles.whole, 12, 'fuzz');
  await writeRosterBundle(bundles.half, 5, 'fuzz');
  const people = await People.open(client, KEEPER.username, KEEPER.password);
  const school = await School.open(people, join(target.folder, 'mail'), bundles);
  const fuzzer = new Fuzzer(contract, client, school, { ...options, ...told(target) });
  const start = performance.now();
  const report = await fuzzer.run().finally(() => client.close());
  const seconds = (performance.now() - start) / 1000;
  const empty = emptinessOf(report, fuzzer.operations, NEEDED_SHARE);
  process.stdout.write(`${written(report, options, seconds).join('\n')}\n`);
  for (const reason of empty) process.stdout.write(`NOTHING FUZZED: ${reason}\n`);
  if (target.hasEnded) process.stdout.write('The application has ended by itself.\n');
  return report.faults.length === 0 && empty.length === 0 && !target.hasEnded;
}

/** Prints each fault at once, so that nobody waits for the end of a long run to see it. */
function told(target: Target): Pick<FuzzOptions, 'onFault' | 'onRequest'> {
  let faults = 0;
  return {
    onFault: (fault, found) => {
      const title = found === 'first' ? 'Found, the smallest request follows' : `FAULT ${(faults += 1)}`;
      process.stdout.write(`${title}: ${shown(fault, target)}\n`);
    },
    onRequest: ({ requests }) => {
      if (requests % SIGN_OF_LIFE === 0) say(`${requests} requests, ${faults} faults`);
    },
  };
}

function shown({ where, what, curl, answer, requestId }: Fault, target: Target): string {
  const logged = target.logOf(requestId).map((line) => `  logged: ${line}`);
  return [`${where}: ${what}`, `  ${curl}`, `  answered: ${answer}`, ...logged].join('\n');
}

function written(report: Report, { seed }: Options, seconds: number): string[] {
  const statuses = [...report.statuses].sort(([a], [b]) => a - b);
  const share = ((100 * report.successes) / report.requests).toFixed(1);
  return [
    ...report.faults.map(({ where, what }, index) => `Fault ${index + 1}: ${where}: ${what}`),
    `Seed ${seed}: ${report.requests} requests in ${seconds.toFixed(0)} s, ${share} % answered 2xx.`,
    `By status: ${statuses.map(([status, count]) => `${status || 'none'} × ${count}`).join(', ')}.`,
    `${report.faults.length} faults.`,
  ];
}

async function main(): Promise<void> {
  if (process.argv.includes('--help')) return say(USAGE);
  const options = readOptions(process.argv.slice(2));
  if (!existsSync(options.application))
    throw new Error(`${options.application} is not there: run npm run build first`);
  say(
    `Seed ${options.seed}: the same requests again with --seed ${options.seed} --requests ${options.requests}`,
  );
  const target = await Target.start(options.application);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void target.stop().finally(() => process.exit(1)));
  const isGood = await fuzz(options, target).finally(() => target.stop());
  if (!isGood) process.exitCode = 1;
}

main().catch((error: unknown) => {
  say(inspect(error));
  process.exitCode = 1;
});
