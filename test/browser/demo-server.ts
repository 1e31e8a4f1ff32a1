import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from '../bench/child';

/** `npm run demo` as its user runs it, on a folder and a port of its own. Needs `npm run build` first. */
export class DemoServer {
  private constructor(
    readonly url: string,
    /** Sign-in name of an instructor, as the greeting tells it. */
    readonly instructor: string,
    private readonly child: ChildProcess,
    private readonly folder: string,
  ) {}

  /** @param environment in addition to its own */
  static async start(environment: Record<string, string> = {}): Promise<DemoServer> {
    const folder = mkdtempSync(join(tmpdir(), 'stoa-browser-'));
    const child = spawn(process.execPath, ['dist/commands/demo.js'], {
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        NODE_ENV: 'development',
        // Not 0: the addresses of files in answers name the port.
        PORT: String(await freePort()),
        DATA_DIRECTORY: folder,
        LOG_LEVEL: 'warn',
        ...environment,
      },
      stdio: ['ignore', 'inherit', 'pipe'],
    });
    const lines: string[] = [];
    let url: string | undefined;
    for await (const line of createInterface({ input: child.stderr })) {
      lines.push(line);
      url ??= /(http:\/\/\S+)\/docs/.exec(line)?.[1];
      const instructor = /^ +instructor +(\S+)/.exec(line)?.[1];
      if (url !== undefined && instructor !== undefined) {
        // The rest of the greeting is of no interest, but must not fill the pipe.
        child.stderr.resume();
        return new DemoServer(url, instructor, child, folder);
      }
    }
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`The demo did not start:\n${lines.join('\n')}`);
  }

  async stop(): Promise<number | null> {
    const ended = new Promise<number | null>((resolve) => this.child.once('exit', (code) => resolve(code)));
    this.child.kill('SIGTERM');
    const code = await ended;
    rmSync(this.folder, { recursive: true, force: true });
    return code;
  }
}
