import { mailFolder, receiveMail, tokenIn } from '../../support/mailbox';
import { hashesDuring } from '../../support/password-hashes';
import { sqlOf } from '../../support/query-counter';
import { type Answer, TestApp } from '../../support/test-app';
import { account, PASSWORD, signedIn, signIn } from './accounts';
import { OneTimeTokensRepository } from '../../../src/modules/identity/one-time-tokens/one-time-tokens.repository';
import { AlreadyRegisteredError } from '../../../src/modules/identity/identity.errors';
import { RegistrationsService } from '../../../src/modules/identity/registrations/registrations.service';
import { Transactions } from '../../../src/shared/database/transactions';
import { negativeControl, replaceMethod } from '../../support/negative-control';
import { beforeNext, rewriteStatements } from '../../support/statements';

negativeControl(
  'the emptying of messages that were sent',
  ['registration leaves neither tokens nor password'],
  () => {
    rewriteStatements(/UPDATE outbox_messages SET sent_at/, /, payload = 'null'/, '');
  },
);

negativeControl(
  'the one use of a token for an account',
  ['registration lets one of two simultaneous'],
  () => {
    OneTimeTokensRepository.prototype.use = () => Promise.resolve(true);
  },
);

negativeControl(
  'the lookup of a registered address after the answer',
  ['registration answers the same for an address', 'registration does the same work for an address'],
  () => {
    replaceMethod(
      RegistrationsService.prototype,
      'request',
      (request) =>
        async function (this: RegistrationsService, registration, network) {
          if (await this['credentials'].findByEmail(registration.email)) throw new AlreadyRegisteredError();
          return request.call(this, registration, network);
        },
    );
  },
);
negativeControl('the second username', ['registration gives the later of two people with one name'], () => {
  RegistrationsService.prototype['addUnder'] = function (this: RegistrationsService, username, account) {
    return this['users'].add([{ ...account, username }], this['clock'].now());
  };
});

const folder = mailFolder();
let people = 0;

function newPerson(): { email: string; password: string; givenName: string; familyName: string } {
  people += 1;
  return {
    email: `Newcomer.${people}@school.example`,
    password: PASSWORD,
    givenName: 'Ilse',
    familyName: 'Maas',
  };
}

describe('registration', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start(folder.environment);
  });
  afterEach(() => receiveMail(app));
  afterAll(async () => {
    await app.stop();
    folder.remove();
  });

  const register = (body: object): Promise<Answer> => app.anyone.post('/v1/registrations', body);
  const confirm = (token: string): Promise<Answer> =>
    app.anyone.post('/v1/registrations/confirmation', { token });

  it('registration creates the account of a learner when the mailed token is confirmed', async () => {
    const person = { ...newPerson(), timeZone: 'America/Halifax', locale: 'fr-ca' };
    expect((await register(person)).status).toBe(202);
    expect((await signIn(app, person.email)).status).toBe(401);

    const [mail] = await receiveMail(app);
    expect(mail).toMatchObject({ to: person.email, subject: 'Confirm your email address' });
    const confirmed = await confirm(tokenIn(mail));
    expect(confirmed.status).toBe(201);
    expect(confirmed.body).toMatchObject({
      username: expect.stringMatching(/^ilse\.maas(\.[0-9a-f]{6})?$/),
      email: person.email,
      givenName: 'Ilse',
      familyName: 'Maas',
      role: 'learner',
      timeZone: 'America/Halifax',
      locale: 'fr-CA',
    });
    const me = await (await signedIn(app, person.email)).get('/v1/me');
    expect(me.body).toEqual(confirmed.body);
  });

  it('registration derives the username from the names, never from the email address, and appends a suffix if it is taken', async () => {
    const usernames: string[] = [];
    for (const names of [
      { familyName: 'Österberg' },
      { familyName: 'osterberg' },
      { givenName: '久美子', familyName: '!' },
    ]) {
      await register({ ...newPerson(), ...names });
      const answer = await confirm(tokenIn((await receiveMail(app))[0]));
      usernames.push(answer.body.username);
      expect((await signIn(app, answer.body.username)).status).toBe(200);
      expect((await signIn(app, answer.body.email)).status).toBe(200);
    }
    expect(usernames).toEqual([
      'ilse.österberg',
      expect.stringMatching(/^ilse\.osterberg\.[0-9a-f]{6}$/),
      '久美子',
    ]);
  });

  it('registration accepts a chosen username, even an email address, unless it is taken', async () => {
    const person = newPerson();
    const open = async (body: object): Promise<string> => {
      await register(body);
      return (await confirm(tokenIn((await receiveMail(app))[0]))).body.username;
    };
    expect(await open({ ...person, username: person.email })).toBe(person.email);
    expect(await open({ ...newPerson(), username: 'night-owl' })).toBe('night-owl');
    expect(await open({ ...newPerson(), username: 'Night-Owl' })).toMatch(/^Night-Owl\.[0-9a-f]{6}$/);
  });

  it('registration mails a link with the token in its fragment, which is not logged', async () => {
    await register(newPerson());
    const [mail] = await receiveMail(app);
    expect(mail?.text).toContain(`${app.settings.publicUrl}/confirm-registration#token=${tokenIn(mail)}`);
  });

  it('registration mails no text from the request, so that nobody can send texts in the name of the school', async () => {
    await register({ ...newPerson(), givenName: 'Win at www.spam.example', familyName: 'Now' });
    const [mail] = await receiveMail(app);
    expect(mail?.text).not.toContain('spam');
  });

  it('registration answers the same for an address with an account, and mails its owner', async () => {
    const { email } = await account(app);
    const [existing, fresh] = [newPerson(), newPerson()];
    const answers = [await register({ ...existing, email }), await register(fresh)];
    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    expect(answers[0]?.text).toBe(answers[1]?.text);
    const mails = await receiveMail(app);
    expect(mails.map(({ to, subject }) => ({ to, subject }))).toEqual([
      { to: email, subject: 'You have an account already' },
      { to: fresh.email, subject: 'Confirm your email address' },
    ]);
  });

  it('registration does the same work for an address with an account', async () => {
    const { email } = await account(app);
    const workFor = async (person: object): Promise<{ statements: string[]; hashes: number }> => {
      let statements: string[] = [];
      const hashes = await hashesDuring(async () => (statements = await sqlOf(() => register(person))));
      return { statements, hashes };
    };
    const work = [await workFor({ ...newPerson(), email }), await workFor(newPerson())];
    expect(work[0]).toEqual(work[1]);
    // The request is counted in one transaction, and a message is queued.
    expect(work[0]?.statements).toHaveLength(5);
    expect(work[0]?.hashes).toBe(1);
  });

  it('registration mails the owner at the stored address when the request spells it differently', async () => {
    const { email } = await account(app);
    await register({ ...newPerson(), email: email.replace('account', 'áccount') });
    const mails = await receiveMail(app);
    expect(mails.map(({ to }) => to)).toEqual([email]);
  });

  it('registration accepts a token once', async () => {
    await register(newPerson());
    const token = tokenIn((await receiveMail(app))[0]);
    expect((await confirm(token)).status).toBe(201);
    const again = await confirm(token);
    expect(again.status).toBe(422);
    expect(again.body.code).toBe('identity.invalid_token');
  });

  it('registration lets one of two simultaneous confirmations succeed', async () => {
    await register(newPerson());
    const token = tokenIn((await receiveMail(app))[0]);
    const answers = await Promise.all([confirm(token), confirm(token)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422]);
  });

  it('registration gives the later of two people with one name a username with a suffix, at the same moment too', async () => {
    const names = { givenName: 'Wen', familyName: 'Adeyemi' };
    await register({ ...newPerson(), ...names });
    await register({ ...newPerson(), ...names });
    const [first, second] = (await receiveMail(app)).map(tokenIn);
    let early: Answer | undefined;
    // When the username was found to be free, and just before the account is added.
    beforeNext(/^INSERT INTO `users`/, () =>
      app.get(Transactions).outside(async () => (early = await confirm(second ?? ''))),
    );
    const late = await confirm(first ?? '');
    expect([early?.status, late.status]).toEqual([201, 201]);
    expect(early?.body.username).toBe('wen.adeyemi');
    expect(late.body.username).toMatch(/^wen\.adeyemi\.[0-9a-f]{6}$/);
  });

  it('registration accepts a token for 24 hours', async () => {
    await register(newPerson());
    await register(newPerson());
    const [early, late] = (await receiveMail(app)).map(tokenIn);
    app.clock.advance(24 * 3_600_000 - 1);
    expect((await confirm(early ?? '')).status).toBe(201);
    app.clock.advance(1);
    expect((await confirm(late ?? '')).body.code).toBe('identity.invalid_token');
  });

  it('registration refuses the later of two registrations of the same address', async () => {
    const person = newPerson();
    await register(person);
    await register(person);
    const [first, second] = (await receiveMail(app)).map(tokenIn);
    expect((await confirm(first ?? '')).status).toBe(201);
    const answer = await confirm(second ?? '');
    expect(answer.status).toBe(409);
    expect(answer.body.code).toBe('identity.already_registered');
  });

  it('registration refuses a token for a password reset', async () => {
    const { email } = await account(app);
    await app.anyone.post('/v1/password-resets', { email });
    const token = tokenIn((await receiveMail(app))[0]);
    expect((await confirm(token)).status).toBe(422);
  });

  it.each([
    ['too short', 'only-nine', 'minLength'],
    ['the email address', 'newcomer.same@school.example', 'notOwnName'],
    ['common', 'Password123', 'notCommon'],
  ])('registration refuses a password that is %s', async (_what, password, rule) => {
    const answer = await register({ ...newPerson(), email: 'Newcomer.Same@school.example', password });
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toEqual([expect.objectContaining({ field: 'password', rule })]);
  });

  it.each([
    [{ email: 'not an address' }, 'email'],
    [{ email: 'a@school.example\r\nBcc: b@school.example' }, 'email'],
    [{ givenName: ' ' }, 'givenName'],
    [{ familyName: 'a\u0000b' }, 'familyName'],
    [{ timeZone: 'Europe/Atlantis' }, 'timeZone'],
    [{ locale: 'no_such locale' }, 'locale'],
    [{ role: 'administrator' }, 'role'],
    [{ timeZone: null }, 'timeZone'],
  ])('registration refuses %j', async (fault, field) => {
    const answer = await register({ ...newPerson(), ...fault });
    expect(answer.status).toBe(422);
    const named = answer.body.errors.map((error: { field: string }) => error.field);
    expect(new Set(named)).toEqual(new Set([field]));
  });

  it('registration leaves neither tokens nor password hashes in the outbox once they are sent', async () => {
    await register(newPerson());
    await receiveMail(app);
    const rows = await app.database.query<{ payload: string }>('SELECT payload FROM outbox_messages');
    expect(new Set(rows.map(({ payload }) => payload))).toEqual(new Set(['null']));
  });
});

describe('closed registration', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start({ REGISTRATION: 'closed' });
  });
  afterAll(() => app.stop());

  it.each([
    ['/v1/registrations', newPerson()],
    ['/v1/registrations/confirmation', { token: 'A'.repeat(43) }],
  ])('closed registration answers 403 at %s', async (url, body) => {
    const answer = await app.anyone.post(url, body);
    expect(answer.status).toBe(403);
    expect(answer.body.code).toBe('identity.registration_closed');
  });
});
