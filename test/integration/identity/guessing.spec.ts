import { LimitSweep } from '../../../src/modules/identity/limits/limit-sweep';
import { mailFolder, receiveMail, tokenIn } from '../../support/mailbox';
import { TestApp } from '../../support/test-app';
import { account, PASSWORD, postFrom, refresh, signedIn, signIn, tryFrom } from './accounts';
import { negativeControl } from '../../support/negative-control';
import { rewriteStatements } from '../../support/statements';

negativeControl('the transaction around a guess', ['is exact, however many come at once'], () => {
  rewriteStatements(/START TRANSACTION/, /START TRANSACTION/, 'DO 0');
});

const PER_ACCOUNT = 3;
const PER_NETWORK = 12;
const IN_ALL = 30;
const RESERVE = 5;
const MINUTE = 60_000;
/** The test's own callers come from here. */
const HOME = '127.0.0.1';
const WRONG = 'not-the-password';

const folder = mailFolder();

describe('guessing', () => {
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
  /** An address that nobody has come from so far. */
  const newAddress = (): string => {
    networks += 1;
    return `198.51.${networks >> 8}.${networks & 255}`;
  };
  /** One after another. */
  async function inTurn<T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> {
    const results: T[] = [];
    for (let index = 0; index < count; index += 1) results.push(await work(index));
    return results;
  }
  const times = <T>(count: number, value: T): T[] => Array<T>(count).fill(value);

  describe('at an account', () => {
    const spellings = ({ username, email }: { username: string; email: string }): string[] => [
      username,
      email.toUpperCase(),
      ` ${username.replace('account', 'áccöunt')}`,
      email.replace('test', 'tést'),
      username,
    ];

    it('is one allowance, however it is named', async () => {
      const names = spellings(await account(app));
      const statuses = await inTurn(names.length, (index) => tryFrom(app, HOME, names[index] ?? ''));
      expect(statuses).toEqual([...times(PER_ACCOUNT, 401), 429, 429]);
    });

    it('that nobody has is answered as for one that somebody has', async () => {
      const names = ['nobody', 'NOBODY', ' nóbödy', 'nobody'];
      const statuses = await inTurn(names.length, (index) => tryFrom(app, HOME, names[index] ?? ''));
      expect(statuses).toEqual([...times(PER_ACCOUNT, 401), 429]);
    });

    it('says when to come back, and lets one come back then', async () => {
      const { username } = await account(app);
      await inTurn(PER_ACCOUNT, () => signIn(app, username, WRONG));
      app.clock.advance(MINUTE - 5_000);
      const refused = await signIn(app, username);
      expect(refused.headers['retry-after']).toBe('5');
      expect(refused.body).toMatchObject({
        code: 'request.too_many',
        detail: 'Too many wrong tries. Try again in 5 s, or have a mail sent under POST /v1/password-resets.',
      });
      app.clock.advance(5_000);
      expect((await signIn(app, username)).status).toBe(200);
    });

    it('is exact, however many come at once', async () => {
      const { username } = await account(app);
      const statuses = await Promise.all(Array.from({ length: 20 }, () => tryFrom(app, HOME, username)));
      expect(statuses.sort()).toEqual([...times(PER_ACCOUNT, 401), ...times(20 - PER_ACCOUNT, 429)]);
    });

    it('does not count who was right', async () => {
      const { username } = await account(app);
      const statuses = await inTurn(PER_ACCOUNT * 3, () => tryFrom(app, HOME, username, PASSWORD));
      expect(statuses).toEqual(times(PER_ACCOUNT * 3, 200));
    });

    it('from a network that is new to it leaves other new networks theirs, up to three', async () => {
      const { username } = await account(app);
      const tried = await inTurn(4, async () => {
        const address = newAddress();
        return inTurn(PER_ACCOUNT + 1, () => tryFrom(app, address, username));
      });
      expect(tried).toEqual([...times(3, [...times(PER_ACCOUNT, 401), 429]), times(PER_ACCOUNT + 1, 429)]);
    });

    it('from wherever keeps nobody out who has signed in from where they are', async () => {
      const person = await account(app);
      const home = newAddress();
      expect(await tryFrom(app, home, person.username, PASSWORD)).toBe(200);
      app.clock.advanceDays(60);
      await inTurn(3 * PER_ACCOUNT, () => tryFrom(app, newAddress(), person.username));
      expect(await tryFrom(app, newAddress(), person.username, PASSWORD)).toBe(429);
      expect(await tryFrom(app, home, person.username, PASSWORD)).toBe(200);
    });

    it('keeps nobody out of a session that they have', async () => {
      const person = await account(app);
      const tokens = (await signIn(app, person.username)).body;
      await inTurn(PER_ACCOUNT + 1, () => tryFrom(app, HOME, person.username));
      expect((await app.bearing(tokens.access_token).get('/v1/me')).status).toBe(200);
      expect((await refresh(app, tokens.refresh_token)).status).toBe(200);
    });

    it('keeps nobody out who can read their mail, from a new network too', async () => {
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

  describe('from one network', () => {
    const spray = (address: string, count: number): Promise<number[]> =>
      inTurn(count, (index) => tryFrom(app, address, `sprayed-${index}`));

    it('is bounded over all accounts, and bounds no other network', async () => {
      const address = newAddress();
      expect(await spray(address, PER_NETWORK + 2)).toEqual([...times(PER_NETWORK, 401), 429, 429]);
      const { username } = await account(app);
      expect(await tryFrom(app, address, username, PASSWORD)).toBe(429);
      expect(await tryFrom(app, newAddress(), username, PASSWORD)).toBe(200);
    });

    it('counts the addresses of an IPv6 /64 together', async () => {
      const statuses = await inTurn(PER_NETWORK + 1, (index) =>
        tryFrom(app, `2001:db8:7:7::${index + 1}`, `sprayed-${index}`),
      );
      expect(statuses).toEqual([...times(PER_NETWORK, 401), 429]);
    });

    it('leaves a few tries an hour to each person who is at home there, and no more', async () => {
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

  it('from everywhere is bounded too, and keeps nobody out who is at home', async () => {
    const { username } = await account(app);
    const home = newAddress();
    await tryFrom(app, home, username, PASSWORD);
    const statuses = await inTurn(IN_ALL + 1, (index) => tryFrom(app, newAddress(), `sprayed-${index}`));
    expect(statuses).toEqual([...times(IN_ALL, 401), 429]);
    expect(await tryFrom(app, home, username, PASSWORD)).toBe(200);
  });

  it('a current password is bounded for each session', async () => {
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

  describe('tokens', () => {
    it.each([
      ['/v1/auth/token', { grant_type: 'refresh_token', refresh_token: 'A'.repeat(43) }, 401],
      ['/v1/password-resets/confirmation', { token: 'A'.repeat(43), newPassword: 'eight-loud-badgers' }, 422],
      ['/v1/registrations/confirmation', { token: 'A'.repeat(43) }, 422],
    ])('is bounded for a network at %s', async (url, body, status) => {
      const address = newAddress();
      const statuses = await inTurn(
        PER_NETWORK + 1,
        async () => (await postFrom(app, address, url, body)).status,
      );
      expect(statuses).toEqual([...times(PER_NETWORK, status), 429]);
    });

    it('refuses no genuine one from the same network', async () => {
      const { refresh_token } = (await signIn(app, (await account(app)).username)).body;
      await inTurn(PER_NETWORK + 1, () => refresh(app, 'A'.repeat(43)));
      expect((await refresh(app, 'A'.repeat(43))).status).toBe(429);
      expect((await refresh(app, refresh_token)).status).toBe(200);
    });
  });

  it('shuts nobody out for long when the clock is put back', async () => {
    const { username } = await account(app);
    await inTurn(PER_ACCOUNT + 1, () => tryFrom(app, HOME, username));
    const before = app.clock.now();
    app.clock.advance(-90 * MINUTE);
    expect(await tryFrom(app, HOME, username, PASSWORD)).toBe(200);
    app.clock.set(before.toISOString());
  });

  it('leaves no traces once its time is over, and none of networks that nobody came back to', async () => {
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
