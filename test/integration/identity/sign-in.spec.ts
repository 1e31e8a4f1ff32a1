import { PasswordHasher } from '../../../src/modules/identity/passwords/password-hasher';
import { toBinary } from '../../../src/shared/database/ids';
import { TestApp } from '../../support/test-app';
import { hashesDuring } from '../../support/password-hashes';
import { sqlOf } from '../../support/query-counter';
import { account, PASSWORD, signedIn, signIn } from './accounts';
import { negativeControl, replaceMethod } from '../../support/negative-control';
import { beforeNext } from '../../support/statements';
import { Transactions } from '../../../src/shared/database/transactions';
import { CredentialsRepository } from '../../../src/modules/identity/passwords/credentials.repository';

negativeControl(
  'the second look at who signs in',
  ['signing in opens no session when the account is'],
  () => {
    replaceMethod(
      CredentialsRepository.prototype,
      'hold',
      (hold) =>
        async function (this: CredentialsRepository, userId) {
          const found = await hold.call(this, userId);
          return found && { ...found, disabledAt: null };
        },
    );
  },
);
negativeControl(
  'the check of a password that there is not',
  ['a failed sign-in runs the same statements', 'a failed sign-in does the work of a real'],
  () => {
    replaceMethod(
      PasswordHasher.prototype,
      'verify',
      (verify) =>
        async function (this: PasswordHasher, hash, ...rest) {
          return typeof hash === 'string' && verify.call(this, hash, ...rest);
        },
    );
  },
);

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

describe('signing in', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  it('signing in answers a username and password with a pair of tokens as OAuth 2 describes it', async () => {
    const { username } = await account(app);
    const answer = await signIn(app, username);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      token_type: 'Bearer',
      expires_in: 900,
      refresh_token: expect.stringMatching(/^[\w-]{43}$/),
      scope: '',
    });
    expect(answer.headers['cache-control']).toBe('no-store');
    const me = await app.bearing(answer.body.access_token).get('/v1/me');
    expect(me.body).toMatchObject({ username });
  });

  it.each(['username', 'email'] as const)(
    'signing in accepts the %s in any letter case and with spaces around it',
    async (name) => {
      const login = (await account(app))[name];
      expect((await signIn(app, ` ${login.toUpperCase()} `)).status).toBe(200);
    },
  );

  it('signing in accepts the name with or without accents for the same account', async () => {
    const { username } = await account(app);
    expect((await signIn(app, username.replace('a', 'á'))).status).toBe(200);
  });

  it('signing in prefers the account with exactly this spelling to one that differs by an accent', async () => {
    const administrator = await app.person('administrator');
    const person = { givenName: 'Zoe', familyName: 'Vos', password: PASSWORD, role: 'learner' };
    await administrator.post('/v1/users', { ...person, username: 'zoë@school.example' });
    const body = { ...person, username: 'zoe.vos', email: 'zoe@school.example' };
    const { id } = (await administrator.post('/v1/users', body)).body;
    const me = await (await signedIn(app, 'zoe@school.example')).get('/v1/me');
    expect(me.body.id).toBe(id);
  });

  it('signing in accepts the form that Swagger UI sends, with a Basic header and empty client fields', async () => {
    const { username } = await account(app);
    const form = new URLSearchParams({
      grant_type: 'password',
      username,
      password: PASSWORD,
      scope: '',
      client_id: '',
      client_secret: '',
    });
    const answer = await app.anyone.post('/v1/auth/token', form.toString(), {
      ...FORM,
      authorization: `Basic ${Buffer.from(':').toString('base64')}`,
    });
    expect(answer.status).toBe(200);
    expect(answer.body.token_type).toBe('Bearer');
  });

  it('signing in refuses a form parameter that is sent twice', async () => {
    const { username } = await account(app);
    const form = `grant_type=password&username=${username}&username=${username}&password=${PASSWORD}`;
    const answer = await app.anyone.post('/v1/auth/token', form, FORM);
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toContainEqual(
      expect.objectContaining({ field: 'username', rule: 'isString' }),
    );
  });

  it('signing in ignores __proto__ in a form', async () => {
    const form = `grant_type=password&username=a&password=b&__proto__=c&__proto__=d`;
    expect((await app.anyone.post('/v1/auth/token', form, FORM)).status).toBe(401);
  });

  it('forms are refused on other routes', async () => {
    const answer = await app.anyone.post('/v1/password-resets', 'email=a@school.example', FORM);
    expect(answer.status).toBe(415);
    expect(answer.body.code).toBe('request.unsupported_content');
  });

  it.each([
    [{ grant_type: 'client_credentials' }, ['grant_type']],
    [{ grant_type: 'password' }, ['username', 'password']],
    [{ grant_type: 'password', username: 'a', password: 7 }, ['password']],
    [{ grant_type: 'refresh_token', username: 'a', password: 'b' }, ['refresh_token']],
    [{ grant_type: 'password', username: 'a', password: 'b', remember: true }, ['remember']],
  ])('signing in names what is missing or wrong in %j', async (body, fields) => {
    const answer = await app.anyone.post('/v1/auth/token', body);
    expect(answer.status).toBe(422);
    const named = answer.body.errors.map((error: { field: string }) => error.field);
    expect([...new Set(named)]).toEqual(fields);
  });

  it('signing in deletes the expired sessions of the account', async () => {
    const { id, username } = await account(app);
    await signIn(app, username);
    app.clock.advanceDays(app.settings.refreshTokenDays + 1);
    await signIn(app, username);
    const sessions = await app.database.query('SELECT id FROM sessions WHERE user_id = ?', [toBinary(id)]);
    expect(sessions).toHaveLength(1);
  });

  describe('a failed sign-in', () => {
    const LOGINS = ['unknown', 'without a password', 'suspended', 'wrong password'] as const;
    let logins: Record<(typeof LOGINS)[number], string>;
    beforeAll(async () => {
      const suspended = await account(app);
      await (await app.person('administrator')).put(`/v1/users/${suspended.id}/suspension`);
      logins = {
        unknown: 'nobody-at-all',
        'without a password': (await account(app, { password: null })).username,
        suspended: suspended.username,
        'wrong password': (await account(app)).username,
      };
    });
    // All but the last send the right password, so that only the account can be wrong.
    const fail = (login: (typeof LOGINS)[number]) =>
      signIn(app, logins[login], login === 'wrong password' ? 'seven-quiet-otter' : PASSWORD);

    it.each(LOGINS)('a failed sign-in gives the same response whatever was wrong: %s', async (login) => {
      const answer = await fail(login);
      expect(answer.status).toBe(401);
      expect(answer.body).toEqual({
        requestId: answer.headers['x-request-id'],
        type: 'https://stoa.example/problems/identity.wrong_credentials',
        title: 'Unauthorized',
        status: 401,
        code: 'identity.wrong_credentials',
        detail: 'The username or the password is wrong.',
        error: 'invalid_grant',
        error_description: 'The username or the password is wrong.',
      });
    });

    it.each(LOGINS)(
      'a failed sign-in runs the same statements and one password check whatever was wrong: %s',
      async (login) => {
        let statements: string[] = [];
        const hashes = await hashesDuring(async () => (statements = await sqlOf(() => fail(login))));
        expect(statements).toEqual([
          expect.stringMatching(/^SELECT .* FROM users u WHERE u.username IN \(\?, \?\) UNION ALL/),
          'START TRANSACTION',
          expect.stringMatching(/^INSERT INTO rate_counts/),
          expect.stringMatching(/^SELECT .* FROM rate_counts/),
          'COMMIT',
        ]);
        expect(hashes).toBe(1);
      },
    );

    it('a failed sign-in does the work of a real password check even without a hash', async () => {
      // Repeated, since a system may count CPU time in ticks of 10 ms, and one check takes little more than that.
      const cost = async (hash: string | null): Promise<number> => {
        const start = process.cpuUsage();
        for (let time = 0; time < 10; time += 1) await app.get(PasswordHasher).verify(hash, PASSWORD);
        return process.cpuUsage(start).user;
      };
      const real = await cost(await app.get(PasswordHasher).hash(PASSWORD));
      // A skipped hash would take a thousandth of the time, even on a busy machine.
      expect(await cost(null)).toBeGreaterThan(real / 10);
    });
  });

  it('signing in opens no session when the account is suspended while its password is being checked', async () => {
    const { id, username } = await account(app);
    const administrator = await app.person('administrator');
    // The statement that comes after the check.
    beforeNext(/FROM users u WHERE u\.id = \? LOCK IN SHARE MODE/, () =>
      app.get(Transactions).outside(() => administrator.put(`/v1/users/${id}/suspension`)),
    );
    expect((await signIn(app, username)).body).toMatchObject({ code: 'identity.wrong_credentials' });
    await administrator.delete(`/v1/users/${id}/suspension`);
    const sessions = await (await signedIn(app, username)).get('/v1/sessions');
    expect(sessions.body.data).toHaveLength(1);
  });
});
