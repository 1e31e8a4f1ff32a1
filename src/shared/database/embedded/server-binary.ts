import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, readdir, realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { EmbeddedServerError } from './embedded-server.errors';
import { fetchServerPackage } from './server-package';

export type ServerVendor = 'mariadb' | 'mysql';

/** A server program, with the version that it reported when run. */
export interface ServerBinary {
  path: string;
  vendor: ServerVendor;
  /** Three numbers: "10.11.19". */
  version: string;
  /** The prefix it is installed under, and the folder of its SQL scripts and messages there. A package may have been moved. */
  baseDirectory?: string;
  shareDirectory?: string;
  /** For LD_LIBRARY_PATH: the libraries that came with an unpacked package. */
  libraryPath?: string;
}

interface ServerSearch {
  env: NodeJS.ProcessEnv;
  cacheDirectory: string;
  onProgress: (message: string) => void;
  /** Searched after PATH, since a service's PATH often lacks the folders of servers. */
  usualFolders?: readonly string[];
}

export const BINARY_VARIABLE = 'STOA_DB_SERVER_BINARY';

const NAMES = ['mariadbd', 'mysqld'];
/** The first versions with what our SQL needs: SKIP LOCKED, CTEs, window functions and CHECK constraints. */
const OLDEST: Record<ServerVendor, [number, number]> = { mariadb: [10, 6], mysql: [8, 0] };
const USUAL_FOLDERS = [
  '/usr/sbin',
  '/usr/libexec',
  '/usr/local/sbin',
  '/usr/local/bin',
  '/usr/local/mysql/bin',
  '/usr/local/mariadb/bin',
  '/usr/local/opt/mariadb/bin',
  '/usr/local/opt/mysql/bin',
  '/opt/homebrew/bin',
  '/opt/homebrew/opt/mariadb/bin',
  '/opt/homebrew/opt/mysql/bin',
];

const run = promisify(execFile);

/** `${XDG_CACHE_HOME:-~/.cache}/stoa/database-server` */
export function defaultCacheDirectory(env: NodeJS.ProcessEnv): string {
  const cache = env.XDG_CACHE_HOME || join(env.HOME || homedir(), '.cache');
  return join(cache, 'stoa', 'database-server');
}

/**
 * The server to run: the one that STOA_DB_SERVER_BINARY names, else one of the system, else one that was downloaded
 * before, else the distribution's package, which is downloaded now into the cache folder.
 *
 * @throws EmbeddedServerError if the variable names something unusable, or if no server can be found or downloaded
 */
export async function obtainServerBinary({
  env,
  cacheDirectory,
  onProgress,
  usualFolders = USUAL_FOLDERS,
}: ServerSearch): Promise<ServerBinary> {
  const named = env[BINARY_VARIABLE];
  if (named) return inspectNamedBinary(named);
  const unfit: string[] = [];
  const installed = await firstUsable(installedCandidates(env, usualFolders), unfit);
  if (installed) return installed;
  const cached = await findInCache(cacheDirectory);
  if (cached) return cached;
  try {
    return await fetchServerPackage(cacheDirectory, env, onProgress, () => findInCache(cacheDirectory));
  } catch (error) {
    throw noServerToBeHad(unfit, (error as Error).message);
  }
}

function noServerToBeHad(unfit: string[], whyNotFetched: string): EmbeddedServerError {
  return new EmbeddedServerError(
    [
      'No MariaDB or MySQL server was found on this machine, and none could be downloaded.',
      ...unfit.map((line) => `  Not usable: ${line}`),
      `  Not fetched: ${whyNotFetched}`,
      'Any one of these helps:',
      '  - install a server: apt-get install mariadb-server-core (Debian, Ubuntu), dnf install mariadb-server (Fedora), brew install mariadb (macOS);',
      `  - name one that is installed elsewhere: ${BINARY_VARIABLE}=/path/to/mariadbd;`,
      '  - use a server that runs already, for instance from docker/compose.yaml: DATABASE_URL=mysql://user:password@host:3306/database.',
    ].join('\n'),
  );
}

/** @returns vendor and version; undefined if the text is not a server's */
export function parseVersion(text: string): { vendor: ServerVendor; version: string } | undefined {
  const match = /\bVer (\d+\.\d+\.\d+)(-MariaDB)?/.exec(text);
  if (!match) return undefined;
  return { vendor: match[2] ? 'mariadb' : 'mysql', version: match[1]! };
}

export function isRecentEnough(vendor: ServerVendor, version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST[vendor];
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}

async function inspectNamedBinary(path: string): Promise<ServerBinary> {
  try {
    return await inspect(path);
  } catch (error) {
    throw new EmbeddedServerError(
      `${BINARY_VARIABLE} is ${path}, which is no usable MariaDB or MySQL server: ${(error as Error).message}`,
    );
  }
}

function installedCandidates(env: NodeJS.ProcessEnv, usualFolders: readonly string[]): string[] {
  const path = (env.PATH ?? '').split(delimiter).filter(Boolean);
  return [...new Set([...path, ...usualFolders])].flatMap((folder) =>
    NAMES.map((name) => join(folder, name)),
  );
}

async function firstUsable(paths: string[], unfit: string[]): Promise<ServerBinary | undefined> {
  for (const path of paths) {
    if (!(await isExecutable(path))) continue;
    try {
      return await inspect(path);
    } catch (error) {
      unfit.push(`${path}: ${(error as Error).message}`);
    }
  }
  return undefined;
}

async function findInCache(cacheDirectory: string): Promise<ServerBinary | undefined> {
  const packages = (await readdir(cacheDirectory).catch(() => [])).filter((name) =>
    /^(mariadb|mysql)-server/.test(name),
  );
  const newestFirst = packages.sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
  for (const name of newestFirst) {
    const libraryPath = await libraryFolders(join(cacheDirectory, name));
    for (const program of NAMES) {
      const usable = await inspect(join(cacheDirectory, name, 'usr/sbin', program), libraryPath).catch(
        () => undefined,
      );
      if (usable) return usable;
    }
  }
  return undefined;
}

/** The places where Debian's packages put shared libraries, of those that are there. */
async function libraryFolders(root: string): Promise<string> {
  const found: string[] = [];
  for (const parent of [join(root, 'usr/lib'), join(root, 'lib')]) {
    for (const name of await readdir(parent).catch(() => [])) {
      if (/-linux-gnu/.test(name)) found.push(join(parent, name));
    }
  }
  return found.join(':');
}

async function inspect(path: string, libraryPath?: string): Promise<ServerBinary> {
  if (!(await isExecutable(path))) throw new Error('there is no executable file of that name.');
  const env = { ...process.env, ...(libraryPath ? { LD_LIBRARY_PATH: libraryPath } : {}) };
  const { stdout } = await run(path, ['--no-defaults', '--version'], { env, timeout: 20_000 }).catch(
    (error: Error) => {
      throw new Error(`it does not run (${error.message.trim()}).`);
    },
  );
  const told = parseVersion(stdout);
  if (!told) throw new Error(`asked for its version it said "${stdout.trim().slice(0, 200)}".`);
  if (!isRecentEnough(told.vendor, told.version)) {
    throw new Error(
      `it is version ${told.version}, and Stoa needs ${OLDEST[told.vendor].join('.')} or later.`,
    );
  }
  const baseDirectory = dirname(dirname(await realpath(path)));
  const shareDirectory = await findShareDirectory(baseDirectory);
  return { path, ...told, ...(shareDirectory ? { baseDirectory, shareDirectory } : {}), libraryPath };
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

async function findShareDirectory(baseDirectory: string): Promise<string | undefined> {
  for (const folder of ['share/mysql', 'share/mariadb', 'share']) {
    const path = join(baseDirectory, folder);
    const names: string[] = await readdir(path).catch(() => []);
    if (names.includes('english')) return path;
  }
  return undefined;
}
