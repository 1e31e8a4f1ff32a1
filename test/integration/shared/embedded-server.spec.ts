import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import {
  type EmbeddedConnection,
  type EmbeddedServer,
  EmbeddedServerError,
  type EmbeddedServerOptions,
  startEmbeddedServer,
} from '../../../src/shared/database/embedded';
import { identityOf } from '../../../src/shared/database/embedded/process-identity';
import { until } from '../../support/until';
import { negativeControl } from '../../support/negative-control';
import { ApplicationProcess, requiring } from '../../support/application-process';

/** Given to every server of these tests. */
const EXTRA_ARGUMENTS: string[] = [];

negativeControl('the log of the embedded server', ['every committed row is recovered after kill -9'], () => {
  EXTRA_ARGUMENTS.push('--innodb-flush-log-at-trx-commit=0');
});
negativeControl('the lock of the data folder', ['processes that start at the same moment share'], () => {
  ApplicationProcess.preloads.push('preloads/unseen-claims.ts');
});

interface Owner {
  process: ChildProcess;
  /** What it said: either a server or an error. */
  said: { connection: EmbeddedConnection; pid: number; created: boolean; recovered: boolean; error?: string };
}

// MySQL takes some seconds to make a database, and a first run fetches the server.
jest.setTimeout(120_000);

const SUPPORT = resolve(__dirname, '../../support');

describe('the embedded database server', () => {
  let folder: string;
  let servers: EmbeddedServer[];
  let owners: ChildProcess[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'stoa-embedded-'));
    servers = [];
    owners = [];
  });

  afterEach(async () => {
    for (const owner of owners) owner.kill('SIGKILL');
    await Promise.all(servers.map((server) => server.stop()));
    await until(async () => (await serversOn(folder)).length === 0);
    rmSync(folder, { recursive: true, force: true });
  });

  async function start(options: Partial<EmbeddedServerOptions> = {}): Promise<EmbeddedServer> {
    const server = await startEmbeddedServer({
      dataDirectory: folder,
      role: 'application',
      extraArguments: EXTRA_ARGUMENTS,
      ...options,
    });
    servers.push(server);
    return server;
  }

  /** Starts a process of its own that holds the server. */
  function startOwner(role: 'application' | 'command'): Promise<Owner> {
    const child = spawnOwner([role]);
    return new Promise((settle, fail) => {
      createInterface(child.stdout!).once('line', (line) =>
        settle({ process: child, said: JSON.parse(line) as Owner['said'] }),
      );
      child.once('error', fail);
    });
  }

  function spawnOwner(words: string[], env: NodeJS.ProcessEnv = process.env): ChildProcess {
    const command = [
      ...requiring('swc-require.cjs', ...ApplicationProcess.preloads),
      join(SUPPORT, 'embedded-owner.ts'),
      folder,
    ];
    const child = spawn(process.execPath, [...command, ...words], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env,
    });
    owners.push(child);
    return child;
  }

  it('the server has its own folder for temporary files, since a starting MariaDB removes those it finds', async () => {
    const { connection } = await start();
    const session = await createConnection({ ...connection });
    const [[row]] = await session.query<RowDataPacket[]>('SELECT @@tmpdir AS folder');
    await session.end();
    expect(resolve(String(row?.['folder']))).toBe(join(folder, 'tmp'));
  });

  it('a new database uses utf8mb4, UTC and strict mode, is durable, and does not listen on the network', async () => {
    const server = await start();
    const rows = await ask(server.connection, 'SHOW GLOBAL VARIABLES');
    const settings = Object.fromEntries(rows.map((row) => [row['Variable_name'], row['Value']]));
    expect(server).toMatchObject({ created: true, recovered: false });
    expect(settings).toMatchObject({
      character_set_server: 'utf8mb4',
      time_zone: '+00:00',
      innodb_flush_log_at_trx_commit: '1',
      skip_networking: 'ON',
      log_bin: 'OFF',
      performance_schema: 'OFF',
      max_connections: '200',
    });
    expect(settings['sql_mode']).toContain('STRICT_TRANS_TABLES');
    // MariaDB knew it as tx_isolation only until 11.1.
    expect(settings['transaction_isolation'] ?? settings['tx_isolation']).toBe('READ-COMMITTED');
  });

  it('the account of the server may create and drop databases of Stoa, and no others', async () => {
    const { connection } = await start();
    await ask(connection, 'CREATE DATABASE stoa_worker_1');
    await ask(connection, 'CREATE TABLE stoa_worker_1.t (id INT PRIMARY KEY)');
    await ask(connection, 'DROP DATABASE stoa_worker_1');
    await expect(ask(connection, 'CREATE DATABASE other')).rejects.toThrow(/denied/);
    await expect(ask(connection, 'SELECT * FROM mysql.user')).rejects.toThrow(/denied/);
    await expect(ask({ ...connection, password: 'guess' }, 'SELECT 1')).rejects.toThrow(/denied/);
    await expect(ask({ ...connection, user: 'root', password: '' }, 'SELECT 1')).rejects.toThrow(
      /denied|locked/,
    );
  });

  it('only the owner of the folder can read the password and the files', async () => {
    const { connection } = await start();
    const secret = readdirSync(folder).filter((name) => name.endsWith('.json') || name.endsWith('.pipe'));
    expect(secret.length).toBeGreaterThanOrEqual(3);
    for (const name of secret) expect(statSync(join(folder, name)).mode & 0o077).toBe(0);
    expect(statSync(join(folder, 'data')).mode & 0o077).toBe(0);
    expect(connection.password.length).toBeGreaterThanOrEqual(32);
    // The file of SQL that tells the server its password must not outlive the start.
    expect(readdirSync(folder).filter((name) => name.endsWith('.sql'))).toEqual([]);
  });

  it('rows survive a stop and a start', async () => {
    const first = await start();
    await ask(first.connection, 'CREATE TABLE stoa.kept (id INT PRIMARY KEY)');
    await ask(first.connection, 'INSERT INTO stoa.kept VALUES (1)');
    await first.stop();
    expect(identityOf(first.pid)).toBeUndefined();
    expect(readdirSync(folder).sort()).toEqual(['data', 'server.json', 'server.log', 'tmp']);
    const second = await start();
    expect(second).toMatchObject({ created: false, recovered: false });
    expect(second.connection.password).toBe(first.connection.password);
    expect(await ask(second.connection, 'SELECT id FROM stoa.kept')).toEqual([{ id: 1 }]);
  });

  it('a command joins the server of the application, which goes on when the command leaves', async () => {
    const application = await start();
    const command = await start({ role: 'command' });
    expect(command).toMatchObject({ pid: application.pid, created: false });
    await command.stop();
    expect(await ask(application.connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('a second application is refused with the folder and the process of the first', async () => {
    await start();
    const second = start();
    await expect(second).rejects.toThrow(EmbeddedServerError);
    await expect(second).rejects.toThrow(new RegExp(`${folder}.* process ${process.pid}\\b`));
  });

  it('a second application in another process is refused', async () => {
    await start();
    const second = await startOwner('application');
    expect(second.said.error).toContain(`process ${process.pid}`);
  });

  it('an application that joined the server of a command keeps it running, and ends it', async () => {
    const command = await start({ role: 'command' });
    const application = await start();
    expect(application.pid).toBe(command.pid);
    await command.stop();
    expect(await ask(application.connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await application.stop();
    expect(identityOf(application.pid)).toBeUndefined();
  });

  it('a command that outlives the application keeps the server running, and ends it', async () => {
    const application = await start();
    const command = await start({ role: 'command' });
    await application.stop();
    expect(await ask(command.connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await command.stop();
    expect(identityOf(command.pid)).toBeUndefined();
  });

  it('the next application can start as soon as the first has stopped', async () => {
    await (await start()).stop();
    expect((await start()).created).toBe(false);
  });

  it('stopping a server twice is harmless', async () => {
    const server = await start();
    await Promise.all([server.stop(), server.stop()]);
    await server.stop();
    expect(identityOf(server.pid)).toBeUndefined();
  });

  it('every committed row is recovered after kill -9 of the server', async () => {
    const first = await start();
    await ask(first.connection, 'CREATE TABLE stoa.kept (id INT PRIMARY KEY)');
    const session = await createConnection(first.connection);
    session.on('error', () => undefined);
    for (let id = 1; id <= 20; id++) await session.query('INSERT INTO stoa.kept VALUES (?)', [id]);
    await session.beginTransaction();
    await session.query('INSERT INTO stoa.kept VALUES (21)');
    process.kill(first.pid, 'SIGKILL');
    await until(() => !identityOf(first.pid));
    session.destroy();
    await first.stop();

    const second = await start();
    expect(second).toMatchObject({ created: false, recovered: true });
    expect(await ask(second.connection, 'SELECT COUNT(*) AS n, MAX(id) AS last FROM stoa.kept')).toEqual([
      { n: 20, last: 20 },
    ]);
  });

  it('a second application is refused while the first one is alive, even if its server is gone', async () => {
    const first = await start();
    process.kill(first.pid, 'SIGKILL');
    await until(() => !identityOf(first.pid));
    await expect(start()).rejects.toThrow(/in use by another Stoa application/);
  });

  it('a second application is still refused after a command failed to start the server', async () => {
    const first = await start();
    process.kill(first.pid, 'SIGKILL');
    await until(() => !identityOf(first.pid));
    await expect(start({ role: 'command', extraArguments: ['--no-such-setting'] })).rejects.toThrow();
    await expect(start()).rejects.toThrow(/in use by another Stoa application/);
  });

  it('the server shuts down cleanly when its application is killed', async () => {
    const owner = await startOwner('application');
    owner.process.kill('SIGKILL');
    await until(() => !identityOf(owner.said.pid));
    const next = await start();
    expect(next).toMatchObject({ created: false, recovered: false });
  });

  it('the server ends when its application is killed during startup, although MariaDB may ignore SIGTERM then', async () => {
    await (await start()).stop();
    // A pipe for its initial SQL on which nothing is said: the server waits, just short of being ready.
    const silence = join(folder, 'silence');
    execFileSync('mkfifo', [silence]);
    const owner = spawnOwner(['application', `--init-file=${silence}`]);
    const listenedTo = await open(silence, 'w');
    owner.kill('SIGKILL');
    await until(async () => (await serversOn(folder)).length === 0);
    await listenedTo.close();
    expect(await start()).toMatchObject({ created: false });
  });

  it('the server survives the kill of the command that started it, for the application that joined', async () => {
    const command = await startOwner('command');
    const application = await start();
    command.process.kill('SIGKILL');
    await until(() => command.process.signalCode !== null);
    expect(application.pid).toBe(command.said.pid);
    const third = await start({ role: 'command' });
    expect(third.pid).toBe(application.pid);
    expect(await ask(application.connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('a server left behind by kill -9 of its application and its keeper is replaced, never doubled', async () => {
    const owner = await startOwner('application');
    await ask(owner.said.connection, 'CREATE TABLE stoa.kept (id INT PRIMARY KEY)');
    // The keeper first, or it would end the server.
    process.kill(await parentOf(owner.said.pid), 'SIGKILL');
    for (const guard of await guardsOf(folder)) process.kill(guard, 'SIGKILL');
    owner.process.kill('SIGKILL');
    await until(() => owner.process.signalCode !== null);
    expect(identityOf(owner.said.pid)).toBeDefined();

    const next = await start();
    expect(identityOf(owner.said.pid)).toBeUndefined();
    expect(await serversOn(folder)).toEqual([next.pid]);
    expect(await ask(next.connection, 'SHOW TABLES FROM stoa')).toHaveLength(1);
  });

  it('processes that start at the same moment share one server, and one application among them is admitted', async () => {
    const all = await Promise.all([
      startOwner('application'),
      startOwner('command'),
      startOwner('application'),
      startOwner('command'),
    ]);
    const refused = all.filter((owner) => owner.said.error);
    const admitted = all.filter((owner) => !owner.said.error);
    expect(refused).toHaveLength(1);
    expect(refused[0]!.said.error).toContain('in use by another Stoa application');
    expect(new Set(admitted.map((owner) => owner.said.pid)).size).toBe(1);
    expect(admitted.filter((owner) => owner.said.created)).toHaveLength(1);
    expect(await serversOn(folder)).toEqual([admitted[0]!.said.pid]);

    for (const owner of admitted) owner.process.stdin!.write('stop\n');
    await until(() => admitted.every((owner) => owner.process.exitCode === 0));
    expect(await serversOn(folder)).toEqual([]);
  });

  it('a half-created database is removed', async () => {
    const unfinished = join(folder, 'data.unfinished-x1y2z3');
    mkdirSync(join(unfinished, 'mysql'), { recursive: true });
    writeFileSync(join(unfinished, 'ibdata1'), 'half a file');
    const server = await start();
    expect(server.created).toBe(true);
    expect(existsSync(unfinished)).toBe(false);
  });

  it('the server starts after a process was killed while it created the database', async () => {
    // A program that passes for a server, but kills whoever has it fill a data folder when half of that is done.
    const program = join(folder, 'program');
    mkdirSync(join(program, 'bin'), { recursive: true });
    mkdirSync(join(program, 'share/english'), { recursive: true });
    writeFileSync(join(program, 'share/mysql_system_tables.sql'), '');
    const killer = join(program, 'bin/mariadbd');
    writeFileSync(
      killer,
      `#!/bin/sh
      for word in "$@"; do
        case "$word" in
          --version) echo "mariadbd Ver 99.0.0-MariaDB"; exit ;;
          --datadir=*) touch "\${word#*=}/ibdata1" ;;
        esac
      done
      kill -9 $PPID`,
      { mode: 0o755 },
    );
    const child = spawnOwner(['application'], { ...process.env, STOA_DB_SERVER_BINARY: killer });
    await until(() => child.signalCode !== null || child.exitCode !== null);
    expect(child.signalCode).toBe('SIGKILL');
    const [unfinished] = readdirSync(folder).filter((name) => name.startsWith('data'));
    expect(readdirSync(join(folder, unfinished!))).toEqual(['ibdata1']);

    expect((await start()).created).toBe(true);
    expect(existsSync(join(folder, unfinished!))).toBe(false);
  });

  it('a new password is made when its file is lost', async () => {
    const first = await start();
    await first.stop();
    rmSync(join(folder, 'server.json'));
    const second = await start();
    expect(second.created).toBe(false);
    expect(second.connection.password).not.toBe(first.connection.password);
    expect(await ask(second.connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('a copied data folder gets a server of its own', async () => {
    const original = await start();
    const copy = join(folder, 'copy');
    mkdirSync(copy);
    for (const file of ['running.json', 'server.json']) copyFileSync(join(folder, file), join(copy, file));
    const other = await start({ dataDirectory: copy });
    expect(other.created).toBe(true);
    expect(other.pid).not.toBe(original.pid);
    expect(await ask(original.connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it.each([
    [{ vendor: 'another' }, /was created by another/],
    [{ version: '99.1.0' }, /last written by m\w+ 99\.1\.0/],
  ])('does not let a server touch the data of %o', async (writer, message) => {
    const first = await start();
    await first.stop();
    const record = join(folder, 'server.json');
    writeFileSync(record, JSON.stringify({ ...JSON.parse(readFileSync(record, 'utf8')), ...writer }));
    await expect(start()).rejects.toThrow(message);
  });

  it('an error quotes the log of a server that does not start; it starts once the cause is gone', async () => {
    const failed = start({ extraArguments: ['--no-such-setting'] });
    await expect(failed).rejects.toThrow(EmbeddedServerError);
    await expect(failed).rejects.toThrow(/server\.log\):\n[^]*no-such-setting/);
    expect(await serversOn(folder)).toEqual([]);
    expect(await start()).toMatchObject({ created: false });
  });

  it('the socket has a short path even when the folder has a long name', async () => {
    const deep = join(folder, 'a-rather-long-name-for-a-folder'.repeat(3), 'and-one-more-below-it'.repeat(2));
    const server = await start({ dataDirectory: deep });
    const { socketPath } = server.connection;
    expect(Buffer.byteLength(socketPath)).toBeLessThanOrEqual(103);
    expect(await ask(server.connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    const command = await start({ dataDirectory: deep, role: 'command' });
    expect(command.connection.socketPath).toBe(socketPath);
    await Promise.all([server.stop(), command.stop()]);
    expect(existsSync(resolve(socketPath, '..'))).toBe(false);
  });

  it('an error says that STOA_DB_SERVER_BINARY names no executable file', async () => {
    const env = { ...process.env, STOA_DB_SERVER_BINARY: '/nowhere/mariadbd' };
    await expect(start({ env })).rejects.toThrow(
      /STOA_DB_SERVER_BINARY is \/nowhere\/mariadbd.*no executable/,
    );
  });

  it('an error says that STOA_DB_SERVER_BINARY names a program that is no database server', async () => {
    const env = { ...process.env, STOA_DB_SERVER_BINARY: process.execPath };
    await expect(start({ env })).rejects.toThrow(
      /STOA_DB_SERVER_BINARY is .*no usable MariaDB or MySQL server/,
    );
  });

  it('the data folder of another server is left alone', async () => {
    writeFileSync(join(folder, 'ibdata1'), '');
    await expect(start()).rejects.toThrow(/data folder of some other MariaDB or MySQL server/);
  });
});

async function ask(connection: EmbeddedConnection, sql: string): Promise<RowDataPacket[]> {
  const session = await createConnection(connection);
  try {
    const [rows] = await session.query<RowDataPacket[]>(sql);
    return rows;
  } finally {
    session.destroy();
  }
}

/** The pids of the server programs that run on the folder. */
async function serversOn(folder: string): Promise<number[]> {
  return processesWith(
    (words) => !words.includes('-c') && words.some((word) => word.startsWith(`--datadir=${folder}`)),
  );
}

async function guardsOf(folder: string): Promise<number[]> {
  return processesWith(
    (words) =>
      words.includes('stoa-database-keeper') && words.some((word) => word.startsWith(`--datadir=${folder}`)),
  );
}

async function processesWith(test: (words: string[]) => boolean): Promise<number[]> {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const words = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0');
      return test(words) ? [Number(pid)] : [];
    }),
  );
  return found.flat();
}

async function parentOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^PPid:\s*(\d+)/m.exec(status)![1]);
}
