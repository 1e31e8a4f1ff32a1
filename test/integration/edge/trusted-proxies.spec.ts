import { type Answer, TestApp } from '../../support/test-app';
import { account, PASSWORD } from '../identity/accounts';

const SIGN_IN_LIMIT = 5;

describe('behind a proxy', () => {
  let app: TestApp;
  afterEach(() => app.stop());

  async function start(trusted: string): Promise<void> {
    app = await TestApp.start({ TRUST_PROXY: trusted, SIGN_IN_LIMIT_PER_MINUTE: String(SIGN_IN_LIMIT) });
  }

  function signInFrom(forwardedFor: string, username: string, password = PASSWORD): Promise<Answer> {
    const body = { grant_type: 'password', username, password };
    return app.anyone.post('/v1/auth/token', body, { 'x-forwarded-for': forwardedFor });
  }

  /** The address that the session of a sign-in is said to come from. */
  async function addressOf(forwardedFor: string): Promise<string> {
    const { username } = await account(app);
    const { status, body } = await signInFrom(forwardedFor, username);
    expect(status).toBe(200);
    return (await app.bearing(body.access_token).get('/v1/sessions')).body.data[0].ip;
  }

  it.each(['1', '127.0.0.1', 'loopback'])(
    'behind a proxy that is trusted as "%s", an address that a caller makes up does not count as another address',
    async (trusted) => {
      await start(trusted);
      const guesses: number[] = [];
      for (let guess = 0; guess < 60; guess += 1)
        guesses.push((await signInFrom(`10.1.2.${guess}, 192.0.2.1`, 'una', 'wrong-password')).status);
      expect(guesses.filter((status) => status === 401)).toHaveLength(SIGN_IN_LIMIT);
      expect(guesses.filter((status) => status === 429)).toHaveLength(60 - SIGN_IN_LIMIT);
    },
  );

  it.each([
    ['1', '203.0.113.9, 192.0.2.1', '192.0.2.1'],
    ['2', '203.0.113.9, 192.0.2.1, 10.0.0.3', '192.0.2.1'],
    ['2', '192.0.2.1', '192.0.2.1'],
    ['127.0.0.1,10.0.0.0/8', '203.0.113.9, 192.0.2.1, 10.0.0.3', '192.0.2.1'],
    ['10.0.0.0/8', '192.0.2.1', '127.0.0.1'],
    ['false', '192.0.2.1', '127.0.0.1'],
    ['1', '192.0.2.1:50123', '192.0.2.1'],
    ['1', '192.0.2.1, <script>alert(1)</script>', '127.0.0.1'],
    ['2', `192.0.2.1, ${'1'.repeat(60)}, 10.0.0.3`, '10.0.0.3'],
    ['loopback', 'x'.repeat(60), '127.0.0.1'],
  ])('TRUST_PROXY=%s takes "%s" for a request from %s', async (trusted, forwardedFor, address) => {
    await start(trusted);
    expect(await addressOf(forwardedFor)).toBe(address);
  });
});
