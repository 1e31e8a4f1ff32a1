import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import { ConnectionPool } from '../../../src/shared/database/connection-pool';
import { Connections } from '../../../src/shared/database/connections';
import { type ConnectionTarget, connectionOptions } from '../../../src/shared/database/data-source';
import { toBinary } from '../../../src/shared/database/ids';
import { driverError } from '../../../src/shared/database/store-faults';
import { Turnstile } from '../../../src/shared/database/turnstile';
import { negativeControl } from '../../support/negative-control';
import { withoutErrno } from '../../support/statements';
import { StoreProxy } from '../../support/store-proxy';
import { type Answer, type Caller, TestApp } from '../../support/test-app';
import { workerDatabase } from '../../support/test-database';
import { until } from '../../support/until';

const COURSE = { code: 'BOT-1', title: 'Mosses', timeZone: 'Europe/Oslo' };
const WAITS = {
  DATABASE_WAIT_SECONDS: '3',
  DATABASE_STATEMENT_SECONDS: '3',
  DATABASE_LOCK_WAIT_SECONDS: '2',
};

negativeControl(
  'the part of the pool that reads keep',
  ['reads are answered within a second while ten'],
  () => {
    Turnstile.prototype.enter = () => undefined;
    Turnstile.prototype.leave = () => undefined;
    // Long enough for the readers to come while the writers wait, on a busy machine too.
    Object.assign(WAITS, { DATABASE_WAIT_SECONDS: '20', DATABASE_LOCK_WAIT_SECONDS: '20' });
  },
);
negativeControl('the deadlines of the store', ['requests get 503 while the network to the'], () => {
  Object.assign(WAITS, { DATABASE_WAIT_SECONDS: '20', DATABASE_STATEMENT_SECONDS: '20' });
});
negativeControl(
  'the distrust of connections that stood idle',
  ['one request at most waits for a frozen connection'],
  () => {
    ConnectionPool.prototype['find'] = function (this: ConnectionPool, _deadline, taker) {
      this['pool'].getConnection((error, connection) =>
        error ? taker(driverError(error), undefined) : this['hand'](connection, taker),
      );
    };
  },
);
negativeControl(
  'the answer that an outcome is unknown',
  ['a request whose connection breaks at the commit', 'a request that is repeated with its key after'],
  () => {
    // What breaks at the commit counts as never committed, and the transaction is run again.
    Connections.prototype['commit'] = async function (this: Connections, connection, waits) {
      await this['command'](connection, 'COMMIT', waits);
    };
  },
);
negativeControl('the fault of a killed query', ['a request whose query was killed gets 503'], () => {
  withoutErrno(1317);
});

/** All waits of a request together, one after another, and room for a slow machine. */
const ENOUGH_MILLISECONDS = 15_000;

describe('a request that needs the store', () => {
  let store: ConnectionTarget;
  let proxy: StoreProxy;
  let app: TestApp;
  let person: Caller;
  let watcher: Connection;
  /** Other clients of the server; gone after each test. */
  const others: Connection[] = [];

  beforeAll(async () => {
    store = await workerDatabase();
    watcher = await createConnection(connectionOptions(store));
    proxy = await StoreProxy.before(store);
    app = await TestApp.start(WAITS, proxy.target);
    person = await app.person('instructor');
  });
  afterAll(async () => {
    await app.stop();
    await proxy.stop();
    await watcher.end();
  });
  afterEach(async () => {
    others.splice(0).forEach((other) => other.destroy());
    proxy.thaw();
    proxy.bringBack();
    await until(async () => (await person.get('/health/ready')).status === 200);
  });

  /** Another client of the server, who holds the lock on the person's row until it is released. */
  async function lockedRow(): Promise<{ release: () => Promise<void> }> {
    const other = await createConnection(connectionOptions(store));
    others.push(other);
    await other.beginTransaction();
    await other.query('SELECT id FROM users WHERE id = ? FOR UPDATE', [toBinary(person.id)]);
    return { release: () => other.rollback() };
  }

  /** Statements about accounts that the server is at now, which are those that wait for the lock. */
  async function statementsAtWork(): Promise<number[]> {
    // Not by the application, whose connections may all be held.
    const [rows] = await watcher.query<RowDataPacket[]>(
      `SELECT id FROM information_schema.processlist
       WHERE db = DATABASE() AND command IN ('Execute', 'Query') AND info LIKE '%users%' AND info NOT LIKE '%processlist%'`,
    );
    return rows.map(({ id }) => id as number);
  }

  async function timed(
    work: Promise<Answer>,
  ): Promise<{ status: number; code: unknown; milliseconds: number }> {
    const begin = performance.now();
    const { status, body } = await work;
    return { status, code: body?.code, milliseconds: performance.now() - begin };
  }

  it('reads are answered within a second while ten writers wait for a locked row, and the writers get 503', async () => {
    const lock = await lockedRow();
    const writers = Array.from({ length: 10 }, (_, index) =>
      person.patch('/v1/me', { givenName: `Pat ${index}` }),
    );
    await until(async () => (await statementsAtWork()).length >= 8);
    const readers = await Promise.all(Array.from({ length: 100 }, () => timed(person.get('/v1/me'))));
    expect(readers.filter(({ status }) => status !== 200)).toEqual([]);
    expect(Math.max(...readers.map(({ milliseconds }) => milliseconds))).toBeLessThan(1_000);
    const answers = await Promise.all(writers);
    await lock.release();
    for (const { status, body, headers } of answers) {
      expect({ status, code: body.code }).toEqual({ status: 503, code: 'server.busy' });
      expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    }
  });

  it('a writer goes on as soon as the row is unlocked', async () => {
    const lock = await lockedRow();
    const writer = person.patch('/v1/me', { givenName: 'Robin' });
    await until(async () => (await statementsAtWork()).length > 0);
    await lock.release();
    expect(await writer).toMatchObject({ status: 200, body: { givenName: 'Robin' } });
  });

  it('requests get 503 while the network to the server is frozen, and are served after that', async () => {
    // Ten connections that stand, all frozen.
    await Promise.all(Array.from({ length: 10 }, () => person.get('/v1/me')));
    proxy.freeze();
    const answers = await Promise.all(Array.from({ length: 20 }, () => timed(person.get('/v1/me'))));
    expect(new Set(answers.map(({ status, code }) => `${status} ${String(code)}`))).toEqual(
      new Set(['503 server.busy']),
    );
    expect(Math.max(...answers.map(({ milliseconds }) => milliseconds))).toBeLessThan(ENOUGH_MILLISECONDS);
    expect(await timed(person.get('/health/ready'))).toMatchObject({ status: 503, code: 'server.busy' });
    proxy.thaw();
    await until(async () => (await person.get('/v1/me')).status === 200);
  });

  it('one request at most waits for a frozen connection; the other idle connections are replaced', async () => {
    await Promise.all(Array.from({ length: 10 }, () => person.get('/v1/me')));
    proxy.freezeStanding();
    const first = await timed(person.get('/v1/me'));
    expect(first.milliseconds).toBeLessThan(ENOUGH_MILLISECONDS);
    const rest = [];
    for (let index = 0; index < 10; index += 1) rest.push(await timed(person.get('/v1/me')));
    expect(rest.map(({ status }) => status)).toEqual(Array(10).fill(200));
    expect(Math.max(...rest.map(({ milliseconds }) => milliseconds))).toBeLessThan(1_900);
  });

  it('a request gets 503 while the server is away, and nothing is done', async () => {
    proxy.takeAway();
    const answer = await timed(person.post('/v1/courses', COURSE));
    expect(answer).toMatchObject({ status: 503, code: 'server.busy' });
    expect(answer.milliseconds).toBeLessThan(ENOUGH_MILLISECONDS);
    proxy.bringBack();
    await until(async () => (await person.get('/v1/me')).status === 200);
    expect((await person.get('/v1/courses?mine=true')).body.data).toEqual([]);
  });

  it('a request does not notice that the server was away for a moment', async () => {
    proxy.takeAway();
    const answer = person.get('/v1/me');
    proxy.bringBack();
    expect((await answer).status).toBe(200);
  });

  it('a request whose connection breaks at the commit is answered that its outcome is unknown', async () => {
    proxy.cutAtNext('COMMIT', 'lost');
    const answer = await person.post('/v1/courses', { ...COURSE, code: 'LOST-1' });
    expect(answer).toMatchObject({ status: 503, body: { code: 'server.outcome_unknown' } });
    // The server had committed: whoever looks, finds it.
    expect((await person.get('/v1/courses?mine=true')).body.data).toMatchObject([{ code: 'LOST-1' }]);
  });

  it('a request that is repeated with its key after its commit broke is done once', async () => {
    for (const answer of ['lost', 'never sent'] as const) {
      const [body, key] = [
        { ...COURSE, code: `KEY-${answer}` },
        { 'idempotency-key': `key-${answer.slice(0, 4)}` },
      ];
      proxy.cutAtNext('COMMIT', answer);
      const first = await person.post('/v1/courses', body, key);
      expect(first).toMatchObject({ status: 503, body: { code: 'server.outcome_unknown' } });
      expect((await person.post('/v1/courses', body, key)).status).toBe(201);
      const { data } = (await person.get('/v1/courses?mine=true')).body as { data: { code: string }[] };
      expect(data.filter(({ code }) => code === body.code)).toHaveLength(1);
    }
  });

  it('a request whose query was killed gets 503', async () => {
    const lock = await lockedRow();
    const writer = person.patch('/v1/me', { givenName: 'Kim' });
    await until(async () => {
      const ids = await statementsAtWork();
      for (const id of ids) await app.database.query(`KILL QUERY ${id}`);
      return ids.length > 0;
    });
    const answer = await writer;
    await lock.release();
    expect(answer).toMatchObject({ status: 503, body: { code: 'server.busy' } });
  });
});
