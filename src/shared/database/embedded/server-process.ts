import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import { DataFolder } from './data-folder';
import { EmbeddedServerError } from './embedded-server.errors';
import { isRunning, pidOf, ProcessIdentity } from './process-identity';
import { BINARY_VARIABLE, ServerBinary } from './server-binary';
import { ServerLog } from './server-log';

/** How an application or a test reaches the server: the fields are those of mysql2's options. */
export interface EmbeddedConnection {
  socketPath: string;
  user: string;
  password: string;
}

export const EMBEDDED_DATABASE = 'stoa';
export const EMBEDDED_USER = 'stoa';

/** The collation that every table of Stoa names; both vendors have it. */
const COLLATION = 'utf8mb4_general_ci';

const READY_WITHIN_MS = 5 * 60_000;
const END_WITHIN_MS = 60_000;
const PATIENCE_MS = 10_000;

interface ServerOptions {
  dataPath: string;
  temporaryPath: string;
  socketPath: string;
  pidPath: string;
  logPath: string;
  initFilePath: string;
  /** The owner of the process: run as root, the server demands this option. */
  asRoot: boolean;
  bufferPoolMegabytes: number;
  extraArguments: readonly string[];
}

/** The command line of the running server. It reads none of the system's configuration files. */
export function serverCommand(binary: ServerBinary, options: ServerOptions): string[] {
  return [
    ...commonArguments(binary, options),
    `--socket=${options.socketPath}`,
    `--pid-file=${options.pidPath}`,
    `--init-file=${options.initFilePath}`,
    '--skip-networking',
    '--skip-name-resolve',
    '--max-connections=200',
    '--max-allowed-packet=64M',
    '--transaction-isolation=READ-COMMITTED',
    // ONLY_FULL_GROUP_BY as well: MySQL has it by default, so a statement that works here works on MySQL too.
    '--sql-mode=ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION',
    '--default-time-zone=+00:00',
    '--local-infile=OFF',
    '--performance-schema=OFF',
    '--innodb-flush-log-at-trx-commit=1',
    `--innodb-buffer-pool-size=${options.bufferPoolMegabytes}M`,
    ...(binary.vendor === 'mysql' ? ['--mysqlx=OFF', '--secure-file-priv=NULL'] : []),
    ...options.extraArguments,
  ];
}

/** Options that creating a data folder and running a server on it have in common. */
function commonArguments(
  binary: ServerBinary,
  {
    dataPath,
    temporaryPath,
    logPath,
    asRoot,
  }: Pick<ServerOptions, 'dataPath' | 'temporaryPath' | 'logPath' | 'asRoot'>,
): string[] {
  return [
    binary.path,
    '--no-defaults',
    ...(asRoot ? ['--user=root'] : []),
    `--datadir=${dataPath}`,
    // A folder of its own: at its start MariaDB removes temporary tables of other servers from it.
    `--tmpdir=${temporaryPath}`,
    `--log-error=${logPath}`,
    ...(binary.baseDirectory ? [`--basedir=${binary.baseDirectory}`] : []),
    ...(binary.shareDirectory ? [`--lc-messages-dir=${binary.shareDirectory}`] : []),
    '--character-set-server=utf8mb4',
    `--collation-server=${COLLATION}`,
    '--skip-log-bin',
    ...(binary.vendor === 'mariadb' ? ['--innodb-log-file-size=64M'] : []),
  ];
}

/**
 * Creates the account and the database. Run at every start: it takes a few milliseconds, and replaces the password if its
 * file was lost. The account may create and drop the databases of tests (`stoa_…`) and nothing else; root, where the
 * server creates it, is locked.
 *
 * @param password of letters, digits, `-` and `_`
 */
export function initSql(password: string): string {
  const account = `'${EMBEDDED_USER}'@'localhost'`;
  return [
    `CREATE DATABASE IF NOT EXISTS \`${EMBEDDED_DATABASE}\` CHARACTER SET utf8mb4 COLLATE ${COLLATION};`,
    `CREATE USER IF NOT EXISTS ${account} IDENTIFIED BY '${password}';`,
    `ALTER USER ${account} IDENTIFIED BY '${password}';`,
    `GRANT ALL PRIVILEGES ON \`${EMBEDDED_DATABASE}\`.* TO ${account};`,
    `GRANT ALL PRIVILEGES ON \`${EMBEDDED_DATABASE}\\_%\`.* TO ${account};`,
    `ALTER USER IF EXISTS 'root'@'localhost' ACCOUNT LOCK;`,
    '',
  ].join('\n');
}

/** The environment of the server: none of the caller's own settings, some of which (MYSQL_…) it would read. */
export function serverEnvironment(
  { libraryPath }: ServerBinary,
  { PATH, HOME, TMPDIR, LD_LIBRARY_PATH }: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv {
  const libraries = [libraryPath, LD_LIBRARY_PATH].filter(Boolean).join(':');
  return { PATH, HOME, TMPDIR, LC_ALL: 'C', TZ: 'UTC', ...(libraries ? { LD_LIBRARY_PATH: libraries } : {}) };
}

/**
 * Fills an empty folder with a new database.
 *
 * MySQL has an option for it. MariaDB's install script needs programs of other packages, so its SQL is sent to the server
 * directly; the scripts with the root accounts and with help texts are left out.
 *
 * @throws EmbeddedServerError quoting the server's log
 */
export async function fillDataFolder(
  binary: ServerBinary,
  { dataPath, temporaryPath }: Pick<ServerOptions, 'dataPath' | 'temporaryPath'>,
  log: ServerLog,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const asRoot = process.getuid?.() === 0;
  const command = commonArguments(binary, { dataPath, temporaryPath, logPath: log.path, asRoot });
  const mysql = binary.vendor === 'mysql';
  const exit = await feed(
    [...command, mysql ? '--initialize-insecure' : '--bootstrap'],
    mysql ? '' : mariadbSystemTables(binary),
    serverEnvironment(binary, env),
  );
  if (exit === 0) return;
  throw new EmbeddedServerError(
    `${binary.path} (${binary.vendor} ${binary.version}) could not make a new database (exit ${exit}). ${log.quote()}${confinementHint(binary)}`,
  );
}

/** Ubuntu's AppArmor profile allows mysqld its system folders only, and the log says no more than "permission denied". */
function confinementHint({ vendor, path }: ServerBinary): string {
  if (vendor !== 'mysql' || !existsSync('/etc/apparmor.d/usr.sbin.mysqld') || !path.startsWith('/usr/sbin/'))
    return '';
  return `\nThis system's AppArmor profile confines ${path} to /var/lib/mysql. Use that server by way of DATABASE_URL, or name another one with ${BINARY_VARIABLE}.`;
}

/** The scripts are named mysql_… in MariaDB 10 and mariadb_… in later packages. */
function mariadbSystemTables({ path, shareDirectory }: ServerBinary): string {
  const script = (name: string) =>
    ['mysql', 'mariadb']
      .map((prefix) => join(shareDirectory ?? '', `${prefix}_${name}.sql`))
      .find((file) => shareDirectory && existsSync(file));
  const systemTables = script('system_tables');
  if (!systemTables) {
    throw new EmbeddedServerError(
      `${path} has no mysql_system_tables.sql beside it (in ../share/mysql), so it cannot make a new database.`,
    );
  }
  const scripts = [systemTables, script('performance_tables')].filter((file) => file !== undefined);
  return ['CREATE DATABASE mysql;', 'USE mysql;', ...scripts.map((file) => readFileSync(file, 'utf8'))].join(
    '\n',
  );
}

function feed(command: readonly string[], input: string, env: NodeJS.ProcessEnv): Promise<number | string> {
  return new Promise((resolve, reject) => {
    const server = spawn(command[0]!, command.slice(1), { env, stdio: ['pipe', 'ignore', 'ignore'] });
    server.on('error', reject);
    server.on('close', (code, signal) => resolve(code ?? signal ?? 'unknown'));
    // A server that exits early closes its input; its exit code and log say more than EPIPE.
    server.stdin.on('error', () => undefined);
    server.stdin.end(input);
  });
}

export function writeInitFile(folder: DataFolder): void {
  rmSync(folder.initFilePath, { force: true });
  writeFileSync(folder.initFilePath, initSql(folder.password()), { mode: 0o600 });
}

/** @returns the server's version if a login succeeds, else the reason why not */
export async function tryLogin(
  connection: EmbeddedConnection,
): Promise<{ version: string } | { reason: string }> {
  try {
    const session = await createConnection({ ...connection, connectTimeout: 5000 });
    try {
      const [rows] = await session.query('SELECT VERSION() AS version');
      return { version: (rows as { version: string }[])[0]!.version };
    } finally {
      await session.end().catch(() => session.destroy());
    }
  } catch (error) {
    return { reason: (error as Error).message };
  }
}

/**
 * Waits until a login succeeds: for as long as the server lives, up to five minutes, since a recovery may take long.
 *
 * @returns its version
 * @throws EmbeddedServerError quoting the server's log, if it ends or does not come up in time
 */
export async function untilReady(
  server: ProcessIdentity | undefined,
  connection: EmbeddedConnection,
  log: ServerLog,
  onProgress: (message: string) => void,
): Promise<string> {
  const started = performance.now();
  let nextReport = started + PATIENCE_MS;
  for (;;) {
    if (!server || !isRunning(server)) {
      throw new EmbeddedServerError(`The database server ended during its start. ${log.quote()}`);
    }
    const login = await tryLogin(connection);
    if ('version' in login) return login.version;
    const now = performance.now();
    if (now - started > READY_WITHIN_MS) {
      throw new EmbeddedServerError(
        `The database server did not become ready: ${login.reason}. ${log.quote()}`,
      );
    }
    if (now > nextReport) {
      onProgress('The database server is still starting; after a crash it recovers first…');
      nextReport = now + PATIENCE_MS;
    }
    await pause(10);
  }
}

/**
 * Ends the server and waits for its end. A server that is ready gets SIGTERM, and SIGKILL only after a minute, which its
 * data survive; one that is still starting gets SIGKILL at once.
 */
export async function endServer({
  server,
  ready,
}: {
  server: ProcessIdentity;
  ready: boolean;
}): Promise<void> {
  for (const signal of ready ? (['SIGTERM', 'SIGKILL'] as const) : (['SIGKILL'] as const)) {
    if (!isRunning(server)) return;
    try {
      process.kill(pidOf(server), signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
    const deadline = performance.now() + END_WITHIN_MS;
    while (isRunning(server) && performance.now() < deadline) await pause(10);
  }
  if (isRunning(server))
    throw new EmbeddedServerError(`The database server (process ${pidOf(server)}) does not end.`);
}
