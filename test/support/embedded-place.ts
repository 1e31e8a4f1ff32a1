import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import {
  type EmbeddedConnection,
  type EmbeddedServer,
  type EmbeddedServerOptions,
  startEmbeddedServer,
} from '../../src/shared/database/embedded';
import { ApplicationProcess, requiring } from './application-process';
import { until } from './until';

export interface Owner {
  process: ChildProcess;
  /** What it said: either a server or an error. */
  said: { connection: EmbeddedConnection; pid: number; created: boolean; recovered: boolean; error?: string };
}

/** A new folder for an embedded server, and what has been started on it. */
export class EmbeddedPlace {
  readonly folder = mkdtempSync(join(tmpdir(), 'stoa-embedded-'));
  private readonly started: EmbeddedServer[] = [];
  private readonly owners: ChildProcess[] = [];

  /** The arguments are given to every server that this process starts. */
  constructor(private readonly extraArguments: string[] = []) {}

  async start(options: Partial<EmbeddedServerOptions> = {}): Promise<EmbeddedServer> {
    const server = await startEmbeddedServer({
      dataDirectory: this.folder,
      role: 'application',
      extraArguments: this.extraArguments,
      ...options,
    });
    this.started.push(server);
    return server;
  }

  /** Starts a process of its own that holds the server. */
  startOwner(role: 'application' | 'command'): Promise<Owner> {
    const child = this.spawnOwner([role]);
    return new Promise((settle, fail) => {
      createInterface(child.stdout!).once('line', (line) =>
        settle({ process: child, said: JSON.parse(line) as Owner['said'] }),
      );
      child.once('error', fail);
    });
  }

  spawnOwner(words: string[], env: NodeJS.ProcessEnv = process.env): ChildProcess {
    const command = [
      ...requiring('swc-require.cjs', ...ApplicationProcess.preloads),
      join(__dirname, 'embedded-owner.ts'),
      this.folder,
    ];
    const child = spawn(process.execPath, [...command, ...words], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env,
    });
    this.owners.push(child);
    return child;
  }

  /** The pids of the server programs that run on the folder. */
  servers(): Promise<number[]> {
    return processesWith(
      (words) => !words.includes('-c') && words.some((word) => word.startsWith(`--datadir=${this.folder}`)),
    );
  }

  /** The pids of the processes that end the server when its application is gone. */
  keepers(): Promise<number[]> {
    return processesWith(
      (words) =>
        words.includes('stoa-database-keeper') &&
        words.some((word) => word.startsWith(`--datadir=${this.folder}`)),
    );
  }

  async clean(): Promise<void> {
    for (const owner of this.owners) owner.kill('SIGKILL');
    await Promise.all(this.started.map((server) => server.stop()));
    try {
      await until(async () => (await this.servers()).length === 0);
    } finally {
      // Nothing outlives a test that failed.
      for (const pid of await this.servers()) process.kill(pid, 'SIGKILL');
      rmSync(this.folder, { recursive: true, force: true });
    }
  }
}

/** The rows that the server returns for a statement, which has a connection of its own. */
export async function ask(connection: EmbeddedConnection, sql: string): Promise<RowDataPacket[]> {
  const session = await createConnection(connection);
  try {
    const [rows] = await session.query<RowDataPacket[]>(sql);
    return rows;
  } finally {
    session.destroy();
  }
}

export async function parentOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^PPid:\s*(\d+)/m.exec(status)![1]);
}

async function processesWith(test: (words: string[]) => boolean): Promise<number[]> {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const words = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0');
      return test(words) ? [Number(pid)] : [];
    }),
  );
  return found.flat();
}
