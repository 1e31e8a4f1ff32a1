import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { withFolderLock } from './folder-lock';

const run = promisify(execFile);

const FETCH_WITHIN_MS = 15 * 60_000;
/** Libraries that must be those of the system, to match its program loader. */
const NEVER_UNPACKED = /^(libc6|libc-bin|libc-l10n|locales)_/;

/**
 * Downloads the distribution's server package and the libraries it needs that the system lacks. It uses apt without root
 * and installs nothing: package lists, downloads and unpacked files are all in the cache folder. apt checks the
 * signatures as usual.
 *
 * Several processes may call this at once: one downloads, the others wait and use its result. The unpacked package
 * appears in the cache by one rename, so a killed download leaves nothing incomplete.
 *
 * @param findInCache looks for a usable server in the cache folder
 * @throws Error with the reason in a sentence, such as a machine without apt
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
    onProgress(`Waiting for process ${pid}, which is downloading the database server…`);
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
          `No database server is installed; downloading the distribution's package into ${cacheDirectory} (once)…`,
        );
        const unpacked = await new AptFetch(workplace, env).fetch();
        const place = join(cacheDirectory, unpacked.name);
        // A package that is there already does not run any more: a usable one would have been used.
        await rm(place, { recursive: true, force: true });
        await rename(unpacked.folder, place);
      } finally {
        await rm(workplace, { recursive: true, force: true });
      }
      const fetched = await findInCache();
      if (!fetched) throw new Error('the fetched package does not run on this machine.');
      onProgress('The database server has been downloaded.');
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

/** One download with apt, with all its state in a folder of its own. */
class AptFetch {
  private readonly configuration: string;

  constructor(
    private readonly workplace: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {
    this.configuration = join(workplace, 'apt.conf');
  }

  /** @returns the folder of the unpacked package, and a name made of package and version */
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
      // First only what this system lacks; if its package records are broken, everything the server needs.
      for (const records of ['/var/lib/dpkg/status', '/dev/null']) {
        const failure = await this.download(name, records);
        if (!failure) return this.unpack(name);
        failures.push(failure);
      }
    }
    throw new Error(failures[0] ?? update ?? 'apt gave no reason.');
  }

  /**
   * The system's own apt settings, such as proxies, stay in force except for: the folders; hooks of installed programs,
   * which only root can run; indexes that are not needed; and the lock on the system's package records, which are only
   * read.
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
        // apt ignores a source that cannot be reached; the reason is needed if the package is missing then.
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

  /** @returns the tool's error message, or undefined when it succeeded */
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
