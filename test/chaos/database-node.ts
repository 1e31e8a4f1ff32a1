import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Connection, createConnection } from 'mysql2/promise';
import { type ConnectionTarget, connectionOptions } from '../../src/shared/database/data-source';
import type { ServerBinary } from '../../src/shared/database/embedded/server-binary';
import { ServerLog } from '../../src/shared/database/embedded/server-log';
import {
  fillDataFolder,
  serverCommand,
  serverEnvironment,
} from '../../src/shared/database/embedded/server-process';
import { OwnedProcess } from './owned-process';

const DATABASE = 'stoa';
/** Not secrets: the server listens on this machine only, for some minutes. */
const PASSWORD = 'only-for-this-run';
const ADMINISTRATOR = 'chaos';
const READY_WITHIN_MS = 60_000;
const END_WITHIN_MS = 20_000;

const ACCOUNTS = `CREATE DATABASE IF NOT EXISTS ${DATABASE} CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE USER IF NOT EXISTS '${DATABASE}'@'127.0.0.1' IDENTIFIED BY '${PASSWORD}';
GRANT ALL PRIVILEGES ON ${DATABASE}.* TO '${DATABASE}'@'127.0.0.1';
CREATE USER IF NOT EXISTS '${ADMINISTRATOR}'@'127.0.0.1' IDENTIFIED BY '${PASSWORD}';
GRANT ALL PRIVILEGES ON *.* TO '${ADMINISTRATOR}'@'127.0.0.1';
`;

/** The application's account on a database server, or on a proxy before it. */
export function applicationTarget(port: number): ConnectionTarget {
  return { host: '127.0.0.1', port, user: DATABASE, password: PASSWORD, database: DATABASE };
}

/** An account that may see and end everybody's connections. */
export function administratorTarget(port: number): ConnectionTarget {
  return { ...applicationTarget(port), user: ADMINISTRATOR };
}

/** A database server of our own on 127.0.0.1, which can be killed, frozen and started again on its data. */
export class DatabaseNode {
  readonly log: ServerLog;
  private readonly paths: { dataPath: string; temporaryPath: string };
  private process: OwnedProcess | undefined;

  constructor(
    readonly name: string,
    readonly port: number,
    readonly folder: string,
    private readonly binary: ServerBinary,
    /** The server's options; the last on its command line. */
    private readonly options: readonly string[],
    private readonly environment: NodeJS.ProcessEnv = process.env,
  ) {
    this.paths = { dataPath: join(folder, 'data'), temporaryPath: join(folder, 'tmp') };
    this.log = new ServerLog(join(folder, 'server.log'));
  }

  /** Makes an empty database. */
  async make(): Promise<void> {
    for (const path of [this.folder, ...Object.values(this.paths)]) mkdirSync(path, { recursive: true });
    await fillDataFolder(this.binary, this.paths, this.log, this.environment);
  }

  get dataPath(): string {
    return this.paths.dataPath;
  }

  get isRunning(): boolean {
    return this.process !== undefined && !this.process.hasEnded;
  }

  /** The command line of the server, which listens on its port. */
  command(options: readonly string[]): [string, ...string[]] {
    const { folder, paths, port, log, binary } = this;
    const initFilePath = join(folder, 'none.sql');
    const command = serverCommand(binary, {
      ...paths,
      initFilePath,
      socketPath: join(folder, 'server.sock'),
      pidPath: join(folder, 'server.pid'),
      logPath: log.path,
      asRoot: process.getuid?.() === 0,
      bufferPoolMegabytes: 256,
      extraArguments: [`--port=${port}`, '--bind-address=127.0.0.1', ...this.options, ...options],
    });
    const unwanted = ['--skip-networking', `--init-file=${initFilePath}`];
    return command.filter((word) => !unwanted.includes(word)) as [string, ...string[]];
  }

  /** Starts the server and waits until it accepts a connection. */
  async start(options: readonly string[] = [], withinMilliseconds = READY_WITHIN_MS): Promise<void> {
    this.log.begin();
    this.process = await OwnedProcess.start({
      name: this.name,
      command: this.command(options),
      environment: serverEnvironment(this.binary, this.environment),
      log: join(this.folder, 'output.log'),
    });
    await this.untilReady(withinMilliseconds);
  }

  /** As start, and makes the accounts. */
  async startWithAccounts(): Promise<void> {
    const file = join(this.folder, 'accounts.sql');
    writeFileSync(file, ACCOUNTS, { mode: 0o600 });
    await this.start([`--init-file=${file}`]);
    rmSync(file);
  }

  async connect(): Promise<Connection> {
    const connection = await createConnection({
      ...connectionOptions(administratorTarget(this.port)),
      connectTimeout: 2000,
    });
    // A connection error between two statements shows in the next one.
    connection.on('error', () => undefined);
    return connection;
  }

  freeze(): void {
    this.process?.signal('SIGSTOP');
  }

  thaw(): void {
    this.process?.signal('SIGCONT');
  }

  async kill(): Promise<void> {
    await this.process?.kill();
  }

  async stop(): Promise<void> {
    await this.process?.stop(END_WITHIN_MS);
  }

  private async untilReady(withinMilliseconds: number): Promise<void> {
    let reason = '';
    for (const deadline = performance.now() + withinMilliseconds; performance.now() < deadline;) {
      if (!this.isRunning) throw new Error(`The server ${this.name} ended. ${this.log.quote()}`);
      try {
        const connection = await this.connect();
        return await connection.end();
      } catch (error) {
        reason = (error as Error).message;
        await pause(50);
      }
    }
    throw new Error(`The server ${this.name} does not become ready: ${reason}. ${this.log.quote()}`);
  }
}
