import { TestApp } from '../../support/test-app';

describe('errors of the token endpoint', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  it.each([
    [{ grant_type: 'password', username: 'nobody', password: 'wrong-password' }, 401, 'invalid_grant'],
    [{ grant_type: 'refresh_token', refresh_token: 'unknown' }, 401, 'invalid_grant'],
    [{ grant_type: 'client_credentials' }, 422, 'unsupported_grant_type'],
    [{ grant_type: 'password', username: 'nobody' }, 422, 'invalid_request'],
    [{}, 422, 'invalid_request'],
  ])('say %j in the words of OAuth 2, too', async (body, status, error) => {
    const answer = await app.anyone.post('/v1/auth/token', body);
    expect(answer).toMatchObject({
      status,
      headers: { 'content-type': 'application/problem+json; charset=utf-8' },
      body: { status, error, error_description: answer.body.detail },
    });
    expect(answer.body.error_description).toMatch(/\w/);
  });

  it.each([
    ['{"grant_type":', 'application/json', 400],
    ['x'.repeat(1_100_000), 'application/json', 413],
    ['grant_type=password', 'text/plain', 415],
    ['grant_type=password', '', 415],
  ])('say so of a body that cannot be read as well (%#)', async (body, type, status) => {
    const answer = await app.anyone.post('/v1/auth/token', body, { 'content-type': type });
    expect(answer).toMatchObject({
      status,
      body: { status, error: 'invalid_request', error_description: answer.body.detail },
    });
  });

  it('stay problems without those words elsewhere', async () => {
    const { body } = await app.anyone.get('/v1/me');
    expect(body).toMatchObject({ status: 401 });
    expect(body).not.toHaveProperty('error');
  });
});
