import { createHash } from 'node:crypto';
import { TestApp } from '../../support/test-app';
import { account, refresh, signIn } from './accounts';
import { negativeControl } from '../../support/negative-control';
import { SessionsService } from '../../../src/modules/identity/sessions/sessions.service';

negativeControl('the siblings of a used token', ['a refresh gives each of several simultaneous'], () => {
  SessionsService.prototype['mayHaveSibling'] = () => Promise.resolve(false);
});
negativeControl(
  'the end of a session whose token comes again',
  ['a refresh ends the whole session when a token', 'a refresh ends all pairs that came from a token'],
  () => {
    SessionsService.prototype['mayHaveSibling'] = () => Promise.resolve(true);
  },
);

const DAY = 86_400_000;
const SIBLING_MILLISECONDS = 10_000;

describe('refreshing', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  async function newSession(): Promise<{ access_token: string; refresh_token: string }> {
    return (await signIn(app, (await account(app)).username)).body;
  }

  const works = async (accessToken: string): Promise<boolean> =>
    (await app.bearing(accessToken).get('/v1/me')).status === 200;

  it('a refresh exchanges a refresh token for a new pair in the same session', async () => {
    const first = await newSession();
    const answer = await refresh(app, first.refresh_token);
    expect(answer.status).toBe(200);
    expect(answer.body.refresh_token).not.toBe(first.refresh_token);
    expect(await works(answer.body.access_token)).toBe(true);
    const sessions = await app.bearing(answer.body.access_token).get('/v1/sessions');
    expect(sessions.body.data).toHaveLength(1);
  });

  it('a refresh stores a hash of the new token, never the token itself', async () => {
    const { refresh_token } = await newSession();
    const hash = createHash('sha256').update(refresh_token).digest();
    const rows = await app.database.query('SELECT id FROM refresh_tokens WHERE token_hash = ?', [hash]);
    expect(rows).toHaveLength(1);
  });

  it('a refresh ends the whole session when a token is used again ten seconds after its first use', async () => {
    const first = await newSession();
    const second = (await refresh(app, first.refresh_token)).body;
    app.clock.advance(SIBLING_MILLISECONDS);
    const replay = await refresh(app, first.refresh_token);
    expect(replay.status).toBe(401);
    expect(replay.body.code).toBe('identity.invalid_refresh_token');
    expect(await works(first.access_token)).toBe(false);
    expect(await works(second.access_token)).toBe(false);
    expect((await refresh(app, second.refresh_token)).status).toBe(401);
    const [session] = await app.database.query<{ reason: string }>(
      `SELECT s.revoked_reason AS reason FROM sessions s JOIN refresh_tokens t ON t.session_id = s.id
       WHERE t.token_hash = ?`,
      [createHash('sha256').update(first.refresh_token).digest()],
    );
    expect(session).toEqual({ reason: 'refresh_token_reused' });
  });

  it('a refresh gives each of several simultaneous requests its own pair in the same session, and all pairs work', async () => {
    const first = await newSession();
    const answers = await Promise.all(Array.from({ length: 5 }, () => refresh(app, first.refresh_token)));
    expect(answers.map(({ status }) => status)).toEqual(Array<number>(5).fill(200));
    expect(new Set(answers.map(({ body }) => body.refresh_token)).size).toBe(5);
    for (const { body } of answers) {
      expect(await works(body.access_token)).toBe(true);
      expect((await refresh(app, body.refresh_token)).status).toBe(200);
    }
    const sessions = await app.bearing(answers[0]?.body.access_token).get('/v1/sessions');
    expect(sessions.body.data).toHaveLength(1);
  });

  it('a refresh counts the ten seconds from the first use, however often the token is used in them', async () => {
    const first = await newSession();
    for (const milliseconds of [0, 4_000, 5_999]) {
      app.clock.advance(milliseconds);
      expect((await refresh(app, first.refresh_token)).status).toBe(200);
    }
    app.clock.advance(1);
    expect((await refresh(app, first.refresh_token)).status).toBe(401);
  });

  it('a refresh ends all pairs that came from a token which is used again later, and no others', async () => {
    const first = await newSession();
    const tabs = [await refresh(app, first.refresh_token), await refresh(app, first.refresh_token)];
    app.clock.advance(60_000);
    const next = await refresh(app, tabs[0]?.body.refresh_token);
    expect(next.status).toBe(200);
    expect((await refresh(app, first.refresh_token)).status).toBe(401);
    expect(await works(next.body.access_token)).toBe(false);
    expect((await refresh(app, tabs[1]?.body.refresh_token)).status).toBe(401);
  });

  it('a refresh treats a token that is used more often than a browser would use it as stolen', async () => {
    const first = await newSession();
    app.clock.advance(1);
    const statuses: number[] = [];
    for (let use = 0; use < 21; use += 1) statuses.push((await refresh(app, first.refresh_token)).status);
    expect(statuses).toEqual([...Array<number>(20).fill(200), 401]);
    expect(await works(first.access_token)).toBe(false);
  });

  it('a refresh does not affect other sessions of the person', async () => {
    const { username } = await account(app);
    const [phone, laptop] = [(await signIn(app, username)).body, (await signIn(app, username)).body];
    await refresh(app, phone.refresh_token);
    app.clock.advance(SIBLING_MILLISECONDS);
    expect((await refresh(app, phone.refresh_token)).status).toBe(401);
    expect(await works(laptop.access_token)).toBe(true);
  });

  it('a refresh keeps a session alive while it is refreshed, and lets an unused session expire', async () => {
    const { refreshTokenDays } = app.settings;
    let { refresh_token } = await newSession();
    for (let round = 0; round < 2; round += 1) {
      app.clock.advance((refreshTokenDays - 1) * DAY);
      const answer = await refresh(app, refresh_token);
      expect(answer.status).toBe(200);
      refresh_token = answer.body.refresh_token;
    }
    app.clock.advance(refreshTokenDays * DAY);
    expect((await refresh(app, refresh_token)).body.code).toBe('identity.invalid_refresh_token');
  });

  it('a refresh deletes used tokens once they have expired', async () => {
    const { refreshTokenDays } = app.settings;
    let { refresh_token } = await newSession();
    const [{ sessionId }] = (await app.database.query<{ sessionId: Buffer }>(
      'SELECT session_id AS sessionId FROM refresh_tokens WHERE token_hash = ?',
      [createHash('sha256').update(refresh_token).digest()],
    )) as [{ sessionId: Buffer }];
    for (let round = 0; round < 3; round += 1) {
      app.clock.advance((refreshTokenDays - 1) * DAY);
      refresh_token = (await refresh(app, refresh_token)).body.refresh_token;
    }
    const kept = await app.database.query('SELECT id FROM refresh_tokens WHERE session_id = ?', [sessionId]);
    expect(kept).toHaveLength(2);
  });

  it('a refresh with an unknown token is answered like any other failed one', async () => {
    const answer = await refresh(app, 'A'.repeat(43));
    expect(answer.status).toBe(401);
    expect(answer.body.code).toBe('identity.invalid_refresh_token');
  });

  it('a refresh with an access token is refused', async () => {
    const { access_token } = await newSession();
    const answer = await refresh(app, access_token.slice(0, 200));
    expect(answer.status).toBe(401);
  });
});
