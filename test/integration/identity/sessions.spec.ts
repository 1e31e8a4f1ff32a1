import { TestApp } from '../../support/test-app';
import { account, refresh, signedIn, signIn } from './accounts';

describe('sessions', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  it('sessions are listed newest first, with the current session marked', async () => {
    const { username } = await account(app);
    const signInFrom = (userAgent: string) =>
      app.anyone.post(
        '/v1/auth/token',
        { grant_type: 'password', username, password: 'seven-quiet-otters' },
        { 'user-agent': userAgent },
      );
    const since = app.clock.now().toISOString();
    const phone = (await signInFrom('Phone/1.0')).body;
    app.clock.advance(60_000);
    await signInFrom(`Laptop/${'9'.repeat(400)}`);
    app.clock.advance(60_000);
    const refreshed = await refresh(app, phone.refresh_token);

    const answer = await app.bearing(refreshed.body.access_token).get('/v1/sessions');
    expect(answer.status).toBe(200);
    expect(answer.body.data).toEqual([
      expect.objectContaining({ current: false, userAgent: `Laptop/${'9'.repeat(248)}`, ip: '127.0.0.1' }),
      {
        id: expect.any(String),
        current: true,
        userAgent: 'lightMyRequest',
        ip: '127.0.0.1',
        createdAt: since,
        lastUsedAt: app.clock.now().toISOString(),
        expiresAt: new Date(app.clock.now().getTime() + 30 * 86_400_000).toISOString(),
        codeIssuer: null,
      },
    ]);
  });

  it('sessions are listed in pages', async () => {
    const { username } = await account(app);
    for (let device = 0; device < 3; device += 1) await signIn(app, username);
    const caller = await signedIn(app, username);
    const first = (await caller.get('/v1/sessions?limit=3')).body;
    expect(first.data).toHaveLength(3);
    const second = (await caller.get(`/v1/sessions?limit=3&cursor=${first.page.next}`)).body;
    expect(second.data).toHaveLength(1);
    expect(second.page.next).toBeNull();
    expect(new Set([...first.data, ...second.data].map(({ id }) => id)).size).toBe(4);
  });

  it.each([['not-a-cursor'], [Buffer.from('["not an id"]').toString('base64url')]])(
    'sessions are not listed for an invalid cursor: %s',
    async (cursor) => {
      const caller = await app.person();
      const answer = await caller.get(`/v1/sessions?cursor=${cursor}`);
      expect(answer.status).toBe(400);
      expect(answer.body.code).toBe('request.invalid_cursor');
    },
  );

  it('sessions end by signing out, and their access and refresh tokens stop working', async () => {
    const { username } = await account(app);
    const other = await signedIn(app, username);
    const { access_token, refresh_token } = (await signIn(app, username)).body;
    const caller = app.bearing(access_token);
    expect((await caller.delete('/v1/sessions/current')).status).toBe(204);
    expect((await caller.get('/v1/me')).status).toBe(401);
    expect((await refresh(app, refresh_token)).status).toBe(401);
    expect((await other.get('/v1/me')).status).toBe(200);
    expect((await other.get('/v1/sessions')).body.data).toHaveLength(1);
  });

  it('sessions can be ended one by one from another device', async () => {
    const { username } = await account(app);
    const lost = await signedIn(app, username);
    const caller = await signedIn(app, username);
    const { data } = (await caller.get('/v1/sessions')).body;
    const { id } = data.find(({ current }: { current: boolean }) => !current);
    expect((await caller.delete(`/v1/sessions/${id}`)).status).toBe(204);
    expect((await lost.get('/v1/me')).status).toBe(401);
    const again = await caller.delete(`/v1/sessions/${id}`);
    expect(again.status).toBe(404);
    expect(again.body.code).toBe('identity.session_not_found');
  });

  it('sessions can all be ended at once', async () => {
    const { username } = await account(app);
    const devices = [await signedIn(app, username), await signedIn(app, username)];
    expect((await devices[0]?.delete('/v1/sessions'))?.status).toBe(204);
    for (const device of devices) expect((await device.get('/v1/me')).status).toBe(401);
  });

  it('sessions of other people cannot be seen or ended', async () => {
    const { username } = await account(app);
    const victim = await signedIn(app, username);
    const { id } = (await victim.get('/v1/sessions')).body.data[0];
    const attacker = await app.person('administrator');
    expect((await attacker.delete(`/v1/sessions/${id}`)).status).toBe(404);
    expect((await victim.get('/v1/me')).status).toBe(200);
    expect((await attacker.get('/v1/sessions')).body.data).toHaveLength(1);
  });

  it('sessions are not listed without a token', async () => {
    expect((await app.anyone.get('/v1/sessions')).status).toBe(401);
  });
});
