import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { EmbeddedServerError } from '../../../src/shared/database/embedded';
import {
  defaultCacheDirectory,
  obtainServerBinary,
} from '../../../src/shared/database/embedded/server-binary';

/** Stand-ins for the programs of the system, so that neither it nor the network has a say in these tests. */
describe('the search for a server program', () => {
  let root: string;
  let cacheDirectory: string;
  let env: NodeJS.ProcessEnv;
  let heard: string[];

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'stoa-binary-'));
    cacheDirectory = join(root, 'cache');
    env = { PATH: join(root, 'bin') };
    heard = [];
    mkdirSync(join(root, 'bin'));
  });

  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const obtain = (more: { usualFolders?: string[] } = {}) =>
    obtainServerBinary({
      env,
      cacheDirectory,
      onProgress: (message) => heard.push(message),
      usualFolders: [],
      ...more,
    });

  function program(path: string, script: string): string {
    const place = join(root, path);
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return place;
  }

  const server = (version: string) => `echo "server  Ver ${version} for Linux on x86_64"`;

  /** An apt whose package, when unpacked, holds the server; every call is noted. */
  function fakeApt({ install = ':' }: { install?: string } = {}): void {
    for (const tool of ['mkdir', 'touch', 'cat', 'chmod', 'sh']) {
      const real = ['/bin', '/usr/bin'].map((folder) => join(folder, tool)).find((path) => existsSync(path));
      symlinkSync(real!, join(root, 'bin', tool));
    }
    const archives = '"${config%/*}/archives';
    program(
      'bin/apt-get',
      `[ "$1" = --version ] && exit
      echo "apt-get $*" >>"${root}/calls"
      config=$3
      case "$*" in
        *install*) ${install}; touch ${archives}/mariadb-server-core_1%3a10.11.19_amd64.deb" ${archives}/libaio1_0.3_amd64.deb" ${archives}/libc6_2.36_amd64.deb" ;;
      esac`,
    );
    program(
      'bin/apt-cache',
      '[ "$1" = --version ] && exit\ncase "$*" in *mariadb*) echo mariadb-server-core ;; esac',
    );
    program(
      'bin/dpkg-deb',
      `[ "$1" = --version ] && exit
      echo "dpkg-deb \${2##*/}" >>"${root}/calls"
      mkdir -p "$3/usr/sbin" "$3/usr/lib/x86_64-linux-gnu" "$3/usr/share/mysql/english"
      { echo '#!/bin/sh'; echo 'echo "mariadbd  Ver 10.11.19-MariaDB"'; } >"$3/usr/sbin/mariadbd"
      chmod 755 "$3/usr/sbin/mariadbd"`,
    );
  }

  const calls = () => readFileSync(join(root, 'calls'), 'utf8').trim().split('\n');

  it('the search for a server program takes the one that the variable names, before all others', async () => {
    program('bin/mariadbd', server('11.8.1-MariaDB'));
    env['STOA_DB_SERVER_BINARY'] = program('elsewhere/mysqld', server('9.7.4'));
    await expect(obtain()).resolves.toMatchObject({
      path: env['STOA_DB_SERVER_BINARY'],
      vendor: 'mysql',
      version: '9.7.4',
    });
  });

  it('the search for a server program does not look further when the variable is wrong', async () => {
    program('bin/mariadbd', server('11.8.1-MariaDB'));
    env['STOA_DB_SERVER_BINARY'] = join(root, 'missing');
    await expect(obtain()).rejects.toThrow(/STOA_DB_SERVER_BINARY is .*missing.*no executable file/);
  });

  it('the error says that a named server is too old', async () => {
    env['STOA_DB_SERVER_BINARY'] = program('elsewhere/mysqld', server('5.7.44'));
    await expect(obtain()).rejects.toThrow(/version 5\.7\.44, and Stoa needs 8\.0 or later/);
  });

  it('the search for a server program takes MariaDB from PATH before a usual folder', async () => {
    const path = program('bin/mariadbd', server('10.11.19-MariaDB'));
    program('usual/mariadbd', server('11.8.1-MariaDB'));
    await expect(obtain({ usualFolders: [join(root, 'usual')] })).resolves.toMatchObject({ path });
  });

  it('the search for a server program takes one from a usual folder when PATH has none that is fit', async () => {
    program('bin/mysqld', server('5.7.44'));
    const path = program('usual/mysqld', server('8.4.0'));
    await expect(obtain({ usualFolders: [join(root, 'usual')] })).resolves.toMatchObject({
      path,
      version: '8.4.0',
    });
  });

  it('knows where a server that was moved has its messages and libraries', async () => {
    mkdirSync(join(cacheDirectory, 'mariadb-server-core_10.11.19/usr/lib/x86_64-linux-gnu'), {
      recursive: true,
    });
    mkdirSync(join(cacheDirectory, 'mariadb-server-core_10.11.19/usr/share/mariadb/english'), {
      recursive: true,
    });
    program('cache/mariadb-server-core_10.11.19/usr/sbin/mariadbd', server('10.11.19-MariaDB'));
    const usr = join(cacheDirectory, 'mariadb-server-core_10.11.19/usr');
    await expect(obtain()).resolves.toMatchObject({
      baseDirectory: usr,
      shareDirectory: join(usr, 'share/mariadb'),
      libraryPath: join(usr, 'lib/x86_64-linux-gnu'),
    });
  });

  it('the search for a server program prefers the newest of the cache that works', async () => {
    program('cache/mariadb-server-core_10.9.1/usr/sbin/mariadbd', server('10.9.1-MariaDB'));
    program('cache/mariadb-server-core_10.11.19/usr/sbin/mariadbd', server('10.11.19-MariaDB'));
    program('cache/mariadb-server-core_11.8.9/usr/sbin/mariadbd', 'exit 127');
    await expect(obtain()).resolves.toMatchObject({ version: '10.11.19' });
  });

  it('the search for a server program fetches the package of the distribution, once', async () => {
    fakeApt();
    const fetched = await obtain();
    expect(fetched).toMatchObject({ vendor: 'mariadb', version: '10.11.19' });
    expect(fetched.path.startsWith(cacheDirectory)).toBe(true);
    expect(heard[0]).toContain('No database server is installed; downloading');
    const made = calls().length;
    await expect(obtain()).resolves.toEqual(fetched);
    expect(calls()).toHaveLength(made);
  });

  it('the search for a server program keeps the C library of the system, which its program loader belongs to', async () => {
    fakeApt();
    await obtain();
    const unpacked = calls().filter((call) => call.startsWith('dpkg-deb'));
    expect(unpacked).toEqual([
      'dpkg-deb libaio1_0.3_amd64.deb',
      'dpkg-deb mariadb-server-core_1%3a10.11.19_amd64.deb',
    ]);
  });

  it('the search for a server program fetches once for all that ask at the same moment', async () => {
    fakeApt();
    const all = await Promise.all([obtain(), obtain(), obtain()]);
    expect(new Set(all.map((found) => found.path)).size).toBe(1);
    expect(calls().filter((call) => call.includes(' update'))).toHaveLength(1);
    expect(heard.some((message) => message.startsWith('Waiting for process'))).toBe(true);
  });

  it('the search for a server program sweeps up after a fetch that was killed', async () => {
    fakeApt();
    mkdirSync(join(cacheDirectory, 'fetching.abc/unpacked/usr/sbin'), { recursive: true });
    await obtain();
    expect(readdirSync(cacheDirectory)).toEqual(['mariadb-server-core_1-10.11.19_amd64']);
  });

  it('the search for a server program fetches everything the server needs when the package records of the system are in a muddle', async () => {
    fakeApt({ install: 'case "$*" in *status=/var*) echo "E: Unmet dependencies" >&2; exit 100 ;; esac' });
    await expect(obtain()).resolves.toMatchObject({ version: '10.11.19' });
    expect(calls().at(-1)).toContain('dpkg-deb');
  });

  it('the search for a server program tells in one message why nothing was fetched and what helps', async () => {
    fakeApt({ install: 'echo "E: Unable to fetch some archives" >&2; exit 100' });
    program('bin/mysqld', server('5.7.44'));
    const search = obtain();
    await expect(search).rejects.toThrow(EmbeddedServerError);
    await expect(search).rejects.toThrow(
      /mysqld: it is version 5\.7\.44[^]*Unable to fetch some archives[^]*DATABASE_URL/,
    );
    expect(readdirSync(cacheDirectory)).toEqual([]);
  });

  it('the search for a server program tells a machine without apt what to install', async () => {
    await expect(obtain()).rejects.toThrow(
      /No MariaDB or MySQL server was found[^]*Debian[^]*brew install mariadb[^]*STOA_DB_SERVER_BINARY/,
    );
  });
});

describe('the cache of server programs', () => {
  it.each([
    [{ XDG_CACHE_HOME: '/c', HOME: '/h' }, '/c/stoa/database-server'],
    [{ HOME: '/h' }, '/h/.cache/stoa/database-server'],
  ])('the cache of server programs lies where %o says', (env, expected) => {
    expect(defaultCacheDirectory(env)).toBe(expected);
  });
});
