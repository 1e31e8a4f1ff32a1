import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { DataFolder, Holder, RunRecord } from './data-folder';
import { EmbeddedServerError } from './embedded-server.errors';
import { withFolderLock } from './folder-lock';
import { identityOf, isRunning, ownIdentity, pidOf } from './process-identity';
import { defaultCacheDirectory, obtainServerBinary, ServerBinary } from './server-binary';
import { ServerKeeper } from './server-keeper';
import { ServerLog } from './server-log';
import { ServerSupervisor, type Supervision } from './server-supervisor';
import {
  EMBEDDED_USER,
  EmbeddedConnection,
  endServer,
  fillDataFolder,
  serverCommand,
  serverEnvironment,
  tryLogin,
  untilReady,
  writeInitFile,
} from './server-process';

export interface EmbeddedServerOptions {
  /** The folder of the database, created if needed. A folder has one server and at most one application. */
  dataDirectory: string;
  /** Where a downloaded server program is stored; by default `${XDG_CACHE_HOME:-~/.cache}/stoa/database-server`. */
  cacheDirectory?: string;
  /** An application owns the folder alone; commands (migrate, seed, import) share the server with it and each other. */
  role: 'application' | 'command';
  /** Memory for cached pages; 256 by default. Used only by the process that starts the server. */
  bufferPoolMegabytes?: number;
  /** More options of mariadbd or mysqld, last on its command line. Used only by the process that starts the server. */
  extraArguments?: readonly string[];
  /** Called with a sentence about each long step: a download, a wait, a recovery. */
  onProgress?: (message: string) => void;
  /** If given, a server that ends by itself is started again, on the same socket and folder. */
  supervision?: Supervision;
  env?: NodeJS.ProcessEnv;
}

export interface EmbeddedServer {
  connection: EmbeddedConnection;
  /** Of the running server process. */
  readonly pid: number;
  /** As the server reports it: "10.11.19-MariaDB-…". */
  version: string;
  /** True if this start created the database. */
  created: boolean;
  /** True if the server had been killed and this start recovered its committed transactions. */
  recovered: boolean;
  /** Releases the server, and shuts it down cleanly if no other process uses it. May be called twice. */
  stop(): Promise<void>;
}

/** Longer than a server may take to shut down, so that a process which waits for the shutdown does not give up first. */
const LOCK_WITHIN_MS = 7 * 60_000;

/**
 * Starts the embedded MariaDB or MySQL server on the folder, or uses the one that runs there.
 *
 * The server ends when the last process that uses it stops, exits or is killed. If one was left behind nevertheless, it is
 * ended before a new one starts, so a folder never has two.
 *
 * @throws EmbeddedServerError with a message for the terminal
 */
export async function startEmbeddedServer(options: EmbeddedServerOptions): Promise<EmbeddedServer> {
  const env = options.env ?? process.env;
  const onProgress = options.onProgress ?? (() => undefined);
  const folder = new DataFolder(options.dataDirectory);
  try {
    const session = new FolderSession(folder, options, env, onProgress);
    return session.handle(await session.open());
  } catch (error) {
    if (error instanceof EmbeddedServerError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new EmbeddedServerError(`The embedded database in ${folder.path} could not be started: ${reason}`, {
      cause: error,
    });
  }
}

/** A server that this process uses. */
interface HeldServer {
  run: RunRecord;
  keeper: ServerKeeper | undefined;
  created: boolean;
  recovered: boolean;
}

/** One process's use of one folder. The folder is changed only under its lock. */
class FolderSession {
  private readonly self: Holder;
  /** The server in use. When it has ended, the process still owns the folder. */
  private held: HeldServer | undefined;

  constructor(
    private readonly folder: DataFolder,
    private readonly options: EmbeddedServerOptions,
    private readonly env: NodeJS.ProcessEnv,
    private readonly onProgress: (message: string) => void,
  ) {
    this.self = { id: randomUUID(), process: ownIdentity(), role: options.role };
  }

  /** Uses the running server or starts one, also after it has ended. */
  async open(): Promise<HeldServer> {
    const joined = await this.locked(() => this.join());
    if (joined) return (this.held = joined);
    const { env, onProgress } = this;
    // Outside the lock: a download may take minutes, and other starts should not wait for it.
    const cacheDirectory = this.options.cacheDirectory ?? defaultCacheDirectory(env);
    const binary = await obtainServerBinary({ env, cacheDirectory, onProgress });
    return (this.held = await this.locked(async () => (await this.join()) ?? (await this.start(binary))));
  }

  private locked<T>(work: () => Promise<T>): Promise<T> {
    const onWait = (pid: number) =>
      this.onProgress(`Waiting for process ${pid}, which starts or stops the database…`);
    const purpose = 'the database folder';
    return withFolderLock(this.folder.path, { purpose, timeoutMs: LOCK_WITHIN_MS, onWait }, work);
  }

  /** @returns the server that runs on the folder; undefined if none does (any more) */
  private async join(): Promise<HeldServer | undefined> {
    const run = this.folder.readRun();
    if (!run) return undefined;
    const holders = this.othersOf(run);
    this.refuseSecondApplication(holders);
    if (!isRunning(run.server)) {
      await this.refuseUnseenServer(run);
      return undefined;
    }
    const keeper = await ServerKeeper.join(this.folder.path);
    const login = keeper || holders.length ? await tryLogin(this.connectionTo(run)) : undefined;
    if (login && 'version' in login) {
      this.folder.writeRun({ ...run, holders: [...holders, this.self] });
      return { run, keeper, created: false, recovered: false };
    }
    keeper?.release();
    if (holders.length) {
      const users = holders.map((holder) => pidOf(holder.process)).join(', ');
      throw new EmbeddedServerError(
        `The database server (process ${pidOf(run.server)}) on ${this.folder.path}, in use by process ${users}, accepts no connections: ${login?.reason}`,
      );
    }
    this.onProgress(`Ending the database server that was left behind (process ${pidOf(run.server)})…`);
    await endServer(run);
    return undefined;
  }

  private async start(binary: ServerBinary): Promise<HeldServer> {
    const { folder } = this;
    const last = folder.readRun();
    const holders = last ? this.othersOf(last) : [];
    folder.removeTraces();
    const log = new ServerLog(folder.logPath);
    log.begin();
    const created = await folder.initialize(binary, (dataPath) =>
      fillDataFolder(binary, { dataPath, temporaryPath: folder.temporaryPath }, log, this.env),
    );
    const recovered = folder.needsRecovery();
    writeInitFile(folder);
    log.begin();
    const { keeper, run, server } = await this.launch(binary, last, holders);
    try {
      const version = await untilReady(server, this.connectionTo(run), log, this.onProgress);
      await keeper.greet(folder.path);
      const ready: RunRecord = { ...run, version, ready: true, holders: [...holders, this.self] };
      folder.writeRun(ready);
      rmSync(folder.initFilePath, { force: true });
      return { run: ready, keeper, created, recovered };
    } catch (error) {
      await endServer(run);
      keeper.release();
      folder.removeTraces();
      throw error;
    }
  }

  private async launch(binary: ServerBinary, last: RunRecord | undefined, others: Holder[]) {
    const { folder, options } = this;
    const holders = this.held ? [...others, this.self] : others;
    // Processes that used the server which ended look for the next one at the same socket.
    const socketPath = folder.newSocketPath(holders.length > 0 ? last?.socketPath : undefined);
    const command = serverCommand(binary, {
      dataPath: folder.dataPath,
      temporaryPath: folder.temporaryPath,
      pidPath: folder.pidPath,
      logPath: folder.logPath,
      initFilePath: folder.initFilePath,
      socketPath,
      asRoot: process.getuid?.() === 0,
      bufferPoolMegabytes: options.bufferPoolMegabytes ?? 256,
      extraArguments: options.extraArguments ?? [],
    });
    const { keeper, pid } = await ServerKeeper.launch(
      folder.path,
      command,
      serverEnvironment(binary, this.env),
    );
    const server = identityOf(pid);
    const run: RunRecord = {
      folder: folder.path,
      server: server ?? `${pid}-0-ended`,
      version: binary.version,
      ready: false,
      socketPath,
      holders,
    };
    // Recorded before it is ready, so that a process that starts after a kill at this point finds it.
    folder.writeRun(run);
    return { keeper, run, server };
  }

  private connectionTo(run: RunRecord): EmbeddedConnection {
    return { socketPath: run.socketPath, user: EMBEDDED_USER, password: this.folder.password() };
  }

  private refuseSecondApplication(holders: Holder[]): void {
    const first = holders.find((holder) => holder.role === 'application');
    if (!first || this.options.role !== 'application') return;
    throw new EmbeddedServerError(
      `The database folder ${this.folder.path} is in use by another Stoa application, process ${pidOf(first.process)}. Stop that one first, or use another folder for this one.`,
    );
  }

  /** Refuses when the recorded process does not exist and a server answers: it runs in another container. */
  private async refuseUnseenServer(run: RunRecord): Promise<void> {
    const login = await tryLogin(this.connectionTo(run));
    if (!('version' in login)) return;
    throw new EmbeddedServerError(
      `A database server that this process cannot see (in another container?) is running on ${this.folder.path}. Stop it first.`,
    );
  }

  handle({ run, created, recovered }: HeldServer): EmbeddedServer {
    const supervisor = this.supervisor();
    let stopped: Promise<void> | undefined;
    const stop = async (): Promise<void> => {
      await supervisor?.stop();
      await this.locked(() => this.leave());
    };
    const currentPid = (): number => pidOf(this.held!.run.server);
    return {
      connection: this.connectionTo(run),
      get pid() {
        return currentPid();
      },
      version: run.version,
      created,
      recovered,
      stop: () => (stopped ??= stop()),
    };
  }

  private supervisor(): ServerSupervisor | undefined {
    const { supervision } = this.options;
    if (!supervision) return undefined;
    const isServerRunning = (): boolean => isRunning(this.held!.run.server);
    const restart = async (): Promise<void> => {
      const { keeper } = this.held!;
      await this.open();
      keeper?.release();
    };
    return new ServerSupervisor({ isRunning: isServerRunning, restart }, supervision);
  }

  /** The other live processes that use the server. */
  private othersOf(run: RunRecord): Holder[] {
    return run.holders.filter((holder) => holder.id !== this.self.id && isRunning(holder.process));
  }

  /** Releases the server. The last process to do so ends the server and waits for its end. */
  private async leave(): Promise<void> {
    const { run: own, keeper } = this.held!;
    const run = this.folder.readRun();
    const others = run ? this.othersOf(run) : [];
    if (run && others.length) this.folder.writeRun({ ...run, holders: others });
    else {
      await endServer(run ?? own);
      this.folder.forgetRun();
    }
    keeper?.release();
  }
}
