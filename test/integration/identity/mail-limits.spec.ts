import { MailLimiter } from '../../../src/modules/identity/limits/mail-limiter';
import { CredentialsRepository } from '../../../src/modules/identity/passwords/credentials.repository';
import { mailFolder, receiveMail, type ReceivedMail, tokenIn } from '../../support/mailbox';
import { negativeControl } from '../../support/negative-control';
import { type Answer, TestApp } from '../../support/test-app';
import { account, PASSWORD, postFrom, signedIn, type TestAccount } from './accounts';

negativeControl(
  'the limit on mails to a mailbox',
  ['a mailbox gets only a few mails', 'one mailbox gets only a few mails', 'mails of all kinds count'],
  () => {
    MailLimiter.prototype.mayMail = () => Promise.resolve(true);
  },
);
negativeControl('the compared form of an address', ['one mailbox gets only a few mails an hour when'], () => {
  CredentialsRepository.prototype.comparedForm = (address) => Promise.resolve(address);
});
negativeControl('the limit on requests for mails', ['requests for mails are limited by network'], () => {
  MailLimiter.prototype.ask = () => Promise.resolve();
});

const AN_HOUR = 3;
const HOUR = 3_600_000;
const NEW_PASSWORD = 'eight-loud-badgers';

const folder = mailFolder();

describe('mails that anybody can request', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start({ ...folder.environment, MAIL_LIMIT_PER_HOUR: String(AN_HOUR) });
  });
  beforeEach(() => app.clock.advance(HOUR));
  afterEach(() => receiveMail(app));
  afterAll(async () => {
    await app.stop();
    folder.remove();
  });

  const reset = (email: string): Promise<Answer> => app.anyone.post('/v1/password-resets', { email });
  const register = (email: string): Promise<Answer> =>
    app.anyone.post('/v1/registrations', {
      email,
      password: PASSWORD,
      givenName: 'Ilse',
      familyName: 'Maas',
    });
  const mailsAfter = async (requests: (() => Promise<Answer>)[]): Promise<ReceivedMail[]> => {
    for (const request of requests) expect((await request()).status).toBe(202);
    return receiveMail(app);
  };
  /** Spellings of an address that the database treats as equal. */
  const spellingsOf = ({ email }: TestAccount): string[] =>
    ['e', 'é', 'è', 'ê', 'ë', 'ē', 'ė', 'ę', 'ě', 'E', 'É', 'Ě'].map((letter) => email.replace('e', letter));

  it('a mailbox gets only a few mails an hour, however its address is spelled', async () => {
    const person = await account(app);
    const mails = await mailsAfter(spellingsOf(person).map((email) => () => reset(email)));
    expect(mails.map(({ to }) => to)).toEqual(Array<string>(AN_HOUR).fill(person.email));
    app.clock.advance(HOUR);
    expect(await mailsAfter([() => reset(person.email)])).toHaveLength(1);
  });

  it.each([
    ['with tags', (index: number) => `victim+${index}@school.example`],
    ['with accents', (index: number) => `v${'iíìîïīį'[index % 7]}ctim.two@school.example`],
    [
      'with dots where they do not count',
      (index: number) => `${'sufferer'.slice(0, index)}.${'sufferer'.slice(index)}@gmail.com`,
    ],
    [
      'in any letter case',
      (index: number) =>
        `Target.${'three'.slice(0, index % 5).toUpperCase()}${'three'.slice(index % 5)}@School.example`,
    ],
  ])('one mailbox gets only a few mails an hour when addresses %s register', async (_how, addressOf) => {
    const mails = await mailsAfter([1, 2, 3, 4, 5, 6, 7].map((index) => () => register(addressOf(index))));
    expect(mails).toHaveLength(AN_HOUR);
  });

  it('mails of all kinds count against the same limit', async () => {
    const { email } = await account(app);
    const tagged = email.replace('@', '+new@');
    const mails = await mailsAfter([
      () => reset(email),
      () => register(email),
      () => register(tagged),
      () => reset(email),
      () => register(tagged),
    ]);
    expect(mails.map(({ subject }) => subject)).toEqual([
      'Choose a new password',
      'You have an account already',
      'Confirm your email address',
    ]);
  });

  it('the token of every mail works, so that somebody who requests many does not harm the owner', async () => {
    const { email } = await account(app);
    const mails = await mailsAfter(Array.from({ length: 10 }, () => () => reset(email)));
    const confirmed = await app.anyone.post('/v1/password-resets/confirmation', {
      token: tokenIn(mails.at(-1)),
      newPassword: NEW_PASSWORD,
    });
    expect(confirmed.status).toBe(204);
  });

  it('a person who asks again gets a second mail', async () => {
    const mails = await mailsAfter([
      () => register('again@school.example'),
      () => register('again@school.example'),
    ]);
    expect(mails.map(tokenIn)).toHaveLength(2);
  });

  it('the limit of one mailbox does not affect others', async () => {
    const [one, other] = [await account(app), await account(app)];
    await mailsAfter(Array.from({ length: AN_HOUR + 2 }, () => () => reset(one.email)));
    expect(await mailsAfter([() => reset(other.email)])).toHaveLength(1);
  });

  it('the mail about a changed password is sent even when the limit is reached', async () => {
    const { username, email } = await account(app);
    await mailsAfter(Array.from({ length: AN_HOUR + 2 }, () => () => reset(email)));
    const change = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD };
    expect((await (await signedIn(app, username)).put('/v1/me/password', change)).status).toBe(204);
    expect((await receiveMail(app)).map(({ subject }) => subject)).toEqual(['Your password was changed']);
  });

  it('the response is the same whether or not a mail is sent, and whether or not there is an account', async () => {
    const { email } = await account(app);
    const answers: Answer[] = [];
    for (const address of [email, 'nobody@school.example'])
      for (let time = 0; time < AN_HOUR + 2; time += 1) answers.push(await reset(address));
    await receiveMail(app);
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
  });
});

describe('requests for mails', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start({ ...folder.environment, SIGN_IN_LIMIT_PER_NETWORK: '5' });
  });
  afterAll(() => app.stop());

  it('requests for mails are limited by network, whatever the addresses', async () => {
    const ask = (address: string, index: number): Promise<Answer> =>
      postFrom(app, address, '/v1/password-resets', { email: `person-${index}@school.example` });
    const answers: Answer[] = [];
    for (let index = 0; index < 6; index += 1) answers.push(await ask('192.0.2.7', index));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202, 202, 429]);
    expect(answers.at(-1)?.headers['retry-after']).toBe('60');
    expect((await ask('192.0.2.8', 0)).status).toBe(202);
  });
});
