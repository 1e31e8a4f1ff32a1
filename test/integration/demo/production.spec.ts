import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { createConnection } from 'mysql2/promise';
import { withModules } from '../../../src/application';
import { loadSettings } from '../../../src/config/settings';
import { frontDoorsOf, holdsDemoSchool, ReplayClock, seedDemoSchool } from '../../../src/demo';
import { MIGRATIONS } from '../../../src/migrations';
import {
  type ConnectionTarget,
  connectionOptions,
  toDatabaseUrl,
} from '../../../src/shared/database/data-source';
import { migrate } from '../../../src/shared/database/migrate';
import { Release } from '../../releases/release';
import { emptyDatabase } from '../../support/test-database';

jest.setTimeout(120_000);

const PRODUCTION = {
  NODE_ENV: 'production',
  JWT_KEYS: 'k1:q8RkT2vNw5Zp7XcB3mJd6YhL9sFg4AeU1oKi',
  PUBLIC_URL: 'https://stoa.school.example',
  MAIL_TRANSPORT: 'smtp',
  MAIL_SMTP_URL: 'smtp://localhost:2525',
  PORT: '0',
};

describe('a store with the demo school', () => {
  let store: ConnectionTarget;

  beforeAll(async () => {
    store = await emptyDatabase('_production');
    await migrate(store, MIGRATIONS);
    const clock = new ReplayClock();
    const settings = loadSettings({ NODE_ENV: 'test', LOG_LEVEL: 'silent' });
    const seed = { clock, seedingDay: '2026-03-02' };
    await withModules(settings, store, (modules) => seedDemoSchool(frontDoorsOf(modules), seed), clock);
  });

  async function change(...statements: string[]): Promise<void> {
    const connection = await createConnection(connectionOptions(store));
    for (const statement of statements) await connection.query(statement);
    await connection.end();
  }

  /**
   * What `npm start` says in production, if it does not serve. Node itself can hang while it ends (nodejs/node#54918), on a busy machine:
   * then it is asked once more.
   */
  async function refusal(mayHang = true): Promise<string> {
    const child = spawn(process.execPath, ['--require', './test/support/swc-require.cjs', 'src/main.ts'], {
      cwd: resolve(__dirname, '../../..'),
      env: { PATH: process.env['PATH'], ...PRODUCTION, DATABASE_URL: toDatabaseUrl(store) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said = Promise.all([text(child.stdout), text(child.stderr)]);
    const code = new Promise((settle) => child.once('exit', settle));
    const stop = setTimeout(() => child.kill('SIGKILL'), 45_000);
    const ended = await code;
    clearTimeout(stop);
    const words = (await said).join('\n');
    if (ended === null && mayHang && words.includes('cannot start')) return refusal(false);
    expect(ended).toBe(1);
    return words;
  }

  it('a store with the demo school is not served in production, with a sentence that says why and what to do', async () => {
    const said = await refusal();
    expect(said).toContain('was filled with the demo school');
    expect(said).toContain('Name another, empty database with DATABASE_URL.');
    expect(said).not.toMatch(/^ {4}at /m);
  });

  it('the demo school is recognized by its mark, even when its administrator was renamed', async () => {
    await change(
      "UPDATE users SET username = 'chief', email = 'chief@school.example' WHERE role = 'administrator'",
    );
    expect(await holdsDemoSchool(store)).toBe(true);
    await change(
      "UPDATE users SET username = 'ruth.adeyinkalund', email = 'ruth.adeyinkalund@demo.stoa.example' WHERE role = 'administrator'",
    );
  });

  it('the demo school of an earlier build is recognized, before and after it is migrated', async () => {
    await change('DROP TABLE store_marks', "DELETE FROM migrations WHERE name LIKE 'SharedStoreMarks%'");
    expect(await holdsDemoSchool(store)).toBe(true);
    await migrate(store, MIGRATIONS);
    await change(
      "UPDATE users SET username = 'chief', email = 'chief@school.example' WHERE role = 'administrator'",
    );
    expect(await holdsDemoSchool(store)).toBe(true);
  });

  it('any other school, and a store without a schema, are served in production', async () => {
    const other = await emptyDatabase('_production_2');
    expect(await holdsDemoSchool(other)).toBe(false);
    await Release.all()[0]!.load(other);
    expect(await holdsDemoSchool(other)).toBe(false);
    await migrate(other, MIGRATIONS);
    expect(await holdsDemoSchool(other)).toBe(false);
  });
});
