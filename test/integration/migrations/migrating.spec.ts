import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { MIGRATIONS } from '../../../src/migrations';
import {
  type ConnectionTarget,
  connectionOptions,
  toDatabaseUrl,
} from '../../../src/shared/database/data-source';
import { startEmbeddedServer } from '../../../src/shared/database/embedded';
import { migrate } from '../../../src/shared/database/migrate';
import { type MigrationClass, pendingMigrations } from '../../../src/shared/database/pending-migrations';
import { addColumn, addForeignKey, changeInBatches } from '../../../src/shared/database/schema-steps';
import { Release } from '../../releases/release';
import { schemaOf } from '../../releases/sql-dump';
import { emptyDatabase, testServer } from '../../support/test-database';
import { connectTo } from '../../support/test-run';
import { until } from '../../support/until';
import { negativeControl } from '../../support/negative-control';
import { withoutLocks } from '../../support/statements';
import { MigrationLock } from '../../../src/shared/database/migration-lock';

negativeControl('the wait for who migrates', ['migrating waits while another process migrates,'], () => {
  withoutLocks(/FROM migration_lock/);
});
negativeControl(
  'the look at the lock of migrations',
  ['migrating sends nothing more once it has lost'],
  () => {
    MigrationLock.prototype.assertHeld = () => undefined;
  },
);

jest.setTimeout(120_000);

const ROOT = resolve(__dirname, '../../..');
const NAMES = 'EnrollmentsNames1790000008000';
const beforeNames = MIGRATIONS.slice(
  0,
  MIGRATIONS.findIndex(({ name }) => name === NAMES),
);

describe('migrating', () => {
  let target: ConnectionTarget;
  let connections: Connection[];
  let processes: ChildProcess[];

  beforeEach(async () => {
    connections = [];
    processes = [];
    target = await emptyDatabase('_migrating');
  });
  afterEach(async () => {
    for (const child of processes) child.kill('SIGKILL');
    await Promise.all(connections.map((connection) => connection.end()));
  });

  async function connect(): Promise<Connection> {
    const connection = await createConnection(connectionOptions(target));
    // Tests kill some of them.
    connection.on('error', () => undefined);
    connections.push(connection);
    return connection;
  }

  /** A transaction that has read the table, as a long report does: until it ends the table cannot be changed. */
  async function reader(table: string): Promise<Connection> {
    const connection = await connect();
    await connection.query('START TRANSACTION');
    await connection.query(`SELECT * FROM ${table} LIMIT 1`);
    return connection;
  }

  /** Ids of the server's connections that run a statement with these words. */
  async function running(words: string): Promise<number[]> {
    const connection = await connectTo(testServer());
    const [rows] = await connection.query<RowDataPacket[]>(
      'SELECT id FROM information_schema.processlist WHERE db = ? AND info LIKE ? AND id <> CONNECTION_ID()',
      [target.database, `%${words}%`],
    );
    await connection.end();
    return rows.map(({ id }) => Number(id));
  }

  async function kill(words: string): Promise<void> {
    let ids: number[] = [];
    await until(async () => (ids = await running(words)).length > 0);
    const connection = await connectTo(testServer());
    for (const id of ids) await connection.query(`KILL ${id}`);
    await connection.end();
  }

  /** Ends the server's connections that do nothing, but for those of the test. Returns how many. */
  async function killIdle(): Promise<number> {
    const connection = await connectTo(testServer());
    const own = connections.map(({ threadId }) => threadId);
    const [rows] = await connection.query<RowDataPacket[]>(
      "SELECT id FROM information_schema.processlist WHERE db = ? AND command = 'Sleep' AND id NOT IN (?)",
      [target.database, own],
    );
    for (const { id } of rows) await connection.query(`KILL ${Number(id)}`);
    await connection.end();
    return rows.length;
  }

  async function columnsOf(table: string): Promise<string> {
    return (await schemaOf(await connect()))[table]!;
  }

  it('migrating waits while another process migrates, and says so', async () => {
    await migrate(target, beforeNames);
    const other = await connect();
    await other.query('START TRANSACTION');
    await other.query('SELECT id FROM migration_lock FOR UPDATE');
    const said: string[] = [];
    const migrating = migrate(target, MIGRATIONS, { onProgress: (message) => said.push(message) });
    await until(() => said.some((message) => message.includes('waiting for it')));
    expect(await columnsOf('enrollments')).not.toContain('family_name');
    await other.query('COMMIT');
    expect(await migrating).toContain(NAMES);
  });

  it('migrating waits longer than the lock timeout of the server', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'stoa-impatient-'));
    const server = await startEmbeddedServer({
      dataDirectory: folder,
      role: 'application',
      extraArguments: ['--innodb-lock-wait-timeout=1'],
    });
    try {
      const place = { ...server.connection, database: 'stoa' };
      await migrate(place, beforeNames);
      const other = await createConnection(connectionOptions(place));
      await other.query('START TRANSACTION');
      await other.query('SELECT id FROM migration_lock FOR UPDATE');
      const said: string[] = [];
      const migrating = migrate(place, MIGRATIONS, { onProgress: (message) => said.push(message) });
      await until(() => said.length > 0);
      await other.end();
      expect(await migrating).toContain(NAMES);
      expect(said).toEqual([expect.stringContaining('waiting for it')]);
    } finally {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('migrating goes on waiting when its waiting connection is lost', async () => {
    await migrate(target, beforeNames);
    const other = await connect();
    await other.query('START TRANSACTION');
    await other.query('SELECT id FROM migration_lock FOR UPDATE');
    const said: string[] = [];
    const migrating = migrate(target, MIGRATIONS, { onProgress: (message) => said.push(message) });
    await kill('migration_lock WHERE id = 1 FOR UPDATE');
    await until(() => said.some((message) => message.startsWith('The migration is tried again')));
    await other.query('COMMIT');
    expect(await migrating).toContain(NAMES);
  });

  it('migrating starts again when its connection is lost half-way', async () => {
    await migrate(target, beforeNames);
    const table = await reader('enrollments');
    const said: string[] = [];
    const migrating = migrate(target, MIGRATIONS, { onProgress: (message) => said.push(message) });
    await kill('ADD COLUMN family_name');
    await until(() => said.some((message) => message.startsWith('The migration is tried again')));
    await table.query('COMMIT');
    expect(await migrating).toContain(NAMES);
    expect(await columnsOf('enrollments')).toContain('ix_enrollments_name');
  });

  it('migrating sends nothing more once it has lost the lock, and starts again', async () => {
    await migrate(target, beforeNames);
    const table = await reader('enrollments');
    const said: string[] = [];
    const migrating = migrate(target, MIGRATIONS, { onProgress: (message) => said.push(message) });
    await until(async () => (await running('ADD COLUMN family_name')).length > 0 && (await killIdle()) === 1);
    await table.query('COMMIT');
    expect(await migrating).toContain(NAMES);
    expect(said).toContainEqual(expect.stringContaining('held the migration lock was lost'));
  });

  it('migrating gives way to a reader of the table, so that others do not wait long, and tries again', async () => {
    await migrate(target, beforeNames);
    const table = await reader('enrollments');
    const said: string[] = [];
    const migrating = migrate(target, MIGRATIONS, { onProgress: (message) => said.push(message) });
    await until(async () => (await running('ADD COLUMN family_name')).length > 0);
    // Somebody who comes after the change that waits, while the reader is still there.
    const late = await connect();
    await late.query('SELECT COUNT(*) FROM enrollments');
    await until(() => said.some((message) => message.startsWith('The migration is tried again')));
    await table.query('COMMIT');
    expect(await migrating).toContain(NAMES);
  });

  it('migrating fails with a sentence after giving way too often', async () => {
    await migrate(target, beforeNames);
    const table = await reader('enrollments');
    await expect(migrate(target, MIGRATIONS, { maxTries: 1 })).rejects.toThrow(
      /^The migration failed 1 times: .*it continues where it stopped\.$/,
    );
    await table.query('COMMIT');
    expect(await migrate(target, MIGRATIONS)).toContain(NAMES);
  });

  it('a migration whose process is killed half-way frees the lock at once, and the next process completes it', async () => {
    await migrate(target, beforeNames);
    const table = await reader('enrollments');
    const child = migrateProcess();
    await until(async () => (await running('ADD COLUMN family_name')).length > 0);
    child.kill('SIGKILL');
    await new Promise((resume) => child.once('exit', resume));
    const said: string[] = [];
    const migrating = migrate(target, MIGRATIONS, { onProgress: (message) => said.push(message) });
    await until(() => said.some((message) => message.startsWith('The migration is tried again')));
    await table.query('COMMIT');
    expect(await migrating).toContain(NAMES);
    expect(said.filter((message) => message.includes('Another process'))).toEqual([]);
    expect(await pendingOf(await connect())).toEqual([]);
  });

  it('migrating fails at once where no server is', async () => {
    const nowhere = { ...target, socketPath: '/nowhere/server.sock' };
    await expect(migrate(nowhere, MIGRATIONS)).rejects.toThrow(/ENOENT/);
  });

  it('one query names the migrations that have not run', async () => {
    const connection = await connect();
    expect(await pendingOf(connection)).toEqual(MIGRATIONS.map(({ name }) => name));
    await migrate(target, beforeNames);
    expect(await pendingOf(connection)).toEqual(MIGRATIONS.slice(beforeNames.length).map(({ name }) => name));
    // Of a later build.
    await migrate(target, MIGRATIONS);
    await connection.query("INSERT INTO migrations (timestamp, name) VALUES (1, 'Later1')");
    expect(await pendingOf(connection)).toEqual([]);
  });

  it('rows are changed in batches, all of them and each once', async () => {
    const rows = 4321;
    const connection = await connect();
    await connection.query('CREATE TABLE numbers (id BINARY(16) PRIMARY KEY, value INT NOT NULL DEFAULT 0)');
    const ids = Array.from({ length: rows }, () => [randomBytes(16)]);
    await connection.query('INSERT INTO numbers (id) VALUES ?', [ids]);
    await run(async (runner) => {
      await changeInBatches(
        runner,
        'numbers',
        'id',
        'UPDATE numbers SET value = value + 1 WHERE id > ? AND id <= ?',
      );
    });
    const [[sums]] = await connection.query<RowDataPacket[]>(
      'SELECT SUM(value) AS total, MAX(value) AS most FROM numbers',
    );
    expect([Number(sums!['total']), sums!['most']]).toEqual([rows, 1]);
  });

  it('a foreign key is added while others write, and refused where rows point at nothing', async () => {
    await Release.all()[0]!.load(target);
    const connection = await connect();
    const key = 'FOREIGN KEY (category_id) REFERENCES line_item_categories (id)';
    await connection.query('ALTER TABLE line_items DROP FOREIGN KEY fk_line_items_category');
    await connection.query("UPDATE line_items SET category_id = X'00000000000000000000000000000000' LIMIT 1");
    const add = (runner: QueryRunner): Promise<void> =>
      addForeignKey(runner, 'line_items', 'fk_line_items_category', key);
    await expect(run(add)).rejects.toThrow(
      /Rows of line_items have a category_id that is not in line_item_categories/,
    );
    await connection.query(
      "UPDATE line_items SET category_id = NULL WHERE category_id = X'00000000000000000000000000000000'",
    );
    await run(add);
    await run(add);
    expect(await columnsOf('line_items')).toContain(`CONSTRAINT \`fk_line_items_category\``);
    expect(saidInRun).toEqual([]);
  });

  it('migrating says where writers have to wait because the server has no other way', async () => {
    await Release.all()[0]!.load(target);
    await run((runner) => addColumn(runner, 'courses', 'number', 'INT NOT NULL AUTO_INCREMENT UNIQUE'));
    expect(saidInRun).toEqual([
      expect.stringMatching(/^Writes to courses wait until this is done: ADD COLUMN number/),
    ]);
  });

  let saidInRun: string[];

  /** Runs the steps as a migration of their own. */
  async function run(steps: (runner: QueryRunner) => Promise<void>): Promise<void> {
    class Steps1799999999999 implements MigrationInterface {
      up = steps;

      async down(): Promise<void> {}
    }
    const migrations: MigrationClass[] = [Steps1799999999999];
    await (await connect()).query("DELETE FROM migrations WHERE name LIKE 'Steps%'").catch(() => undefined);
    saidInRun = [];
    await migrate(target, migrations, { onProgress: (message) => saidInRun.push(message) });
  }

  function migrateProcess(): ChildProcess {
    const child = spawn(
      process.execPath,
      ['--require', './test/support/swc-require.cjs', 'src/commands/migrate.ts'],
      {
        cwd: ROOT,
        env: {
          ...process.env,
          NODE_OPTIONS: '',
          NODE_ENV: 'development',
          DATABASE_URL: toDatabaseUrl(target),
        },
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    );
    void text(child.stderr);
    processes.push(child);
    return child;
  }
});

function pendingOf(connection: Connection): Promise<string[]> {
  return pendingMigrations(
    async (sql) => (await connection.query<RowDataPacket[]>(sql))[0] as unknown as { name: string }[],
    MIGRATIONS.map(({ name }) => name),
  );
}
