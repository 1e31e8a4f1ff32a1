import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MIGRATIONS } from '../../src/migrations';
import type { ConnectionTarget } from '../../src/shared/database/data-source';
import {
  EMBEDDED_DATABASE,
  type EmbeddedServer,
  startEmbeddedServer,
} from '../../src/shared/database/embedded';
import { migrate } from '../../src/shared/database/migrate';

/** A database server for one test file, to be started with options that would disturb the others. */
export class OwnServer {
  private constructor(
    private readonly folder: string,
    private server: EmbeddedServer,
  ) {}

  /** With a migrated database. */
  static async start(extraArguments: string[] = []): Promise<OwnServer> {
    const folder = mkdtempSync(join(tmpdir(), 'stoa-own-server-'));
    const own = new OwnServer(folder, await serverOn(folder, extraArguments));
    await migrate(own.target, MIGRATIONS);
    return own;
  }

  get target(): ConnectionTarget {
    return { ...this.server.connection, database: EMBEDDED_DATABASE };
  }

  /** Ends the server and starts it again on the same folder. */
  async restart(extraArguments: string[] = []): Promise<void> {
    await this.server.stop();
    this.server = await serverOn(this.folder, extraArguments);
  }

  async stop(): Promise<void> {
    await this.server.stop();
    this.removeFolder();
  }

  /** As `stop`, for a server that has no room left: while it ends of itself, it may wait for room without end. */
  async kill(): Promise<void> {
    const stopped = this.server.stop();
    const isStopped = await Promise.race([
      stopped.then(() => true),
      new Promise<boolean>((settle) => setTimeout(settle, 20_000, false).unref()),
    ]);
    if (!isStopped) process.kill(this.server.pid, 'SIGKILL');
    await stopped;
    this.removeFolder();
  }

  private removeFolder(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function serverOn(folder: string, extraArguments: string[]): Promise<EmbeddedServer> {
  return startEmbeddedServer({
    dataDirectory: folder,
    role: 'application',
    bufferPoolMegabytes: 32,
    extraArguments: ['--innodb-flush-log-at-trx-commit=2', ...extraArguments],
  });
}
