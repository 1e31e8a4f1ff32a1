import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type ConnectionTarget, toDatabaseUrl } from '../../src/shared/database/data-source';

const ROOT = join(__dirname, '../..');

/** `src/main.ts` as a process of its own, on a port of its own, for tests that kill it. */
export class ApplicationProcess {
  /** Files of `preloads/` that take a guard away in every process started from now on. */
  static readonly preloads: string[] = [];

  /** The log lines of the process and its workers. */
  readonly log: string[] = [];

  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
  ) {
    createInterface({ input: child.stdout! }).on('line', (line) => this.log.push(line));
  }

  /** `preloads` are loaded by this process alone. */
  static async start(
    target: ConnectionTarget,
    environment: Record<string, string> = {},
    preloads: readonly string[] = [],
  ): Promise<ApplicationProcess> {
    const child = spawn(
      process.execPath,
      [
        ...requiring('swc-require.cjs', ...ApplicationProcess.preloads, ...preloads),
        join(ROOT, 'src/main.ts'),
      ],
      {
        cwd: ROOT,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          PATH: process.env['PATH'],
          TMPDIR: tmpdir(),
          NODE_ENV: 'development',
          PORT: '0',
          LOG_LEVEL: 'error',
          RATE_LIMIT_PER_MINUTE: '1000000',
          SIGN_IN_LIMIT_PER_NETWORK: '1000000',
          SIGN_IN_LIMIT_IN_ALL: '1000000',
          DATABASE_URL: toDatabaseUrl(target),
          ...environment,
        },
      },
    );
    const lines: string[] = [];
    for await (const line of createInterface({ input: child.stderr })) {
      lines.push(line);
      const url = /listens on (http:\/\/\S+)/.exec(line)?.[1];
      if (url !== undefined) return new ApplicationProcess(url, child);
    }
    throw new Error(`The application did not start:\n${lines.join('\n')}`);
  }

  /** Sends a signal that does not end the process, for a preload that takes it. */
  signal(name: 'SIGUSR2'): void {
    this.child.kill(name);
  }

  /** The processes that it has started and that live. */
  get workers(): number[] {
    const { pid } = this.child;
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  }

  /** Ends the process with the signal and waits until it is gone. Returns its exit code; null after SIGKILL. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    const exit = this.exit();
    this.child.kill(signal);
    return exit;
  }

  /** Its exit code once it has ended by itself and its log is read to the end; null after a signal. */
  exit(): Promise<number | null> {
    if (this.child.exitCode !== null || this.child.signalCode !== null)
      return Promise.resolve(this.child.exitCode);
    return new Promise((resolve) => this.child.once('close', resolve));
  }
}

/** Arguments that make Node load files of this folder first. */
export function requiring(...files: string[]): string[] {
  return files.flatMap((file) => ['--require', join(__dirname, file)]);
}
