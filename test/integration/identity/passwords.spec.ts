import { mailFolder, receiveMail, tokenIn } from '../../support/mailbox';
import { sqlOf } from '../../support/query-counter';
import { type Answer, TestApp } from '../../support/test-app';
import { account, PASSWORD, refresh, signedIn, signIn } from './accounts';
import { negativeControl, replaceMethod } from '../../support/negative-control';
import { PasswordResetsService } from '../../../src/modules/identity/passwords/password-resets.service';
import { OneTimeTokensRepository } from '../../../src/modules/identity/one-time-tokens/one-time-tokens.repository';

negativeControl('the one use of a token for a password', ['one of two simultaneous confirmations'], () => {
  OneTimeTokensRepository.prototype.use = () => Promise.resolve(true);
});
negativeControl(
  'the lookup of a forgetful account after the answer',
  ['a reset request gets the same response with the same work'],
  () => {
    replaceMethod(
      PasswordResetsService.prototype,
      'request',
      (request) =>
        async function (this: PasswordResetsService, email, network) {
          if (await this['credentials'].findByEmail(email)) await request.call(this, email, network);
        },
    );
  },
);

const NEW_PASSWORD = 'eight-loud-badgers';
const folder = mailFolder();

describe('passwords', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start(folder.environment);
  });
  afterEach(() => receiveMail(app));
  afterAll(async () => {
    await app.stop();
    folder.remove();
  });

  it('passwords are stored as argon2id hashes with the parameters that OWASP recommends', async () => {
    const { username } = await account(app);
    const [row] = await app.database.query<{ hash: string }>(
      'SELECT password_hash AS hash FROM users WHERE username = ?',
      [username],
    );
    expect(row?.hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  describe('changed by their owner', () => {
    const change = (newPassword: string, currentPassword = PASSWORD): object => ({
      currentPassword,
      newPassword,
    });

    it('a changed password ends all other sessions and sends a mail to the owner', async () => {
      const { username, email } = await account(app);
      const other = (await signIn(app, username)).body;
      const caller = await signedIn(app, username);
      expect((await caller.put('/v1/me/password', change(NEW_PASSWORD))).status).toBe(204);
      expect((await caller.get('/v1/me')).status).toBe(200);
      expect((await app.bearing(other.access_token).get('/v1/me')).status).toBe(401);
      expect((await refresh(app, other.refresh_token)).status).toBe(401);
      expect((await signIn(app, username)).status).toBe(401);
      expect((await signIn(app, username, NEW_PASSWORD)).status).toBe(200);
      expect(await receiveMail(app)).toEqual([
        expect.objectContaining({ to: email, subject: 'Your password was changed' }),
      ]);
    });

    it('a change of the own password needs the current one', async () => {
      const { username } = await account(app);
      const answer = await (
        await signedIn(app, username)
      ).put('/v1/me/password', change(NEW_PASSWORD, 'wrong'));
      expect(answer.status).toBe(422);
      expect(answer.body).toMatchObject({
        code: 'identity.wrong_current_password',
        errors: [{ field: 'currentPassword' }],
      });
      expect((await signIn(app, username)).status).toBe(200);
    });

    it.each([
      ['the username', (username: string) => username.toUpperCase(), 'notOwnName'],
      ['common', () => 'qwertyuiop', 'notCommon'],
      ['too long', () => 'x'.repeat(201), 'maxLength'],
    ])('a new password must not be %s', async (_what, choose, rule) => {
      const { username } = await account(app);
      const caller = await signedIn(app, username);
      const answer = await caller.put('/v1/me/password', change(choose(username)));
      expect(answer.status).toBe(422);
      expect(answer.body.errors).toEqual([expect.objectContaining({ field: 'newPassword', rule })]);
    });

    it('a changed password makes mailed tokens invalid', async () => {
      const { username, email } = await account(app);
      await app.anyone.post('/v1/password-resets', { email });
      const token = tokenIn((await receiveMail(app))[0]);
      await (await signedIn(app, username)).put('/v1/me/password', change(NEW_PASSWORD));
      const answer = await app.anyone.post('/v1/password-resets/confirmation', {
        token,
        newPassword: 'nine-purple-herons',
      });
      expect(answer.body.code).toBe('identity.invalid_token');
    });

    it('an accented letter matches whether it is typed as one character or as two', async () => {
      const { username } = await account(app);
      const caller = await signedIn(app, username);
      await caller.put('/v1/me/password', change('caf\u00e9-caf\u00e9-caf\u00e9'));
      expect((await signIn(app, username, 'cafe\u0301-cafe\u0301-cafe\u0301')).status).toBe(200);
    });
  });

  describe('set by an administrator', () => {
    it('a password set by an administrator lets a person without an email address sign in and ends their sessions', async () => {
      const { id, username } = await account(app, { password: null });
      const administrator = await app.person('administrator');
      const set = (newPassword: string): Promise<Answer> =>
        administrator.put(`/v1/users/${id}/password`, { newPassword });
      expect((await set(PASSWORD)).status).toBe(204);
      const caller = await signedIn(app, username);
      expect((await set(NEW_PASSWORD)).status).toBe(204);
      expect((await caller.get('/v1/me')).status).toBe(401);
      expect((await set(username)).body.code).toBe('identity.weak_password');
    });

    it('only administrators set the passwords of others', async () => {
      const { id } = await account(app);
      const instructor = await app.person('instructor');
      const answer = await instructor.put(`/v1/users/${id}/password`, { newPassword: NEW_PASSWORD });
      expect(answer.status).toBe(403);
    });
  });

  describe('forgotten', () => {
    const ask = (email: string): Promise<Answer> => app.anyone.post('/v1/password-resets', { email });
    const confirm = (token: string, newPassword = NEW_PASSWORD): Promise<Answer> =>
      app.anyone.post('/v1/password-resets/confirmation', { token, newPassword });
    const mailedToken = async (email: string): Promise<string> => {
      await ask(email);
      return tokenIn((await receiveMail(app)).at(-1));
    };

    it('a mailed token sets a new password and ends all sessions', async () => {
      const { username, email } = await account(app);
      const caller = await signedIn(app, username);
      const token = await mailedToken(email);
      expect((await confirm(token)).status).toBe(204);
      expect((await caller.get('/v1/me')).status).toBe(401);
      expect((await signIn(app, username)).status).toBe(401);
      expect((await signIn(app, username, NEW_PASSWORD)).status).toBe(200);
    });

    it('an account without a password gets its first one by mail', async () => {
      const { username, email } = await account(app, { password: null });
      expect((await confirm(await mailedToken(email))).status).toBe(204);
      expect((await signIn(app, username, NEW_PASSWORD)).status).toBe(200);
    });

    it('a reset request gets the same response with the same work for an unknown address, an account without a password and a suspended one', async () => {
      const known = await account(app);
      const suspended = await account(app);
      await (await app.person('administrator')).put(`/v1/users/${suspended.id}/suspension`);
      const emails = [
        known.email,
        'nobody@school.example',
        (await account(app, { password: null })).email,
        suspended.email,
      ];
      const answers: Answer[] = [];
      const statements: string[][] = [];
      for (const email of emails) {
        statements.push(await sqlOf(async () => answers.push(await ask(email))));
      }
      expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202]);
      expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
      expect(new Set(statements.map((list) => list.join('\n'))).size).toBe(1);
      // The request is counted in one transaction, and a message is queued.
      expect(statements[0]).toHaveLength(5);
      const mails = await receiveMail(app);
      expect(mails.map(({ to }) => to)).toEqual([emails[0], emails[2]]);
    });

    it('a reset mail goes to the stored address when the request spells it differently', async () => {
      const { email } = await account(app);
      await ask(email.replace('a', 'á'));
      const mails = await receiveMail(app);
      expect(mails.map(({ to }) => to)).toEqual([email]);
    });

    it('a reset token is valid once and for an hour', async () => {
      const { email } = await account(app);
      const token = await mailedToken(email);
      const late = await mailedToken((await account(app)).email);
      app.clock.advance(3_600_000 - 1);
      expect((await confirm(token)).status).toBe(204);
      expect((await confirm(token)).body.code).toBe('identity.invalid_token');
      app.clock.advance(1);
      expect((await confirm(late)).body.code).toBe('identity.invalid_token');
    });

    it('one of two simultaneous confirmations of a reset succeeds', async () => {
      const token = await mailedToken((await account(app)).email);
      const answers = await Promise.all([confirm(token), confirm(token, 'nine-purple-herons')]);
      expect(answers.map(({ status }) => status).sort()).toEqual([204, 422]);
    });

    it('a reset makes the other tokens of the account invalid', async () => {
      const { email } = await account(app);
      const tokens = [await mailedToken(email), await mailedToken(email)];
      expect((await confirm(tokens[1] ?? '')).status).toBe(204);
      expect((await confirm(tokens[0] ?? '')).status).toBe(422);
    });

    it('a refused new password leaves the token valid', async () => {
      const { email } = await account(app);
      const token = await mailedToken(email);
      expect((await confirm(token, email)).body.code).toBe('identity.weak_password');
      expect((await confirm(token)).status).toBe(204);
    });

    it('the password of a suspended account is not reset', async () => {
      const { id, email } = await account(app);
      const token = await mailedToken(email);
      await (await app.person('administrator')).put(`/v1/users/${id}/suspension`);
      expect((await confirm(token)).body.code).toBe('identity.invalid_token');
    });

    it('a token that was mailed to a former address does not reset the password', async () => {
      const { id, email } = await account(app);
      const token = await mailedToken(email);
      const administrator = await app.person('administrator');
      await administrator.patch(`/v1/users/${id}`, { email: 'moved@school.example' });
      expect((await confirm(token)).body.code).toBe('identity.invalid_token');
    });
  });
});
