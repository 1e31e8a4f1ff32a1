import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { EmbeddedServerError } from '../../../src/shared/database/embedded';
import { identityOf } from '../../../src/shared/database/embedded/process-identity';
import { ask, EmbeddedPlace } from '../../support/embedded-place';

// MySQL takes some seconds to make a database, and a first run fetches the server.
jest.setTimeout(120_000);

describe('the embedded database server', () => {
  let place: EmbeddedPlace;
  beforeEach(() => {
    place = new EmbeddedPlace();
  });
  afterEach(() => place.clean());

  it('the server has its own folder for temporary files, since a starting MariaDB removes those it finds', async () => {
    const { connection } = await place.start();
    const session = await createConnection({ ...connection });
    const [[row]] = await session.query<RowDataPacket[]>('SELECT @@tmpdir AS folder');
    await session.end();
    expect(resolve(String(row?.['folder']))).toBe(join(place.folder, 'tmp'));
  });

  it('a new database uses utf8mb4, UTC and strict mode, is durable, and does not listen on the network', async () => {
    const server = await place.start();
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
    const { connection } = await place.start();
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
    const { connection } = await place.start();
    const secret = readdirSync(place.folder).filter(
      (name) => name.endsWith('.json') || name.endsWith('.pipe'),
    );
    expect(secret.length).toBeGreaterThanOrEqual(3);
    for (const name of secret) expect(statSync(join(place.folder, name)).mode & 0o077).toBe(0);
    expect(statSync(join(place.folder, 'data')).mode & 0o077).toBe(0);
    expect(connection.password.length).toBeGreaterThanOrEqual(32);
    // The file of SQL that tells the server its password must not outlive the start.
    expect(readdirSync(place.folder).filter((name) => name.endsWith('.sql'))).toEqual([]);
  });

  it('rows survive a stop and a start', async () => {
    const first = await place.start();
    await ask(first.connection, 'CREATE TABLE stoa.kept (id INT PRIMARY KEY)');
    await ask(first.connection, 'INSERT INTO stoa.kept VALUES (1)');
    await first.stop();
    expect(identityOf(first.pid)).toBeUndefined();
    expect(readdirSync(place.folder).sort()).toEqual(['data', 'server.json', 'server.log', 'tmp']);
    const second = await place.start();
    expect(second).toMatchObject({ created: false, recovered: false });
    expect(second.connection.password).toBe(first.connection.password);
    expect(await ask(second.connection, 'SELECT id FROM stoa.kept')).toEqual([{ id: 1 }]);
  });

  it('a new password is made when its file is lost', async () => {
    const first = await place.start();
    await first.stop();
    rmSync(join(place.folder, 'server.json'));
    const second = await place.start();
    expect(second.created).toBe(false);
    expect(second.connection.password).not.toBe(first.connection.password);
    expect(await ask(second.connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it.each([
    [{ vendor: 'another' }, /was created by another/],
    [{ version: '99.1.0' }, /last written by m\w+ 99\.1\.0/],
  ])('a server does not touch data whose last server was %o', async (writer, message) => {
    const first = await place.start();
    await first.stop();
    const record = join(place.folder, 'server.json');
    writeFileSync(record, JSON.stringify({ ...JSON.parse(readFileSync(record, 'utf8')), ...writer }));
    await expect(place.start()).rejects.toThrow(message);
  });

  it('an error quotes the log of a server that does not start; it starts once the cause is gone', async () => {
    const failed = place.start({ extraArguments: ['--no-such-setting'] });
    await expect(failed).rejects.toThrow(EmbeddedServerError);
    await expect(failed).rejects.toThrow(/server\.log\):\n[^]*no-such-setting/);
    expect(await place.servers()).toEqual([]);
    expect(await place.start()).toMatchObject({ created: false });
  });

  it('the socket has a short path even when the folder has a long name', async () => {
    const deep = join(
      place.folder,
      'a-rather-long-name-for-a-folder'.repeat(3),
      'and-one-more-below-it'.repeat(2),
    );
    const server = await place.start({ dataDirectory: deep });
    const { socketPath } = server.connection;
    expect(Buffer.byteLength(socketPath)).toBeLessThanOrEqual(103);
    expect(await ask(server.connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    const command = await place.start({ dataDirectory: deep, role: 'command' });
    expect(command.connection.socketPath).toBe(socketPath);
    await Promise.all([server.stop(), command.stop()]);
    expect(existsSync(resolve(socketPath, '..'))).toBe(false);
  });

  it('an error says that STOA_DB_SERVER_BINARY names no executable file', async () => {
    const env = { ...process.env, STOA_DB_SERVER_BINARY: '/nowhere/mariadbd' };
    await expect(place.start({ env })).rejects.toThrow(
      /STOA_DB_SERVER_BINARY is \/nowhere\/mariadbd.*no executable/,
    );
  });

  it('an error says that STOA_DB_SERVER_BINARY names a program that is no database server', async () => {
    const env = { ...process.env, STOA_DB_SERVER_BINARY: process.execPath };
    await expect(place.start({ env })).rejects.toThrow(
      /STOA_DB_SERVER_BINARY is .*no usable MariaDB or MySQL server/,
    );
  });

  it('the data folder of another server is left alone', async () => {
    writeFileSync(join(place.folder, 'ibdata1'), '');
    await expect(place.start()).rejects.toThrow(/data folder of some other MariaDB or MySQL server/);
  });
});
