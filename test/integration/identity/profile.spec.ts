import { TestApp } from '../../support/test-app';
import { sqlOf } from '../../support/query-counter';

describe('my account', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  it('my account shows the signed-in person', async () => {
    const caller = await app.person('instructor', { givenName: 'Zuzana', familyName: 'Kováčová' });
    const answer = await caller.get('/v1/me');
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      id: caller.id,
      username: expect.any(String),
      email: expect.stringContaining('@'),
      givenName: 'Zuzana',
      familyName: 'Kováčová',
      role: 'instructor',
      locale: 'en',
      timeZone: 'UTC',
      createdAt: app.clock.now().toISOString(),
      version: 1,
    });
    expect(answer.headers['etag']).toBe('"v1"');
  });

  it('my account is shown with one statement, authentication included', async () => {
    const caller = await app.person();
    expect(await sqlOf(() => caller.get('/v1/me'))).toHaveLength(1);
  });

  it('my account answers 304 to a client with the current ETag', async () => {
    const caller = await app.person();
    expect((await caller.get('/v1/me', { 'if-none-match': '"v1"' })).status).toBe(304);
  });

  it('a change of my account changes names, language and time zone, and nothing else', async () => {
    const caller = await app.person();
    const before = (await caller.get('/v1/me')).body;
    const change = { givenName: '  Ana  ', locale: 'PT-br', timeZone: 'America/Sao_Paulo' };
    const answer = await caller.patch('/v1/me', change, { 'if-match': '"v1"' });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      ...before,
      givenName: 'Ana',
      locale: 'pt-BR',
      timeZone: 'America/Sao_Paulo',
      version: 2,
    });
    expect((await caller.get('/v1/me')).body).toEqual(answer.body);
  });

  it('a change of my account that is based on an older version is refused', async () => {
    const caller = await app.person();
    await caller.patch('/v1/me', { givenName: 'First' });
    const answer = await caller.patch('/v1/me', { givenName: 'Second' }, { 'if-match': '"v1"' });
    expect(answer.status).toBe(412);
    expect((await caller.get('/v1/me')).body.givenName).toBe('First');
  });

  it.each([
    [{ role: 'administrator' }, 'role'],
    [{ username: 'boss' }, 'username'],
    [{ email: 'boss@school.example' }, 'email'],
    [{ version: 9 }, 'version'],
    [{ passwordHash: 'x' }, 'passwordHash'],
    [{ givenName: null }, 'givenName'],
    [{ timeZone: '+02:00' }, 'timeZone'],
    [{ locale: 'english please' }, 'locale'],
  ])('a change of my account to %j is refused', async (body, field) => {
    const caller = await app.person();
    const before = (await caller.get('/v1/me')).body;
    const answer = await caller.patch('/v1/me', body);
    expect(answer.status).toBe(422);
    expect(answer.body.errors[0].field).toBe(field);
    expect((await caller.get('/v1/me')).body).toEqual(before);
  });

  it('my account is refused to anyone who is not signed in', async () => {
    const answer = await app.anyone.get('/v1/me');
    expect(answer.status).toBe(401);
    expect(answer.body.code).toBe('auth.not_signed_in');
  });
});
