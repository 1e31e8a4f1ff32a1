import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const FOLDER = __dirname;
/** Lets plain Node run the bench's TypeScript, by the same compiler as the tests. */
const TYPESCRIPT = resolve(FOLDER, '../support/swc-require.cjs');
const END_WITH_PARENT = join(FOLDER, 'end-with-parent.cjs');
const STOP_WITHIN_MS = 15_000;

interface ChildOptions {
  name: string;
  /** The script; TypeScript of the bench or built JavaScript. */
  script: string;
  environment: Record<string, string>;
  /** More options of Node. */
  nodeArguments?: readonly string[];
  /** What the child prints goes to this file. */
  log: string;
}

/** A process of the bench's own, ended by its pid, and by itself should the bench be killed. */
export class Child {
  private constructor(
    readonly name: string,
    readonly process: ChildProcess,
    private readonly log: string,
  ) {}

  static start({ name, script, environment, nodeArguments = [], log }: ChildOptions): Child {
    const output = openSync(log, 'a');
    const loader = script.endsWith('.ts') ? ['--require', TYPESCRIPT] : [];
    const child = spawn(
      process.execPath,
      [
        '--disable-warning=ExperimentalWarning',
        ...nodeArguments,
        ...loader,
        '--require',
        END_WITH_PARENT,
        script,
      ],
      {
        env: {
          PATH: process.env['PATH'],
          HOME: process.env['HOME'],
          TZ: 'UTC',
          NODE_ENV: 'production',
          ALLOW_IN_PRODUCTION: 'mail-files',
          ...environment,
        },
        stdio: ['ignore', output, output, 'ipc'],
      },
    );
    closeSync(output);
    return new Child(name, child, log);
  }

  get pid(): number {
    const { pid } = this.process;
    if (pid === undefined) throw new Error(`${this.name} could not be started. ${this.lastWords()}`);
    return pid;
  }

  get hasEnded(): boolean {
    return this.process.exitCode !== null || this.process.signalCode !== null;
  }

  /** The end of what it printed, for a message about its failure. */
  lastWords(): string {
    return readFileSync(this.log, 'utf8').slice(-2000);
  }

  /** Asks it to end and waits; kills it if it does not. */
  async stop(): Promise<void> {
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      if (this.hasEnded) return;
      const ended = once(this.process, 'exit');
      this.process.kill(signal);
      await Promise.race([ended, pause(STOP_WITHIN_MS, undefined, { ref: false })]);
    }
  }
}

/** A port of 127.0.0.1 that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
