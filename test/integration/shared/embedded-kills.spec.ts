import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { identityOf } from '../../../src/shared/database/embedded/process-identity';
import { ApplicationProcess } from '../../support/application-process';
import { ask, EmbeddedPlace, parentOf } from '../../support/embedded-place';
import { negativeControl } from '../../support/negative-control';
import { until } from '../../support/until';

/** Given to every server of these tests. */
const EXTRA_ARGUMENTS: string[] = [];

negativeControl('the log of the embedded server', ['every committed row is recovered after kill -9'], () => {
  EXTRA_ARGUMENTS.push('--innodb-flush-log-at-trx-commit=0');
});
negativeControl(
  'the guard of the embedded server',
  ['the server shuts down cleanly when its application', 'the server ends when its application is killed'],
  () => {
    ApplicationProcess.preloads.push('preloads/idle-guards.ts');
  },
);

// MySQL takes some seconds to make a database, and a first run fetches the server.
jest.setTimeout(120_000);

describe('an embedded database server when processes are killed', () => {
  let place: EmbeddedPlace;
  beforeEach(() => {
    place = new EmbeddedPlace(EXTRA_ARGUMENTS);
  });
  afterEach(() => place.clean());

  it('every committed row is recovered after kill -9 of the server', async () => {
    const first = await place.start();
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

    const second = await place.start();
    expect(second).toMatchObject({ created: false, recovered: true });
    expect(await ask(second.connection, 'SELECT COUNT(*) AS n, MAX(id) AS last FROM stoa.kept')).toEqual([
      { n: 20, last: 20 },
    ]);
  });

  it('a second application is refused while the first one is alive, even if its server is gone', async () => {
    const first = await place.start();
    process.kill(first.pid, 'SIGKILL');
    await until(() => !identityOf(first.pid));
    await expect(place.start()).rejects.toThrow(/in use by another Stoa application/);
  });

  it('a second application is still refused after a command failed to start the server', async () => {
    const first = await place.start();
    process.kill(first.pid, 'SIGKILL');
    await until(() => !identityOf(first.pid));
    await expect(place.start({ role: 'command', extraArguments: ['--no-such-setting'] })).rejects.toThrow();
    await expect(place.start()).rejects.toThrow(/in use by another Stoa application/);
  });

  it('the server shuts down cleanly when its application is killed', async () => {
    const owner = await place.startOwner('application');
    owner.process.kill('SIGKILL');
    await until(() => owner.process.signalCode !== null && !identityOf(owner.said.pid));
    const next = await place.start();
    expect(next).toMatchObject({ created: false, recovered: false });
  });

  it('the server ends when its application is killed during startup, although MariaDB may ignore SIGTERM then', async () => {
    await (await place.start()).stop();
    // A pipe for its initial SQL on which nothing is said: the server waits, just short of being ready.
    const silence = join(place.folder, 'silence');
    execFileSync('mkfifo', [silence]);
    const owner = place.spawnOwner(['application', `--init-file=${silence}`]);
    const listenedTo = await open(silence, 'w');
    owner.kill('SIGKILL');
    await until(async () => owner.signalCode !== null && (await place.servers()).length === 0);
    await listenedTo.close();
    expect(await place.start()).toMatchObject({ created: false });
  });

  it('a server left behind by kill -9 of its application and its keeper is replaced, never doubled', async () => {
    const owner = await place.startOwner('application');
    await ask(owner.said.connection, 'CREATE TABLE stoa.kept (id INT PRIMARY KEY)');
    // The keeper first, or it would end the server.
    process.kill(await parentOf(owner.said.pid), 'SIGKILL');
    for (const guard of await place.keepers()) process.kill(guard, 'SIGKILL');
    owner.process.kill('SIGKILL');
    await until(() => owner.process.signalCode !== null);
    expect(identityOf(owner.said.pid)).toBeDefined();

    const next = await place.start();
    expect(identityOf(owner.said.pid)).toBeUndefined();
    expect(await place.servers()).toEqual([next.pid]);
    expect(await ask(next.connection, 'SHOW TABLES FROM stoa')).toHaveLength(1);
  });

  it('a half-created database is removed', async () => {
    const unfinished = join(place.folder, 'data.unfinished-x1y2z3');
    mkdirSync(join(unfinished, 'mysql'), { recursive: true });
    writeFileSync(join(unfinished, 'ibdata1'), 'half a file');
    const server = await place.start();
    expect(server.created).toBe(true);
    expect(existsSync(unfinished)).toBe(false);
  });

  it('the server starts after a process was killed while it created the database', async () => {
    // A program that passes for a server, but kills whoever has it fill a data folder when half of that is done.
    const program = join(place.folder, 'program');
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
    const child = place.spawnOwner(['application'], { ...process.env, STOA_DB_SERVER_BINARY: killer });
    await until(() => child.signalCode !== null || child.exitCode !== null);
    expect(child.signalCode).toBe('SIGKILL');
    const [unfinished] = readdirSync(place.folder).filter((name) => name.startsWith('data'));
    expect(readdirSync(join(place.folder, unfinished!))).toEqual(['ibdata1']);

    expect((await place.start()).created).toBe(true);
    expect(existsSync(join(place.folder, unfinished!))).toBe(false);
  });
});
