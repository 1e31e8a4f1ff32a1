import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { withFolderLock } from './folder-lock';

const run = promisify(execFile);

const FETCH_WITHIN_MS = 15 * 60_000;
/** These must be the very ones that the system's program loader belongs to. */
const NEVER_UNPACKED = /^(libc6|libc-bin|libc-l10n|locales)_/;

/**
 * Fetches the distribution's server package and those libraries it needs that the system lacks, with
 * apt but without root and beside the system: package lists, downloads and the unpacked files are all
 * in the cache folder, and nothing is installed. apt checks the signatures as it always does.
 *
 * Several processes may call this at once: one fetches, the others wait and use what it fetched. The
 * unpacked package appears in the cache by one rename, so a killed fetch leaves nothing half-made.
 *
 * @param findInCache looks for a usable server in the cache folder
 * @throws Error saying why in a sentence; a machine without apt is one reason
 */
export async function fetchServerPackage<T>(
  cacheDirectory: string,
  env: NodeJS.ProcessEnv,
  onProgress: (message: string) => void,
  findInCache: () => Promise<T | undefined>,
): Promise<T> {
  if (process.platform !== 'linux' || !(await hasApt(env))) {
    throw new Error(
      'only Debian, Ubuntu and their relatives (with apt-get and dpkg-deb) have a package that can be fetched.',
    );
  }
  await mkdir(cacheDirectory, { recursive: true });
  const waiting = (pid: number) =>
    onProgress(`Waiting for process ${pid}, which is fetching the database server…`);
  return withFolderLock(
    cacheDirectory,
    { purpose: 'the cache of database servers', timeoutMs: FETCH_WITHIN_MS, onWait: waiting },
    async () => {
      const already = await findInCache();
      if (already) return already;
      await removeLeftovers(cacheDirectory);
      const workplace = await mkdtemp(join(cacheDirectory, 'fetching.'));
      try {
        onProgress(
          `No database server is installed; fetching the distribution's package into ${cacheDirectory} (once)…`,
        );
        const unpacked = await new AptFetch(workplace, env).fetch();
        const place = join(cacheDirectory, unpacked.name);
        // Only a package that no longer runs can be in the place: a usable one would have been taken.
        await rm(place, { recursive: true, force: true });
        await rename(unpacked.folder, place);
      } finally {
        await rm(workplace, { recursive: true, force: true });
      }
      const fetched = await findInCache();
      if (!fetched) throw new Error('the fetched package does not run on this machine.');
      onProgress('The database server has been fetched.');
      return fetched;
    },
  );
}

async function hasApt(env: NodeJS.ProcessEnv): Promise<boolean> {
  const answers = await Promise.all(
    ['apt-get', 'apt-cache', 'dpkg-deb'].map((tool) =>
      run(tool, ['--version'], { env }).then(
        () => true,
        () => false,
      ),
    ),
  );
  return answers.every(Boolean);
}

async function removeLeftovers(cacheDirectory: string): Promise<void> {
  const leftovers = (await readdir(cacheDirectory)).filter((name) => name.startsWith('fetching.'));
  await Promise.all(
    leftovers.map((name) => rm(join(cacheDirectory, name), { recursive: true, force: true })),
  );
}

/** One fetch with apt, all of whose state is in a folder of its own. */
class AptFetch {
  private readonly configuration: string;

  constructor(
    private readonly workplace: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {
    this.configuration = join(workplace, 'apt.conf');
  }

  /** @returns the folder of the unpacked package, and a name for it that tells package and version */
  async fetch(): Promise<{ folder: string; name: string }> {
    await this.prepare();
    const update = await this.attempt('apt-get', ['update']);
    const packages = await this.serverPackages();
    if (!packages.length) {
      throw new Error(
        `apt knows no package mariadb-server-core. ${update ?? 'Its sources are those in /etc/apt.'}`,
      );
    }
    const failures: string[] = [];
    for (const name of packages) {
      // First what this system lacks; if its package records are in a muddle, everything the server needs.
      for (const records of ['/var/lib/dpkg/status', '/dev/null']) {
        const failure = await this.download(name, records);
        if (!failure) return this.unpack(name);
        failures.push(failure);
      }
    }
    throw new Error(failures[0] ?? update ?? 'apt gave no reason.');
  }

  /**
   * The system's own apt settings stay in force (proxies, say), but for: the folders; the hooks of
   * installed programs, which only root can run; indexes that nobody reads here; and the lock on
   * the system's package records, which are only read.
   */
  private async prepare(): Promise<void> {
    await mkdir(join(this.workplace, 'lists/partial'), { recursive: true });
    await writeFile(
      this.configuration,
      [
        '#clear APT::Update::Pre-Invoke;',
        '#clear APT::Update::Post-Invoke;',
        '#clear APT::Update::Post-Invoke-Success;',
        '#clear DPkg::Pre-Install-Pkgs;',
        '#clear DPkg::Pre-Invoke;',
        '#clear DPkg::Post-Invoke;',
        '#clear Acquire::IndexTargets::deb-src;',
        `Dir::State "${this.workplace}";`,
        `Dir::State::lists "${this.workplace}/lists/";`,
        `Dir::Cache "${this.workplace}";`,
        `Dir::Cache::archives "${this.workplace}/archives/";`,
        'Dir::Cache::pkgcache "";',
        'Dir::Cache::srcpkgcache "";',
        `Dir::Log "${this.workplace}";`,
        'APT::Sandbox::User "";',
        'APT::Install-Recommends "false";',
        'Acquire::Languages "none";',
        'Acquire::Retries "3";',
        // A source that cannot be reached is no failure to apt; here the reason matters if the package is then missing.
        'APT::Update::Error-Mode "any";',
        'Debug::NoLocking "true";',
        '',
      ].join('\n'),
    );
  }

  /** MariaDB before MySQL, and the unversioned name (of recent releases) before the newest versioned one. */
  private async serverPackages(): Promise<string[]> {
    const names: string[] = [];
    for (const prefix of ['mariadb-server-core', 'mysql-server-core']) {
      const { stdout } = await this.run('apt-cache', ['pkgnames', prefix]);
      const found = stdout.split('\n').filter((name) => /-core(-[\d.]+)?$/.test(name));
      names.push(...found.sort((a, b) => a.length - b.length || b.localeCompare(a, 'en', { numeric: true })));
    }
    return names;
  }

  private async download(name: string, records: string): Promise<string | undefined> {
    const archives = join(this.workplace, 'archives');
    await rm(archives, { recursive: true, force: true });
    await mkdir(join(archives, 'partial'), { recursive: true });
    return this.attempt('apt-get', [
      'install',
      '--download-only',
      '--yes',
      '-o',
      `Dir::State::status=${records}`,
      name,
    ]);
  }

  private async unpack(name: string): Promise<{ folder: string; name: string }> {
    const folder = join(this.workplace, 'unpacked');
    const archives = (await readdir(join(this.workplace, 'archives'))).filter((file) =>
      file.endsWith('.deb'),
    );
    await mkdir(folder);
    for (const archive of archives.filter((file) => !NEVER_UNPACKED.test(file))) {
      await this.run('dpkg-deb', ['--extract', join(this.workplace, 'archives', archive), folder]);
    }
    const version = archives.find((file) => file.startsWith(`${name}_`)) ?? name;
    return { folder, name: decodeURIComponent(version.replace(/\.deb$/, '')).replace(/[^\w.+~-]/g, '-') };
  }

  /** @returns the failure in the tool's own words, or undefined when it went well */
  private async attempt(tool: string, words: string[]): Promise<string | undefined> {
    try {
      await this.run(tool, words);
      return undefined;
    } catch (error) {
      const said = (error as { stderr?: string }).stderr?.trim() || (error as Error).message;
      return `${tool} ${words[0]} said: ${said.split('\n').slice(-4).join(' ')}`;
    }
  }

  private run(tool: string, words: string[]): Promise<{ stdout: string; stderr: string }> {
    const configured = tool.startsWith('apt') ? ['-q', '-c', this.configuration, ...words] : words;
    return run(tool, configured, {
      env: { ...this.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' },
      timeout: FETCH_WITHIN_MS,
      maxBuffer: 32 * 1024 * 1024,
    });
  }
}
