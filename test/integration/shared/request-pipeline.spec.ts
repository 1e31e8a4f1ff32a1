import { TestApp } from '../../support/test-app';

describe('the request pipeline', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  it('is ready once the database answers', async () => {
    const answer = await app.anyone.get('/health/ready');
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ status: 'ok', info: { database: { status: 'up' } } });
  });

  it('tells an unknown route as problem+json', async () => {
    const answer = await app.anyone.get('/v1/nowhere');
    expect(answer.status).toBe(404);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.body).toMatchObject({
      status: 404,
      code: 'request.no_such_route',
      requestId: answer.headers['x-request-id'],
    });
  });
});
