import { randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  statSync,
  readFileSync,
  realpathSync,
  rmdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { EmbeddedServerError } from './embedded-server.errors';
import { ProcessIdentity } from './process-identity';
import { BINARY_VARIABLE, ServerBinary, ServerVendor } from './server-binary';
import { GREETING, PIPE } from './server-keeper';

/** A process that uses the server. */
export interface Holder {
  id: string;
  process: ProcessIdentity;
  role: 'application' | 'command';
}

/** The record of the server that was started last on the folder; it may have ended since. */
export interface RunRecord {
  /** Path of the folder: in a copy of the folder, the record is that of the original's server. */
  folder: string;
  server: ProcessIdentity;
  version: string;
  /** Whether it has accepted a connection yet; until then it is killed rather than asked to end (see the keeper). */
  ready: boolean;
  socketPath: string;
  holders: Holder[];
}

interface FolderRecord {
  /** The password of the only account. A reader of this file can use the database, hence mode 0600. */
  password: string;
  vendor: ServerVendor;
  version: string;
}

/** sun_path holds 108 bytes on Linux and 104 on macOS, including the final zero byte. */
const LONGEST_SOCKET_PATH = 103;
const UNFINISHED = '.unfinished-';
const REMEDY = `Choose a matching server with ${BINARY_VARIABLE}, or another folder.`;

/**
 * The folder of an embedded server and the files in it:
 * `data/` the server's own files, `tmp/` its temporary ones, `server.json` the account's password and the version that wrote the
 * data, `running.json` the server that runs and who needs it, `server.log`, `server.sock`.
 * A process changes them only while it holds the folder's lock.
 */
export class DataFolder {
  readonly path: string;
  readonly dataPath: string;
  readonly logPath: string;
  /** The server's temporary files. */
  readonly temporaryPath: string;
  /** Made by the server at its start and removed by it at a clean shutdown. */
  readonly pidPath: string;
  /** SQL that the server runs at its start. It contains the password, so it exists only during the start. */
  readonly initFilePath: string;
  private readonly recordPath: string;
  private readonly runPath: string;

  /**
   * Creates the folder, readable by its owner only, if it does not exist.
   *
   * @throws EmbeddedServerError if it cannot be used, or belongs to another user or another server
   */
  constructor(path: string) {
    const absolute = resolve(path);
    try {
      if (!existsSync(absolute)) mkdirSync(absolute, { recursive: true, mode: 0o700 });
      this.path = realpathSync(absolute);
      accessSync(this.path, constants.R_OK | constants.W_OK | constants.X_OK);
    } catch (error) {
      throw new EmbeddedServerError(
        `The database folder ${absolute} cannot be created or used: ${(error as Error).message}`,
      );
    }
    if (existsSync(join(this.path, 'ibdata1'))) {
      throw new EmbeddedServerError(
        `${this.path} is the data folder of some other MariaDB or MySQL server. Name a folder of Stoa's own.`,
      );
    }
    this.dataPath = join(this.path, 'data');
    this.pidPath = join(this.dataPath, 'server.pid');
    this.logPath = join(this.path, 'server.log');
    this.initFilePath = join(this.path, 'start.sql');
    this.recordPath = join(this.path, 'server.json');
    this.runPath = join(this.path, 'running.json');
    this.checkOwner();
    this.temporaryPath = join(this.path, 'tmp');
    mkdirSync(this.temporaryPath, { recursive: true, mode: 0o700 });
  }

  /**
   * Creates the data folder with the given work if there is none. The work fills a folder beside it that is renamed only
   * when it is complete, so a killed start leaves nothing that looks like a database.
   *
   * @returns true if it was created by this call
   */
  async initialize(binary: ServerBinary, fill: (emptyFolder: string) => Promise<void>): Promise<boolean> {
    this.removeUnfinished();
    if (existsSync(this.dataPath)) {
      this.checkVersion(binary);
      this.noteWriter(binary);
      return false;
    }
    // A new name each time: a server may still be writing to the folder of an earlier start that was killed.
    const unfinished = mkdtempSync(`${this.dataPath}${UNFINISHED}`);
    try {
      await fill(unfinished);
      this.noteWriter(binary);
      renameSync(unfinished, this.dataPath);
    } catch (error) {
      rmSync(unfinished, { recursive: true, force: true });
      throw error;
    }
    return true;
  }

  /** True if the last server on this data was killed, so that the next one has to recover. */
  needsRecovery(): boolean {
    return existsSync(this.pidPath);
  }

  /** The account's password; empty if its file is lost, which allows no login until the next start makes a new one. */
  password(): string {
    return this.readRecord()?.password ?? '';
  }

  /**
   * @param last the socket path of the server that ended, if it is being restarted
   * @returns a path short enough for a socket: in the folder if possible, else in a private temporary folder
   */
  newSocketPath(last?: string): string {
    const own = join(this.path, 'server.sock');
    if (Buffer.byteLength(own) <= LONGEST_SOCKET_PATH) return own;
    const folder = last ? dirname(last) : join(tmpdir(), `stoa-${randomBytes(6).toString('hex')}`);
    mkdirSync(folder, { mode: 0o700 });
    return join(folder, 'server.sock');
  }

  readRun(): RunRecord | undefined {
    const run = readJson<RunRecord>(this.runPath);
    return run?.folder === this.path ? run : undefined;
  }

  writeRun(run: RunRecord): void {
    writeJson(this.runPath, run);
  }

  /** Deletes the record of the server. */
  forgetRun(): void {
    this.removeTraces();
    rmSync(this.runPath, { force: true });
  }

  /** Removes the files that a server which has ended left outside its data. */
  removeTraces(): void {
    const names = readdirSync(this.path).filter((name) => name === PIPE || name.startsWith(GREETING));
    for (const name of names) rmSync(join(this.path, name), { force: true });
    rmSync(this.initFilePath, { force: true });
    const socketPath = this.readRun()?.socketPath;
    if (!socketPath) return;
    for (const file of [socketPath, `${socketPath}.lock`]) rmSync(file, { force: true });
    const folder = dirname(socketPath);
    if (folder !== this.path && existsSync(folder)) rmdirSync(folder);
  }

  private removeUnfinished(): void {
    for (const name of readdirSync(this.path).filter((entry) => entry.startsWith(`data${UNFINISHED}`))) {
      rmSync(join(this.path, name), { recursive: true, force: true, maxRetries: 5 });
    }
  }

  private checkOwner(): void {
    const owner = statSync(this.dataPath, { throwIfNoEntry: false })?.uid;
    if (owner === undefined || process.getuid === undefined || process.getuid() === owner) return;
    throw new EmbeddedServerError(
      `The database in ${this.path} belongs to user ${owner}, and this process runs as user ${process.getuid()}. Start it as its owner: with files of two owners neither could use it.`,
    );
  }

  /** Records the version that writes the data from now on, and generates the password if there is none. */
  private noteWriter(binary: ServerBinary): void {
    const password = this.readRecord()?.password ?? randomBytes(24).toString('base64url');
    this.writeRecord({ password, vendor: binary.vendor, version: binary.version });
  }

  private checkVersion(binary: ServerBinary): void {
    const record = this.readRecord();
    if (!record) return;
    if (record.vendor !== binary.vendor) {
      throw new EmbeddedServerError(
        `The database in ${this.path} was created by ${record.vendor} ${record.version}; ${binary.path} is ${binary.vendor} ${binary.version} and cannot read it. ${REMEDY}`,
      );
    }
    if (isOlderSeries(binary.version, record.version)) {
      throw new EmbeddedServerError(
        `The database in ${this.path} was last written by ${record.vendor} ${record.version}; the older ${binary.version} of ${binary.path} must not use it. ${REMEDY}`,
      );
    }
  }

  private readRecord(): FolderRecord | undefined {
    return readJson<FolderRecord>(this.recordPath);
  }

  private writeRecord(record: FolderRecord): void {
    writeJson(this.recordPath, record);
  }
}

/** Of "10.11.4" and "11.8.1" the series (the first two numbers) are compared; within one any version reads the data. */
export function isOlderSeries(version: string, than: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [thanMajor = 0, thanMinor = 0] = than.split('.').map(Number);
  return major < thanMajor || (major === thanMajor && minor < thanMinor);
}

function readJson<T>(path: string): T | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T;
  } catch {
    return undefined;
  }
}

/** Writes a second file and renames it, so that a reader never sees half of the content. */
function writeJson(path: string, value: object): void {
  writeFileSync(`${path}.new`, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  chmodSync(`${path}.new`, 0o600);
  renameSync(`${path}.new`, path);
}
