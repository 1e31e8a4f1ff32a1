import { LimitSweep } from '../../../src/modules/identity/limits/limit-sweep';
import { mailFolder, receiveMail, tokenIn } from '../../support/mailbox';
import { TestApp } from '../../support/test-app';
import { account, PASSWORD, postFrom, refresh, signedIn, signIn, tryFrom } from './accounts';
import { negativeControl } from '../../support/negative-control';
import { rewriteStatements } from '../../support/statements';

negativeControl('the transaction around a guess', ['exactly the limit is checked of many guesses at'], () => {
  rewriteStatements(/START TRANSACTION/, /START TRANSACTION/, 'DO 0');
});

const PER_ACCOUNT = 3;
const PER_NETWORK = 12;
const IN_ALL = 30;
const RESERVE = 5;
const MINUTE = 60_000;
/** The IP address of the test's own requests. */
const HOME = '127.0.0.1';
const WRONG = 'not-the-password';

const folder = mailFolder();

describe('guessing passwords and tokens', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start({
      ...folder.environment,
      SIGN_IN_LIMIT_PER_MINUTE: String(PER_ACCOUNT),
      SIGN_IN_LIMIT_PER_NETWORK: String(PER_NETWORK),
      SIGN_IN_LIMIT_IN_ALL: String(IN_ALL),
    });
  });
  beforeEach(() => app.clock.advance(60 * MINUTE));
  afterAll(async () => {
    await app.stop();
    folder.remove();
  });

  let networks = 0;
  /** An IP address without earlier requests. */
  const newAddress = (): string => {
    networks += 1;
    return `198.51.${networks >> 8}.${networks & 255}`;
  };
  /** Sends tries one after another. */
  async function inTurn<T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> {
    const results: T[] = [];
    for (let index = 0; index < count; index += 1) results.push(await work(index));
    return results;
  }
  const times = <T>(count: number, value: T): T[] => Array<T>(count).fill(value);

  describe('guesses of the password of one account', () => {
    const spellings = ({ username, email }: { username: string; email: string }): string[] => [
      username,
      email.toUpperCase(),
      ` ${username.replace('account', 'áccöunt')}`,
      email.replace('test', 'tést'),
      username,
    ];

    it('all spellings of the name of an account share one limit', async () => {
      const names = spellings(await account(app));
      const statuses = await inTurn(names.length, (index) => tryFrom(app, HOME, names[index] ?? ''));
      expect(statuses).toEqual([...times(PER_ACCOUNT, 401), 429, 429]);
    });

    it('guesses for an unknown name are limited like those for an account', async () => {
      const names = ['nobody', 'NOBODY', ' nóbödy', 'nobody'];
      const statuses = await inTurn(names.length, (index) => tryFrom(app, HOME, names[index] ?? ''));
      expect(statuses).toEqual([...times(PER_ACCOUNT, 401), 429]);
    });

    it('a refusal says after how many seconds to try again, and a try after them is allowed', async () => {
      const { username } = await account(app);
      await inTurn(PER_ACCOUNT, () => signIn(app, username, WRONG));
      app.clock.advance(MINUTE - 5_000);
      const refused = await signIn(app, username);
      expect(refused.headers['retry-after']).toBe('5');
      expect(refused.body).toMatchObject({
        code: 'request.too_many',
        detail:
          'Too many wrong tries. Try again in 5 seconds, or reset the password with POST /v1/password-resets.',
      });
      app.clock.advance(5_000);
      expect((await signIn(app, username)).status).toBe(200);
    });

    it('exactly the limit is checked of many guesses at the same moment', async () => {
      const { username } = await account(app);
      const statuses = await Promise.all(Array.from({ length: 20 }, () => tryFrom(app, HOME, username)));
      expect(statuses.sort()).toEqual([...times(PER_ACCOUNT, 401), ...times(20 - PER_ACCOUNT, 429)]);
    });

    it('a right password is not counted', async () => {
      const { username } = await account(app);
      const statuses = await inTurn(PER_ACCOUNT * 3, () => tryFrom(app, HOME, username, PASSWORD));
      expect(statuses).toEqual(times(PER_ACCOUNT * 3, 200));
    });

    it('guesses from up to three new networks are limited separately, and those from all new networks together', async () => {
      const { username } = await account(app);
      const tried = await inTurn(4, async () => {
        const address = newAddress();
        return inTurn(PER_ACCOUNT + 1, () => tryFrom(app, address, username));
      });
      expect(tried).toEqual([...times(3, [...times(PER_ACCOUNT, 401), 429]), times(PER_ACCOUNT + 1, 429)]);
    });

    it('guesses from other networks do not lock out a person who has signed in from their network before', async () => {
      const person = await account(app);
      const home = newAddress();
      expect(await tryFrom(app, home, person.username, PASSWORD)).toBe(200);
      app.clock.advanceDays(60);
      await inTurn(3 * PER_ACCOUNT, () => tryFrom(app, newAddress(), person.username));
      expect(await tryFrom(app, newAddress(), person.username, PASSWORD)).toBe(429);
      expect(await tryFrom(app, home, person.username, PASSWORD)).toBe(200);
    });

    it('guesses do not end or block existing sessions', async () => {
      const person = await account(app);
      const tokens = (await signIn(app, person.username)).body;
      await inTurn(PER_ACCOUNT + 1, () => tryFrom(app, HOME, person.username));
      expect((await app.bearing(tokens.access_token).get('/v1/me')).status).toBe(200);
      expect((await refresh(app, tokens.refresh_token)).status).toBe(200);
    });

    it('a person who resets the password by mail can sign in from a new network during a flood of guesses', async () => {
      const person = await account(app);
      const here = newAddress();
      await inTurn(3 * PER_ACCOUNT, () => tryFrom(app, newAddress(), person.username));
      expect(await tryFrom(app, here, person.username, PASSWORD)).toBe(429);
      await postFrom(app, here, '/v1/password-resets', { email: person.email });
      const body = { token: tokenIn((await receiveMail(app))[0]), newPassword: 'eight-loud-badgers' };
      expect((await postFrom(app, here, '/v1/password-resets/confirmation', body)).status).toBe(204);
      expect(await tryFrom(app, here, person.username, 'eight-loud-badgers')).toBe(200);
    });
  });

  describe('guesses from one network', () => {
    const spray = (address: string, count: number): Promise<number[]> =>
      inTurn(count, (index) => tryFrom(app, address, `sprayed-${index}`));

    it('guesses from one network for all accounts share a limit that does not affect other networks', async () => {
      const address = newAddress();
      expect(await spray(address, PER_NETWORK + 2)).toEqual([...times(PER_NETWORK, 401), 429, 429]);
      const { username } = await account(app);
      expect(await tryFrom(app, address, username, PASSWORD)).toBe(429);
      expect(await tryFrom(app, newAddress(), username, PASSWORD)).toBe(200);
    });

    it('addresses of one IPv6 /64 count as one network', async () => {
      const statuses = await inTurn(PER_NETWORK + 1, (index) =>
        tryFrom(app, `2001:db8:7:7::${index + 1}`, `sprayed-${index}`),
      );
      expect(statuses).toEqual([...times(PER_NETWORK, 401), 429]);
    });

    it('a person who has signed in from a flooded network before has a few more tries an hour', async () => {
      const school = newAddress();
      const people = [await account(app), await account(app)] as const;
      for (const { username } of people) await tryFrom(app, school, username, PASSWORD);
      await spray(school, PER_NETWORK);
      const [person, victim] = people;
      expect(await tryFrom(app, school, person.username, PASSWORD)).toBe(200);
      const tries: number[] = [];
      for (let minute = 0; minute < RESERVE; minute += 1) {
        tries.push(await tryFrom(app, school, victim.username), await tryFrom(app, school, victim.username));
        app.clock.advance(MINUTE);
        await spray(school, PER_NETWORK);
      }
      expect(tries).toEqual([...times(RESERVE, 401), ...times(RESERVE, 429)]);
    });
  });

  it('guesses from all networks share a limit, which does not lock out people in their known networks', async () => {
    const { username } = await account(app);
    const home = newAddress();
    await tryFrom(app, home, username, PASSWORD);
    const statuses = await inTurn(IN_ALL + 1, (index) => tryFrom(app, newAddress(), `sprayed-${index}`));
    expect(statuses).toEqual([...times(IN_ALL, 401), 429]);
    expect(await tryFrom(app, home, username, PASSWORD)).toBe(200);
  });

  it('guesses of the current password are limited for each session', async () => {
    const { username } = await account(app);
    const [thief, owner] = [await signedIn(app, username), await signedIn(app, username)];
    const change = { currentPassword: WRONG, newPassword: 'eight-loud-badgers' };
    const statuses = await inTurn(
      PER_ACCOUNT + 1,
      async () => (await thief.put('/v1/me/password', change)).status,
    );
    expect(statuses).toEqual([...times(PER_ACCOUNT, 422), 429]);
    const right = { ...change, currentPassword: PASSWORD };
    expect((await thief.put('/v1/me/password', right)).status).toBe(429);
    expect((await owner.put('/v1/me/password', right)).status).toBe(204);
  });

  describe('guesses of tokens', () => {
    it.each([
      ['/v1/auth/token', { grant_type: 'refresh_token', refresh_token: 'A'.repeat(43) }, 401],
      ['/v1/password-resets/confirmation', { token: 'A'.repeat(43), newPassword: 'eight-loud-badgers' }, 422],
      ['/v1/registrations/confirmation', { token: 'A'.repeat(43) }, 422],
    ])('guesses of tokens from one network are limited at %s', async (url, body, status) => {
      const address = newAddress();
      const statuses = await inTurn(
        PER_NETWORK + 1,
        async () => (await postFrom(app, address, url, body)).status,
      );
      expect(statuses).toEqual([...times(PER_NETWORK, status), 429]);
    });

    it('a valid token is accepted from a network that has used up its guesses', async () => {
      const { refresh_token } = (await signIn(app, (await account(app)).username)).body;
      await inTurn(PER_NETWORK + 1, () => refresh(app, 'A'.repeat(43)));
      expect((await refresh(app, 'A'.repeat(43))).status).toBe(429);
      expect((await refresh(app, refresh_token)).status).toBe(200);
    });
  });

  it('a clock that is set back locks nobody out for long', async () => {
    const { username } = await account(app);
    await inTurn(PER_ACCOUNT + 1, () => tryFrom(app, HOME, username));
    const before = app.clock.now();
    app.clock.advance(-90 * MINUTE);
    expect(await tryFrom(app, HOME, username, PASSWORD)).toBe(200);
    app.clock.set(before.toISOString());
  });

  it('counts are deleted once their window is over, and known networks once they have not been used for 90 days', async () => {
    const { username } = await account(app);
    await tryFrom(app, newAddress(), username, PASSWORD);
    await tryFrom(app, newAddress(), 'somebody');
    const rows = async (): Promise<number[]> =>
      Promise.all(
        ['rate_counts', 'known_networks'].map(async (table) => {
          const [row] = await app.database.rows<{ count: number }>(`SELECT COUNT(*) AS count FROM ${table}`);
          return Number(row?.count);
        }),
      );
    app.clock.advance(60 * MINUTE);
    await app.get(LimitSweep).sweep();
    const [counts, known] = await rows();
    expect(counts).toBe(0);
    expect(known).toBeGreaterThan(0);
    app.clock.advanceDays(91);
    await app.get(LimitSweep).sweep();
    expect(await rows()).toEqual([0, 0]);
  });
});
