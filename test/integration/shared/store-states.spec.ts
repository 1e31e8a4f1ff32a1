import { MIGRATIONS } from '../../../src/migrations';
import { Connections } from '../../../src/shared/database/connections';
import { Transactions } from '../../../src/shared/database/transactions';
import { negativeControl } from '../../support/negative-control';
import { OwnServer } from '../../support/own-server';
import { type Caller, TestApp } from '../../support/test-app';
import { until } from '../../support/until';

const COURSE = { code: 'BOT-1', title: 'Mosses', timeZone: 'Europe/Oslo' };
const STUCK = { DATABASE_STUCK_SECONDS: '1' };

negativeControl('the watch for stuck connections', ['a process whose connections are all stuck'], () => {
  STUCK.DATABASE_STUCK_SECONDS = '600';
});

describe('a store', () => {
  let server: OwnServer;
  let app: TestApp;
  let person: Caller;
  beforeAll(async () => {
    server = await OwnServer.start();
    app = await TestApp.start({ DATABASE_WAIT_SECONDS: '2', DATABASE_STATEMENT_SECONDS: '5' }, server.target);
    person = await app.person('instructor');
  });
  afterAll(async () => {
    await app.stop();
    await server.stop();
  });

  const untilReady = () => until(async () => (await app.anyone.get('/health/ready')).status === 200);

  it('a restarted database server is used again, and nothing is logged', async () => {
    await untilReady();
    await server.restart();
    expect((await person.get('/v1/me')).status).toBe(200);
    await untilReady();
    expect((await person.post('/v1/courses', { ...COURSE, code: 'AGAIN-1' })).status).toBe(201);
  });

  it('the process is ready while the outbox holds messages', async () => {
    await app.anyone.post('/v1/registrations', {
      email: 'new@school.example',
      password: 'a-good-long-one',
      givenName: 'New',
      familyName: 'Person',
    });
    expect((await app.anyone.get('/health/ready')).status).toBe(200);
  });

  it('a read-only database makes the process unready: reads are answered, writes get 503', async () => {
    await server.restart(['--read-only=1']);
    await until(async () => (await person.get('/v1/me')).status === 200);
    const ready = await app.anyone.get('/health/ready');
    expect(ready).toMatchObject({ status: 503, body: { code: 'server.read_only' } });
    expect(Number(ready.headers['retry-after'])).toBeGreaterThan(0);
    const [lone, transaction] = [
      await person.put('/v1/me/password', {
        currentPassword: 'not-this-one',
        newPassword: 'a-good-long-one',
      }),
      await person.post('/v1/courses', COURSE),
    ];
    expect(lone.status).not.toBe(500);
    expect(transaction).toMatchObject({ status: 503, body: { code: 'server.read_only' } });
    await server.restart();
    await untilReady();
    expect((await person.post('/v1/courses', COURSE)).status).toBe(201);
  });

  it('the process is not ready while a migration of its build is missing', async () => {
    const { name } = MIGRATIONS.at(-1)!;
    await app.database.run('DELETE FROM migrations WHERE name = ?', [name]);
    const young = await TestApp.start({}, server.target);
    expect(await young.anyone.get('/health/ready')).toMatchObject({
      status: 503,
      body: { code: 'server.schema_behind' },
    });
    await app.database.run('INSERT INTO migrations (timestamp, name) VALUES (?, ?)', [1, name]);
    expect((await young.anyone.get('/health/ready')).status).toBe(200);
    await young.stop();
  });
});

describe('a store without room', () => {
  let server: OwnServer;
  let app: TestApp;
  beforeAll(async () => {
    server = await OwnServer.start([
      '--innodb-file-per-table=0',
      '--innodb-data-file-path=ibdata1:12M:autoextend:max:24M',
      '--innodb-autoextend-increment=1',
    ]);
    app = await TestApp.start({}, server.target);
  });
  afterAll(async () => {
    await app.stop();
    await server.kill();
  });

  it('a full disk is answered 507, and requests that need no room go on', async () => {
    const person = await app.person('instructor');
    const { id } = (await person.post('/v1/courses', COURSE)).body;
    const section = (await person.post(`/v1/courses/${id}/sections`, { title: 'Week 1' })).body;
    const page = { type: 'page', title: 'Moss', content: 'moss '.repeat(20_000) };
    let answer = await person.post(`/v1/sections/${section.id}/activities`, page);
    for (let pages = 1; answer.status === 201 && pages < 100; pages += 1)
      answer = await person.post(`/v1/sections/${section.id}/activities`, page);
    expect(answer).toMatchObject({ status: 507, body: { code: 'server.storage_full' } });
    expect((await person.get('/v1/me')).status).toBe(200);
    expect((await person.get(`/v1/courses/${id}/outline`)).status).toBe(200);
  });
});

describe('a process that has lost its connections', () => {
  const POOL = 2;
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start({
      ...{ DATABASE_POOL_SIZE: String(POOL), DATABASE_WAIT_SECONDS: '1', ...STUCK },
    });
  });
  afterAll(() => app.stop());

  it('a process whose connections are all stuck fails its live check until one comes free', async () => {
    expect((await app.anyone.get('/health/live')).status).toBe(200);
    let finish!: () => void;
    const end = new Promise<void>((resolve) => (finish = resolve));
    // Code that waits for something else inside a transaction; the writers' share is one, the other is a slow read.
    const held = [
      app.get(Transactions).run(() => end),
      app.get(Connections).send((_connection, done) => void end.then(() => done(null, undefined)), 'read'),
    ];
    try {
      await until(async () => (await app.anyone.get('/health/live')).status === 503);
      expect(await app.anyone.get('/health/live')).toMatchObject({ body: { code: 'server.stuck' } });
      expect((await app.anyone.get('/health/ready')).status).toBe(503);
    } finally {
      finish();
      await Promise.all(held);
    }
    expect((await app.anyone.get('/health/live')).status).toBe(200);
    expect((await app.anyone.get('/health/ready')).status).toBe(200);
  });
});
