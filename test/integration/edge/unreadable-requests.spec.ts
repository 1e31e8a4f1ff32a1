import { expectProblem } from '../../support/problems';
import { type RawAnswer, RawConnection } from '../../support/raw-connection';
import { type Caller, TestApp } from '../../support/test-app';

let app: TestApp;
let url: string;
beforeAll(async () => {
  app = await TestApp.start({ UPLOAD_LIMIT_MEGABYTES: '1', BODY_LIMIT_KILOBYTES: '64' });
  url = await app.nest.getHttpAdapter().getInstance().listen({ port: 0, host: '127.0.0.1' });
});
afterAll(() => app.stop());

async function answerTo(...lines: string[]): Promise<RawAnswer | undefined> {
  const connection = await RawConnection.open(url);
  connection.head(...lines);
  return connection.lastAnswer();
}

describe('a request that cannot be read is answered as a problem', () => {
  const HOST = 'Host: stoa.example';
  it.each<[string, number, string, string[]]>([
    ['a line that is no request', 400, 'request.malformed', ['hello']],
    ['a method that HTTP does not know', 400, 'request.malformed', ['GRAB / HTTP/1.1', HOST]],
    ['a header without a name', 400, 'request.malformed', ['GET /v1/me HTTP/1.1', HOST, ': x']],
    [
      'two lengths',
      400,
      'request.malformed',
      ['POST /v1/me HTTP/1.1', HOST, 'Content-Length: 1', 'Content-Length: 2'],
    ],
    [
      'a length that is no number',
      400,
      'request.malformed',
      ['POST /v1/me HTTP/1.1', HOST, 'Content-Length: x'],
    ],
    [
      'a length and chunks',
      400,
      'request.malformed',
      ['POST /v1/me HTTP/1.1', HOST, 'Content-Length: 5', 'Transfer-Encoding: chunked'],
    ],
    ['no host', 400, 'request.malformed', ['GET /v1/me HTTP/1.1', 'Connection: close']],
    ['half a percent-encoding', 400, 'request.malformed', ['GET /v1/courses/%f HTTP/1.1', HOST]],
    ['an address that is no UTF-8', 400, 'request.malformed', ['GET /v1/courses/%ff HTTP/1.1', HOST]],
    [
      'headers of 20 KB',
      431,
      'request.headers_too_large',
      ['GET /v1/me HTTP/1.1', HOST, `X: ${'x'.repeat(20_000)}`],
    ],
    ['an address of 20 KB', 431, 'request.headers_too_large', [`GET /${'x'.repeat(20_000)} HTTP/1.1`, HOST]],
    [
      'an address with a part of 300 characters',
      414,
      'request.address_too_long',
      [`GET /v1/courses/${'x'.repeat(300)} HTTP/1.1`, HOST],
    ],
    [
      'an expectation that nobody can meet',
      417,
      'request.unsupported_expectation',
      ['GET /health/live HTTP/1.1', HOST, 'Expect: wonders'],
    ],
    [
      'a request about the server as a whole',
      404,
      'request.no_such_route',
      ['OPTIONS * HTTP/1.1', HOST, 'Connection: close'],
    ],
    [
      'an address without a slash',
      404,
      'request.no_such_route',
      ['GET *v1/me HTTP/1.1', HOST, 'Connection: close'],
    ],
    [
      'a method that no route takes',
      405,
      'request.method_not_allowed',
      ['PROPFIND /v1/me HTTP/1.1', HOST, 'Connection: close'],
    ],
    ['a trace', 405, 'request.method_not_allowed', ['TRACE /v1/me HTTP/1.1', HOST, 'Connection: close']],
  ])(
    'a request that cannot be read because of %s is answered as the problem %s %s',
    async (_what, status, code, lines) => {
      expectProblem(await answerTo(...lines), status, code);
    },
  );

  it('a malformed chunk within a body is answered as a problem', async () => {
    const connection = await RawConnection.open(url);
    connection.head(
      'POST /v1/auth/token HTTP/1.1',
      HOST,
      'Content-Type: application/json',
      'Transfer-Encoding: chunked',
    );
    connection.send('3\r\n{"a\r\nnonsense\r\n');
    expectProblem(await connection.lastAnswer(), 400, 'request.malformed');
  });

  it('a malformed request after a well-formed one on the same connection is answered as a problem', async () => {
    const connection = await RawConnection.open(url);
    connection.send(`GET /health/live HTTP/1.1\r\n${HOST}\r\n\r\nnonsense\r\n\r\n`);
    expect(await connection.lastAnswer()).toMatchObject({ status: 200 });
  });
});

describe('a wrong method', () => {
  it.each([
    ['GET', '/v1/auth/token', 'POST'],
    ['POST', '/v1/me', 'GET, HEAD, PATCH'],
    ['POST', '/', 'GET, HEAD'],
    ['POST', '/v1', 'GET, HEAD'],
    ['PUT', '/v1/courses/01990000-0000-7000-8000-000000000000', 'DELETE, GET, HEAD, PATCH'],
    ['DELETE', '/v1/courses?limit=1', 'GET, HEAD, POST'],
  ] as const)(
    'the request %s %s is answered 405, with the methods that the address takes',
    async (method, path, allow) => {
      const answer = await app.anyone.send(method, path);
      expectProblem(answer, 405, 'request.method_not_allowed');
      expect(answer.headers['allow']).toBe(allow);
      expect(answer.body.detail).toContain(`takes ${allow}, not ${method}`);
    },
  );

  it.each(['/v1/', '/v2/me', '/v1/courses/', '/v1//me', '/health', '/v1/courses//outline'])(
    'a wrong method at an address that does not exist, %s, is answered 404',
    async (path) => {
      expectProblem(await app.anyone.post(path, {}), 404, 'request.no_such_route');
      expectProblem(await app.anyone.get(path), 404, 'request.no_such_route');
    },
  );
});

describe('a body of another kind than the operation takes', () => {
  let person: Caller;
  beforeAll(async () => {
    person = await app.person('administrator');
  });

  it.each([
    ['text', '/v1/courses', 'text/plain', '{"code":"A","title":"B"}'],
    ['XML', '/v1/courses', 'application/xml', '<course/>'],
    ['a form', '/v1/courses', 'application/x-www-form-urlencoded', 'code=A&title=B'],
    ['a multipart form', '/v1/courses', 'multipart/form-data; boundary=x', '--x--'],
    ['a kind that is none', '/v1/courses', 'nonsense', 'x'],
    ['JSON where a file is wanted', '/v1/roster-imports', 'application/json', '{}'],
    ['text where a file is wanted', '/v1/roster-imports', 'text/plain', 'x'],
    ['another kind of multipart', '/v1/roster-imports', 'multipart/mixed; boundary=x', '--x--'],
  ])(
    'a body of another kind than the operation takes is refused with 415: %s',
    async (_what, path, type, body) => {
      const answer = await person.post(path, body, { 'content-type': type });
      expectProblem(answer, 415, 'request.unsupported_content');
    },
  );
});

describe('a multipart form that cannot be read', () => {
  const PART = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.zip"\r\n\r\n';
  it.each([
    ['without a boundary', 'multipart/form-data', `${PART}PK\r\n--x--\r\n`],
    ['with a boundary of 300 characters', `multipart/form-data; boundary=${'x'.repeat(300)}`, PART],
    ['that stops in a file', 'multipart/form-data; boundary=x', `${PART}PK`],
    [
      'that stops in the headers of a part',
      'multipart/form-data; boundary=x',
      '--x\r\nContent-Disposition: form',
    ],
    [
      'that stops in a field',
      'multipart/form-data; boundary=x',
      '--x\r\nContent-Disposition: form-data; name="dryRun"\r\n\r\ntr',
    ],
    ['that stops after a part', 'multipart/form-data; boundary=x', `${PART}PK\r\n--x`],
    ['that is something else', 'multipart/form-data; boundary=x', 'PK\u0003\u0004'],
    [
      'with a field of a built-in name',
      'multipart/form-data; boundary=x',
      '--x\r\nContent-Disposition: form-data; name="__proto__"\r\n\r\nx\r\n--x--\r\n',
    ],
    [
      'with JSON that does not parse',
      'multipart/form-data; boundary=x',
      '--x\r\nContent-Disposition: form-data; name="dryRun"\r\nContent-Type: application/json\r\n\r\n{\r\n--x--\r\n',
    ],
  ])('a multipart form with %s is refused with 400', async (_what, type, body) => {
    const administrator = await app.person('administrator');
    const answer = await administrator.post('/v1/roster-imports', body, { 'content-type': type });
    expectProblem(answer, 400, 'request.malformed');
  });
});

describe('what an operation does not take', () => {
  it('an unknown query parameter is refused by name on every method, and nothing is done', async () => {
    const administrator = await app.person('administrator');
    const form = new FormData();
    form.append('file', new Blob(['x']), 'autumn.zip');
    for (const [method, path, body] of [
      ['POST', '/v1/roster-imports', form],
      ['POST', '/v1/courses', { code: 'Q-1', title: 'Q' }],
      ['PATCH', '/v1/me', { givenName: 'Changed' }],
      ['DELETE', '/v1/sessions/current', undefined],
      ['GET', '/v1/me', undefined],
      ['GET', '/health/live', undefined],
    ] as const) {
      const answer = await administrator.send(method, `${path}?dryRun=true`, body);
      expectProblem(answer, 422, 'request.invalid');
      expect(answer.body.errors).toEqual([
        expect.objectContaining({ field: 'dryRun', rule: 'unknownField' }),
      ]);
    }
    expect((await administrator.get('/v1/me')).body.givenName).toBe('Pat');
  });

  it('a body is refused where the operation takes none; an empty object is allowed', async () => {
    const person = await app.person();
    const refused = await person.send('DELETE', '/v1/sessions', { all: true });
    expectProblem(refused, 422, 'request.invalid');
    expect(refused.body.errors).toEqual([expect.objectContaining({ field: 'all', rule: 'unknownField' })]);
    expectProblem(
      await person.send('DELETE', '/v1/sessions', '[1]', { 'content-type': 'application/json' }),
      422,
    );
    expect((await person.send('DELETE', '/v1/sessions', {})).status).toBe(204);
  });
});
