import { TestApp } from '../../support/test-app';

const COURSE = { code: 'BOT-1', title: 'Mosses', timeZone: 'Europe/Oslo' };

describe('Idempotency-Key', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const coursesOf = async (caller: { get: TestApp['anyone']['get'] }): Promise<number> =>
    (await caller.get('/v1/courses?mine=true')).body.data.length;

  it('gives a replay the stored answer and does nothing twice', async () => {
    const instructor = await app.person('instructor');
    const first = await instructor.post('/v1/courses', COURSE, { 'idempotency-key': 'make-mosses' });
    const replay = await instructor.post('/v1/courses', COURSE, { 'idempotency-key': 'make-mosses' });
    expect(first.status).toBe(201);
    expect(replay).toMatchObject({ status: 201, body: first.body });
    expect(replay.headers['idempotency-replayed']).toBe('true');
    expect(first.headers['idempotency-replayed']).toBeUndefined();
    expect(await coursesOf(instructor)).toBe(1);
  });

  it('refuses another body under the same key', async () => {
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

  it('belongs to its caller: another person may use the same', async () => {
    const [one, two] = [await app.person('instructor'), await app.person('instructor')];
    const first = await one.post('/v1/courses', COURSE, { 'idempotency-key': 'same' });
    const second = await two.post('/v1/courses', COURSE, { 'idempotency-key': 'same' });
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body.id).not.toBe(first.body.id);
  });

  it('lets one of many simultaneous requests through; the others hear that it runs, or its answer', async () => {
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

  it('is free again after a request that failed, which changed nothing', async () => {
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

  it('is taken over when the process that held it has died', async () => {
    const instructor = await app.person('instructor');
    const answer = await instructor.post('/v1/courses', COURSE, { 'idempotency-key': 'dead' });
    // As a crash between claim and commit leaves it: claimed, not completed, and nothing done.
    await app.database.run('UPDATE idempotency_keys SET completed_at = NULL, response = NULL');
    const inFlight = await instructor.post('/v1/courses', COURSE, { 'idempotency-key': 'dead' });
    expect(inFlight).toMatchObject({ status: 409, body: { code: 'request.in_flight' } });
    app.clock.advance(61_000);
    const retried = await instructor.post('/v1/courses', COURSE, { 'idempotency-key': 'dead' });
    expect(retried.status).toBe(201);
    expect(retried.body.id).not.toBe(answer.body.id);
  });

  it.each(['', ' ', 'ü', 'x'.repeat(256)])('must be printable and short: "%s"', async (key) => {
    const instructor = await app.person('instructor');
    const answer = await instructor.post('/v1/courses', COURSE, { 'idempotency-key': key });
    expect(answer).toMatchObject({ status: 400, body: { code: 'request.invalid_idempotency_key' } });
  });
});
