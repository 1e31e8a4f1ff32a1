import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { BINARY_VARIABLE, defaultCacheDirectory } from '../../../src/shared/database/embedded';
import { obtainServerBinary, type ServerBinary } from '../../../src/shared/database/embedded/server-binary';

/** The programs of a cluster, and the environment in which they find each other. */
export interface GaleraPrograms {
  server: ServerBinary;
  /** The library that makes servers a cluster. */
  provider: string;
  haproxy: string;
  environment: NodeJS.ProcessEnv;
}

const PACKAGES = ['galera-4', 'mariadb-server', 'haproxy', 'rsync'];
const PROGRAMS = {
  server: 'usr/sbin/mariadbd',
  provider: 'usr/lib/galera/libgalera_smm.so',
  haproxy: 'usr/sbin/haproxy',
  rsync: 'usr/bin/rsync',
  transfer: 'usr/bin/wsrep_sst_rsync',
};
/** Dependencies to skip: those of the system itself, and those that no program of a cluster uses. */
const NEVER_UNPACKED =
  /^(libc6|libc-bin|perl|perl-base|libperl|perl-modules|mysql-common|mariadb-common)[_\d.-]/;

const run = promisify(execFile);

/**
 * The programs of the system, or those that were unpacked before; with `install` Debian's packages are fetched with apt
 * and unpacked into `~/.cache/stoa/galera`, which needs no root and installs nothing.
 *
 * @throws Error that says what to do when they are not there
 */
export async function obtainGaleraPrograms(
  install: boolean,
  say: (message: string) => void,
): Promise<GaleraPrograms> {
  const cache = join(dirname(defaultCacheDirectory(process.env)), 'galera');
  const root = await findRoot(cache);
  if (root !== undefined) return programsIn(root, cache);
  if (!install)
    throw new Error(
      `A cluster needs the packages ${PACKAGES.join(', ')} of Debian or Ubuntu. Add --install, which unpacks them into ${cache} and installs nothing; or install them: apt-get install ${PACKAGES.join(' ')}`,
    );
  say(`Fetching ${PACKAGES.join(', ')} into ${cache}…`);
  await unpack(cache);
  const unpacked = await findRoot(cache);
  if (unpacked === undefined) throw new Error(`The packages in ${cache} lack programs of a cluster.`);
  return programsIn(unpacked, cache);
}

/** The folder under which all the programs are. */
async function findRoot(cache: string): Promise<string | undefined> {
  const names = await readdir(cache).catch(() => []);
  const unpacked = names.filter((name) => name.startsWith('mariadb-server')).map((name) => join(cache, name));
  return ['/', ...unpacked].find((root) =>
    Object.values(PROGRAMS).every((program) => existsSync(join(root, program))),
  );
}

async function programsIn(root: string, cache: string): Promise<GaleraPrograms> {
  const isSystem = root === '/';
  const server = await obtainServerBinary({
    env: isSystem ? { [BINARY_VARIABLE]: join(root, PROGRAMS.server) } : {},
    cacheDirectory: cache,
    usualFolders: [],
    onProgress: () => undefined,
  });
  const folders = [join(root, 'usr/bin'), join(root, 'usr/sbin'), process.env['PATH']];
  return {
    server,
    provider: join(root, PROGRAMS.provider),
    haproxy: join(root, PROGRAMS.haproxy),
    environment: {
      ...process.env,
      PATH: folders.join(':'),
      ...(server.libraryPath === undefined ? {} : { LD_LIBRARY_PATH: server.libraryPath }),
    },
  };
}

/** Appears in the cache by one rename, so that a killed fetch leaves nothing half-made. */
async function unpack(cache: string): Promise<void> {
  await mkdir(cache, { recursive: true });
  const workplace = await mkdtemp(join(cache, 'fetching.'));
  try {
    const archives = join(workplace, 'archives');
    const folder = join(workplace, 'unpacked');
    await mkdir(join(archives, 'partial'), { recursive: true });
    await mkdir(folder);
    const options = ['Debug::NoLocking=1', `Dir::Cache::archives=${archives}/`, 'APT::Sandbox::User=root'];
    const words = options.flatMap((option) => ['-o', option]);
    const download = [
      'install',
      '--download-only',
      '--no-install-recommends',
      '--yes',
      ...words,
      ...PACKAGES,
    ];
    await run('apt-get', download).catch((error: { stderr?: string }) => {
      throw new Error(
        `apt-get could not fetch the packages; "apt-get update" as root may help. ${error.stderr}`,
      );
    });
    const files = (await readdir(archives)).filter(
      (file) => file.endsWith('.deb') && !NEVER_UNPACKED.test(file),
    );
    for (const file of files) await run('dpkg-deb', ['--extract', join(archives, file), folder]);
    const place = join(cache, 'mariadb-server-and-galera');
    await rm(place, { recursive: true, force: true });
    await rename(folder, place);
  } finally {
    await rm(workplace, { recursive: true, force: true });
  }
}
