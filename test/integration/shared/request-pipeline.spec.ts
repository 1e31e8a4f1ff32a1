import { AccessTokens } from '../../../src/shared/auth/access-tokens';
import { newId } from '../../../src/shared/database/ids';
import { sqlOf } from '../../support/query-counter';
import { TestApp } from '../../support/test-app';

describe('the request pipeline', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start({ CORS_ORIGINS: 'https://lms.school.example', BODY_LIMIT_KILOBYTES: '8' });
  });
  afterAll(() => app.stop());

  it('the process is alive, and ready once the database answers', async () => {
    expect((await app.anyone.get('/health/live')).body).toEqual({ status: 'ok' });
    const ready = await app.anyone.get('/health/ready');
    expect(ready.status).toBe(200);
    expect(ready.body).toMatchObject({ status: 'ok', info: { database: { status: 'up' } } });
  });

  describe('tells an error as problem+json', () => {
    it('an unknown route is answered 404 as problem+json', async () => {
      const answer = await app.anyone.get('/v1/nowhere');
      expect(answer.status).toBe(404);
      expect(answer.headers['content-type']).toContain('application/problem+json');
      expect(answer.body).toMatchObject({
        type: 'https://stoa.example/problems/request.no_such_route',
        title: 'Not Found',
        status: 404,
        code: 'request.no_such_route',
        requestId: answer.headers['x-request-id'],
      });
    });

    it('a request without a token is answered 401 as problem+json', async () => {
      const answer = await app.anyone.get('/v1/me');
      expect(answer).toMatchObject({ status: 401, body: { code: 'auth.not_signed_in' } });
      expect(answer.headers['www-authenticate']).toBe('Bearer');
    });

    it('JSON that does not parse is answered 400 as problem+json', async () => {
      const instructor = await app.person('instructor');
      const answer = await instructor.post('/v1/courses', '{"title": ', {
        'content-type': 'application/json',
      });
      expect(answer).toMatchObject({ status: 400, body: { code: 'request.malformed' } });
    });

    it.each([{ 'content-type': 'application/json' }, undefined])(
      'an empty body where one is needed is answered as problem+json (%j)',
      async (headers) => {
        const instructor = await app.person('instructor');
        const answer = await instructor.post('/v1/courses', undefined, headers);
        expect(answer).toMatchObject({ status: 422, body: { code: 'request.invalid' } });
        expect(answer.body.errors).toContainEqual(expect.objectContaining({ field: 'title' }));
      },
    );

    it('JSON that would pollute a prototype is refused', async () => {
      const instructor = await app.person('instructor');
      const poison = '{"title": "T", "code": "C", "__proto__": {"admin": true}}';
      const answer = await instructor.post('/v1/courses', poison, { 'content-type': 'application/json' });
      expect(answer.status).toBe(400);
    });

    it('a body that is too large is answered 413', async () => {
      const instructor = await app.person('instructor');
      const answer = await instructor.post('/v1/courses', { title: 'x'.repeat(9000) });
      expect(answer).toMatchObject({ status: 413, body: { code: 'request.too_large' } });
    });

    it('a body of a type that the route does not take is answered 415', async () => {
      const instructor = await app.person('instructor');
      const answer = await instructor.post('/v1/courses', '<course/>', { 'content-type': 'application/xml' });
      expect(answer).toMatchObject({ status: 415, body: { code: 'request.unsupported_content' } });
    });

    it('an answer 422 lists every fault of the body with its field and rule', async () => {
      const instructor = await app.person('instructor');
      const answer = await instructor.post('/v1/courses', {
        title: '',
        timeZone: 'Mars/Olympus',
        color: 'red',
      });
      expect(answer).toMatchObject({ status: 422, body: { code: 'request.invalid' } });
      const fields = answer.body.errors.map((error: { field: string }) => error.field);
      expect(fields).toEqual(expect.arrayContaining(['title', 'timeZone', 'color']));
      expect(answer.body.errors).toContainEqual({
        field: 'color',
        rule: 'unknownField',
        message: 'color is not a field of this request',
      });
    });

    it('an unknown query parameter is refused', async () => {
      const answer = await (await app.person()).get('/v1/courses?limt=3');
      expect(answer).toMatchObject({
        status: 422,
        body: { errors: [{ field: 'limt', rule: 'unknownField' }] },
      });
    });

    it.each(['0', '101', 'many', '1.5', '-1', ''])('a limit of "%s" is refused', async (limit) => {
      const answer = await (await app.person()).get(`/v1/courses?limit=${limit}`);
      expect(answer.status).toBe(422);
      expect(answer.body.errors.every((error: { field: string }) => error.field === 'limit')).toBe(true);
    });

    it.each(['nonsense', 'WyJhIl0', 'bnVsbA', '%F0%9F%98%80'])(
      'a cursor that the server did not make is refused: %s',
      async (cursor) => {
        const answer = await (await app.person()).get(`/v1/courses?cursor=${cursor}`);
        expect(answer).toMatchObject({ status: 400, body: { code: 'request.invalid_cursor' } });
      },
    );

    it('an invalid id is answered 400 with the name of the parameter', async () => {
      const answer = await (await app.person()).get('/v1/courses/1%27%20OR%201=1');
      expect(answer).toMatchObject({
        status: 400,
        body: { code: 'request.invalid_id', errors: [{ field: 'courseId', rule: 'isUuid' }] },
      });
    });
  });

  it('a request without a body may have a content type', async () => {
    const person = await app.person();
    expect((await person.delete('/v1/sessions/current', { 'content-type': 'application/json' })).status).toBe(
      204,
    );
  });

  describe('names each request', () => {
    it('a request id of the caller is kept', async () => {
      const answer = await app.anyone.get('/health/live', { 'x-request-id': 'lms-7f3a' });
      expect(answer.headers['x-request-id']).toBe('lms-7f3a');
    });

    it('a request id that could forge a log line is replaced', async () => {
      const answer = await app.anyone.get('/health/live', { 'x-request-id': 'a b" admin' });
      expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    });
  });

  describe('answers browsers', () => {
    it('CORS headers are sent to an allowed origin', async () => {
      const answer = await app.anyone.get('/health/live', { origin: 'https://lms.school.example' });
      expect(answer.headers['access-control-allow-origin']).toBe('https://lms.school.example');
    });

    it('CORS headers are sent to no other origin', async () => {
      const answer = await app.anyone.get('/health/live', { origin: 'https://evil.example' });
      expect(answer.headers['access-control-allow-origin']).not.toBe('https://evil.example');
      expect(answer.headers['access-control-allow-origin']).not.toBe('*');
    });

    it('answers have headers that forbid content sniffing, framing and caching', async () => {
      const { headers } = await app.anyone.get('/health/live');
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'SAMEORIGIN',
        'cache-control': 'no-store',
      });
      expect(headers['content-security-policy']).toContain("default-src 'self'");
      expect(headers['x-powered-by']).toBeUndefined();
    });
  });
});

describe('rate limits', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start({ RATE_LIMIT_PER_MINUTE: '5' });
  });
  afterAll(() => app.stop());

  it('the rate limit counts per account, sends Retry-After, and leaves others alone', async () => {
    const eager = await app.person();
    const patient = await app.person();
    const statuses: number[] = [];
    for (let request = 0; request < 6; request += 1) statuses.push((await eager.get('/v1/me')).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);

    const refused = await eager.get('/v1/me');
    expect(refused.body).toMatchObject({ status: 429, code: 'request.too_many' });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect((await patient.get('/v1/me')).status).toBe(200);

    app.clock.advance(60_000);
    expect((await eager.get('/v1/me')).status).toBe(200);
  });

  it('every answer tells what is left of the rate limit', async () => {
    const person = await app.person();
    const { headers } = await person.get('/v1/me');
    expect(headers).toMatchObject({
      'ratelimit-limit': '5',
      'ratelimit-remaining': '4',
      'ratelimit-reset': '60',
    });
  });

  describe('come before everything else', () => {
    let addresses = 0;
    /** Six requests from a network of their own: their statuses, and the statements that they cost. */
    async function sixRequests(
      url: string,
      headersOf: (index: number) => Record<string, string> = () => ({}),
    ): Promise<{ statuses: number[]; statements: string[] }> {
      addresses += 1;
      const remoteAddress = `192.0.2.${addresses}`;
      const statuses: number[] = [];
      const statements = await sqlOf(async () => {
        for (let index = 0; index < 6; index += 1)
          statuses.push(
            (await app.nest.inject({ url, remoteAddress, headers: headersOf(index) })).statusCode,
          );
      });
      return { statuses, statements };
    }
    const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });
    const expired = async (): Promise<string> => {
      const { token } = await app.get(AccessTokens).issue({ sub: newId(), sid: newId() });
      app.clock.advance(app.settings.accessTokenMinutes * 60_000);
      return token;
    };

    it('requests without a token are limited before authentication', async () => {
      const { statuses, statements } = await sixRequests('/v1/me');
      expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
      expect(statements).toEqual([]);
    });

    it('requests to unknown routes are limited', async () => {
      expect((await sixRequests('/v1/nowhere')).statuses).toEqual([404, 404, 404, 404, 404, 429]);
    });

    it('requests with invalid tokens are limited, however many tokens there are', async () => {
      const { statuses, statements } = await sixRequests('/v1/me', (index) =>
        bearer(`forged.token.${index}`),
      );
      expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
      expect(statements).toEqual([]);
    });

    it('requests with an expired token are limited', async () => {
      const token = await expired();
      const { statuses, statements } = await sixRequests('/v1/me', () => bearer(token));
      expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
      expect(statements).toEqual([]);
    });

    it('requests with the token of an ended session are limited', async () => {
      const person = await app.person();
      await person.delete('/v1/sessions');
      const { statuses, statements } = await sixRequests('/v1/me', () => bearer(person.token ?? ''));
      expect(statuses).toEqual([401, 401, 401, 401, 429, 429]);
      expect(statements).toHaveLength(4);
    });

    it('a request over the limit is answered 429 as problem+json', async () => {
      const ask = () => app.nest.inject({ url: '/v1/nowhere', remoteAddress: '192.0.2.200' });
      for (let request = 0; request < 5; request += 1) await ask();
      const refused = await ask();
      expect(refused.statusCode).toBe(429);
      expect(refused.headers).toMatchObject({
        'content-type': expect.stringContaining('application/problem+json'),
        'retry-after': '60',
        'x-request-id': expect.any(String),
        'x-content-type-options': 'nosniff',
      });
      expect(refused.json()).toMatchObject({ code: 'request.too_many' });
    });

    it('signed-in people are not limited by what others behind the same network have used', async () => {
      const person = await app.person();
      const { statuses } = await sixRequests('/v1/me');
      expect(statuses.at(-1)).toBe(429);
      const remoteAddress = `192.0.2.${addresses}`;
      const answer = await app.nest.inject({
        url: '/v1/me',
        remoteAddress,
        headers: bearer(person.token ?? ''),
      });
      expect(answer.statusCode).toBe(200);
    });
  });

  it('health checks are never limited', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => app.anyone.get('/health/live')));
    expect(answers.map((answer) => answer.status)).toEqual(Array<number>(20).fill(200));
  });
});
