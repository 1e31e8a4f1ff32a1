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
  /** The folder of the database; made if need be. One folder has one server and at most one application. */
  dataDirectory: string;
  /** Where a fetched server program is kept; by default `${XDG_CACHE_HOME:-~/.cache}/stoa/database-server`. */
  cacheDirectory?: string;
  /** An application owns the folder alone; commands (migrate, seed, import) share the server with it and each other. */
  role: 'application' | 'command';
  /** Memory for cached pages; 256 by default. Counts only for the one who starts the server. */
  bufferPoolMegabytes?: number;
  /** More options of mariadbd or mysqld, last on its command line. Count only for the one who starts the server. */
  extraArguments?: readonly string[];
  /** Hears, in whole sentences, of what takes longer: a fetch, a wait, a recovery. */
  onProgress?: (message: string) => void;
  /** With it the server is started again when it ends by itself, on the same socket and folder. */
  supervision?: Supervision;
  env?: NodeJS.ProcessEnv;
}

export interface EmbeddedServer {
  connection: EmbeddedConnection;
  /** Of the server process that runs now. */
  readonly pid: number;
  /** In the server's words: "10.11.19-MariaDB-…". */
  version: string;
  /** True if the database was made by this start. */
  created: boolean;
  /** True if the server had been killed and this start made its committed work good again. */
  recovered: boolean;
  /** Lets go of the server, and ends it in good order if no other process needs it. May be called twice. */
  stop(): Promise<void>;
}

/** Longer than a server may take to end, so that who waits for one that ends does not give up first. */
const LOCK_WITHIN_MS = 7 * 60_000;

/**
 * Starts the private MariaDB or MySQL server on the folder, or joins the one that runs there.
 *
 * The server ends when the last process that holds it stops, exits or is killed. One that was left
 * behind nevertheless is ended before a new one starts, so a folder never has two.
 *
 * @throws EmbeddedServerError in words for the person at the terminal
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

/** A server that this process holds. */
interface HeldServer {
  run: RunRecord;
  keeper: ServerKeeper | undefined;
  created: boolean;
  recovered: boolean;
}

/** One process's dealings with one folder. What changes the folder is done under its lock. */
class FolderSession {
  private readonly self: Holder;
  /** What it holds; when it has ended the process holds the folder still. */
  private held: HeldServer | undefined;

  constructor(
    private readonly folder: DataFolder,
    private readonly options: EmbeddedServerOptions,
    private readonly env: NodeJS.ProcessEnv,
    private readonly onProgress: (message: string) => void,
  ) {
    this.self = { id: randomUUID(), process: ownIdentity(), role: options.role };
  }

  /** Joins the server or starts it; or again, when it has ended. */
  async open(): Promise<HeldServer> {
    const joined = await this.locked(() => this.join());
    if (joined) return (this.held = joined);
    const { env, onProgress } = this;
    // Outside the lock: a fetch may take minutes, and whoever starts meanwhile should not wait for ours.
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
        `The database server (process ${pidOf(run.server)}) on ${this.folder.path}, in use by process ${users}, lets nobody in: ${login?.reason}`,
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
    // Whoever held the server that has ended looks for the next one in the same place.
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
    // Before it is ready: whoever comes after a kill at this point must know of it.
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
      `The database folder ${this.folder.path} is in use by another Stoa application, process ${pidOf(first.process)}. Stop that one first, or give this one a folder of its own.`,
    );
  }

  /** The recorded process is not there, yet something answers: it runs where we cannot see it, in another container. */
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

  /** The living holders but for this one. */
  private othersOf(run: RunRecord): Holder[] {
    return run.holders.filter((holder) => holder.id !== this.self.id && isRunning(holder.process));
  }

  /** The last one out ends the server, and waits for it; an earlier one only lets go. */
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
