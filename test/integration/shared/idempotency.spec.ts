import { createHash } from 'node:crypto';
import { type Connection, createConnection } from 'mysql2/promise';
import { connectionOptions } from '../../../src/shared/database/data-source';
import { toBinary } from '../../../src/shared/database/ids';
import { IdempotencyRepository } from '../../../src/shared/http/idempotency.repository';
import { negativeControl } from '../../support/negative-control';
import { sqlOf } from '../../support/query-counter';
import { type Answer, type Caller, TestApp } from '../../support/test-app';
import { until } from '../../support/until';

negativeControl(
  'the claim on an Idempotency-Key',
  ['one of many simultaneous requests with one key', 'one of many requests with one key is done,'],
  () => {
    IdempotencyRepository.prototype.claim = () => Promise.resolve(true);
  },
);

const COURSE = { code: 'BOT-1', title: 'Mosses', timeZone: 'Europe/Oslo' };

describe('Idempotency-Key', () => {
  let app: TestApp;
  beforeAll(async () => {
    // So that a request that is held up by a lock stays at work, and keeps its claim.
    app = await TestApp.start({ DATABASE_LOCK_WAIT_SECONDS: '8', DATABASE_WAIT_SECONDS: '20' });
  });
  afterAll(() => app.stop());

  const coursesOf = async (caller: { get: TestApp['anyone']['get'] }): Promise<number> =>
    (await caller.get('/v1/courses?mine=true')).body.data.length;

  it('a replay gets the stored answer, and nothing is done twice', async () => {
    const instructor = await app.person('instructor');
    const first = await instructor.post('/v1/courses', COURSE, { 'idempotency-key': 'make-mosses' });
    const replay = await instructor.post('/v1/courses', COURSE, { 'idempotency-key': 'make-mosses' });
    expect(first.status).toBe(201);
    expect(replay).toMatchObject({ status: 201, body: first.body });
    expect(replay.headers['idempotency-replayed']).toBe('true');
    expect(first.headers['idempotency-replayed']).toBeUndefined();
    expect(await coursesOf(instructor)).toBe(1);
  });

  it('another body under the same key is refused with 422', async () => {
    const instructor = await app.person('instructor');
    await instructor.post('/v1/courses', COURSE, { 'idempotency-key': 'k' });
    const other = await instructor.post(
      '/v1/courses',
      { ...COURSE, title: 'Ferns' },
      { 'idempotency-key': 'k' },
    );
    expect(other).toMatchObject({ status: 422, body: { code: 'request.idempotency_key_reused' } });
    expect(await coursesOf(instructor)).toBe(1);
  });

  it('two people may use the same key', async () => {
    const [one, two] = [await app.person('instructor'), await app.person('instructor')];
    const first = await one.post('/v1/courses', COURSE, { 'idempotency-key': 'same' });
    const second = await two.post('/v1/courses', COURSE, { 'idempotency-key': 'same' });
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body.id).not.toBe(first.body.id);
  });

  it('one of many simultaneous requests with one key is done; the others get 409 or its answer', async () => {
    const instructor = await app.person('instructor');
    const answers = await Promise.all(
      Array.from({ length: 12 }, () =>
        instructor.post('/v1/courses', COURSE, { 'idempotency-key': 'at-once' }),
      ),
    );
    for (const answer of answers) {
      if (answer.status === 409) expect(answer.body.code).toBe('request.in_flight');
      else expect(answer.status).toBe(201);
    }
    expect(answers.some((answer) => answer.status === 201)).toBe(true);
    expect(await coursesOf(instructor)).toBe(1);
  });

  it('a key can be used again after its request failed, which changed nothing', async () => {
    const instructor = await app.person('instructor');
    const refused = await instructor.post(
      '/v1/courses',
      { ...COURSE, startDate: '2026-05-01', endDate: '2026-04-01' },
      { 'idempotency-key': 'k' },
    );
    expect(refused.status).toBe(422);
    const mended = await instructor.post('/v1/courses', COURSE, { 'idempotency-key': 'k' });
    expect(mended.status).toBe(201);
  });

  it('a replay has the ETag of the first answer', async () => {
    const instructor = await app.person('instructor');
    const [first, replay] = [await makeMosses(instructor, 'etag'), await makeMosses(instructor, 'etag')];
    expect(first.headers['etag']).toBeDefined();
    expect(replay.headers['etag']).toBe(first.headers['etag']);
  });

  it('an account is made once, although its password is hashed before the key is claimed', async () => {
    const administrator = await app.person('administrator');
    const body = {
      username: 'once.only',
      givenName: 'Once',
      familyName: 'Only',
      role: 'learner',
      password: 'seven-quiet-otters',
    };
    const key = { 'idempotency-key': 'account' };
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => administrator.post('/v1/users', body, key)),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status !== 201 && status !== 409)).toEqual([]);
    expect(new Set(answers.filter(({ status }) => status === 201).map(({ body: { id } }) => id)).size).toBe(
      1,
    );
    const statements = await sqlOf(() =>
      administrator.post('/v1/users', { ...body, username: 'b' }, { 'idempotency-key': 'b' }),
    );
    expect(statements.filter((text) => /START TRANSACTION|COMMIT/.test(text))).toHaveLength(2);
  });

  it('stored answers are kept for a day', async () => {
    const instructor = await app.person('instructor');
    const first = await makeMosses(instructor, 'day');
    app.clock.advance(25 * 3_600_000);
    await makeMosses(instructor, 'sweeps');
    app.clock.advance(61_000);
    const later = await makeMosses(instructor, 'day');
    expect(later.status).toBe(201);
    expect(later.body.id).not.toBe(first.body.id);
  });

  function makeMosses(instructor: Caller, key: string): Promise<Answer> {
    return instructor.post('/v1/courses', COURSE, { 'idempotency-key': key });
  }

  describe('on two replicas', () => {
    let other: TestApp;
    /** Of others; gone after each test, so that nobody waits for their locks any more. */
    const connections: Connection[] = [];
    beforeAll(async () => {
      other = await TestApp.start({}, app.target);
    });
    afterEach(() => connections.splice(0).forEach((connection) => connection.destroy()));
    afterAll(() => other.stop());

    it('one of many requests with one key is done, however they are spread over the replicas', async () => {
      const instructor = await app.person('instructor');
      const there = other.bearing(instructor.token!);
      const answers = await Promise.all(
        Array.from({ length: 12 }, (_, index) => makeMosses(index % 2 ? instructor : there, 'spread')),
      );
      for (const answer of answers) {
        if (answer.status === 409) expect(answer.body.code).toBe('request.in_flight');
        else expect(answer.status).toBe(201);
      }
      expect(await coursesOf(instructor)).toBe(1);
    });

    it('the second request waits up to a second for the first, then gets 409 with Retry-After', async () => {
      const instructor = await app.person('instructor');
      const there = other.bearing(instructor.token!);
      // The first is held up by somebody who has the lock on its person; the claim stands before that.
      const lock = await connect();
      await lock.beginTransaction();
      await lock.query('SELECT id FROM users WHERE id = ? FOR UPDATE', [toBinary(instructor.id)]);
      const first = makeMosses(instructor, 'long');
      await until(async () => (await statementsAtWork()) > 0);
      const begin = performance.now();
      const second = await makeMosses(there, 'long');
      expect(second).toMatchObject({ status: 409, body: { code: 'request.in_flight' } });
      expect(second.headers['retry-after']).toBe('1');
      expect(performance.now() - begin).toBeLessThan(3_000);
      await lock.end();
      const { status, body } = await first;
      expect(status).toBe(201);
      expect(await makeMosses(there, 'long')).toMatchObject({ status: 201, body });
      expect(await coursesOf(instructor)).toBe(1);
    });

    it('a key is free at once when the process that claimed it has died', async () => {
      const instructor = await app.person('instructor');
      const there = other.bearing(instructor.token!);
      // As a process leaves it that dies between the claim and the commit: its connection breaks.
      const dying = await connect();
      await dying.beginTransaction();
      const [keyHash] = [createHash('sha256').update(`${instructor.id}\ndead`).digest()];
      await dying.query(
        'INSERT INTO idempotency_keys (key_hash, user_id, fingerprint, created_at, locked_until) VALUES (?, ?, ?, NOW(3), NOW(3))',
        [keyHash, toBinary(instructor.id), keyHash],
      );
      expect((await makeMosses(there, 'dead')).body.code).toBe('request.in_flight');
      dying.destroy();
      await until(async () => (await makeMosses(there, 'dead')).status === 201);
      expect(await coursesOf(instructor)).toBe(1);
    });

    async function connect(): Promise<Connection> {
      const connection = await createConnection(connectionOptions(app.target));
      connections.push(connection);
      return connection;
    }

    async function statementsAtWork(): Promise<number> {
      const rows = await app.database.query(
        "SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND command IN ('Execute', 'Query') AND info LIKE '%INSERT%courses%' AND info NOT LIKE '%processlist%'",
      );
      return rows.length;
    }
  });

  it.each(['', ' ', 'ü', 'x'.repeat(256)])(
    'a key that is not printable or too long is refused: "%s"',
    async (key) => {
      const instructor = await app.person('instructor');
      const answer = await instructor.post('/v1/courses', COURSE, { 'idempotency-key': key });
      expect(answer).toMatchObject({ status: 400, body: { code: 'request.invalid_idempotency_key' } });
    },
  );
});
