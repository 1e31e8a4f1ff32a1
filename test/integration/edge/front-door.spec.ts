import { TestApp } from '../../support/test-app';

const ORIGIN = 'https://lms.school.example';

describe('the front door', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start({ CORS_ORIGINS: ORIGIN });
  });
  afterAll(() => app.stop());

  it.each(['/', '/v1'])('%s points programs to the API description', async (path) => {
    const answer = await app.anyone.get(path);
    expect(answer).toMatchObject({
      status: 200,
      body: { name: 'Stoa', docs: '/docs', openapi: '/docs/openapi.json' },
      headers: { link: expect.stringContaining('</docs/openapi.json>; rel="service-desc"') },
    });
    for (const address of [answer.body.docs, answer.body.openapi])
      expect((await app.anyone.get(address)).status).toBe(200);
  });

  it.each(['/', '/v1'])('%s takes browsers to Swagger UI', async (path) => {
    const answer = await app.anyone.get(path, { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' });
    expect(answer).toMatchObject({ status: 303, headers: { location: '/docs', vary: 'Accept' } });
  });

  it.each([
    ['POST', '/', 'GET, HEAD'],
    ['PUT', '/v1/courses', 'GET, HEAD, POST'],
    ['POST', '/v1/courses/01990000-0000-7000-8000-00000000c001', 'DELETE, GET, HEAD, PATCH'],
    ['DELETE', '/v1/auth/token', 'POST'],
    ['PATCH', '/v1/courses/no-id/publication', 'DELETE, PUT'],
  ] as const)('tells %s %s which methods the address takes', async (method, path, allow) => {
    const answer = await app.anyone.send(method, path);
    expect(answer).toMatchObject({
      status: 405,
      headers: { allow },
      body: { code: 'request.method_not_allowed' },
    });
  });

  it('lets front ends from elsewhere send trace headers', async () => {
    const asked = await app.nest.inject({
      method: 'OPTIONS',
      url: '/v1/me',
      headers: {
        origin: ORIGIN,
        'access-control-request-method': 'GET',
        'access-control-request-headers': 'traceparent,tracestate,authorization',
      },
    });
    const allowed = String(asked.headers['access-control-allow-headers']).toLowerCase();
    for (const name of ['traceparent', 'tracestate', 'authorization', 'if-match', 'idempotency-key'])
      expect(allowed.split(/,\s*/)).toContain(name);
  });

  it('lets front ends from elsewhere read every header that the API description names', async () => {
    const { headers } = await app.anyone.get('/v1/me', { origin: ORIGIN });
    const exposed = String(headers['access-control-expose-headers']).toLowerCase().split(/,\s*/);
    const { components } = (await app.anyone.get('/docs/openapi.json')).body;
    const described = Object.keys(components.headers).map((name) => name.toLowerCase());
    // How to sign in is for HTTP itself, not for pages.
    for (const name of described.filter((one) => one !== 'www-authenticate')) expect(exposed).toContain(name);
  });
});
