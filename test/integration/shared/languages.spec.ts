import { mailFolder, receiveMail } from '../../support/mailbox';
import { TestApp } from '../../support/test-app';

const folder = mailFolder();
const GERMAN = { 'accept-language': 'de-AT, en;q=0.5' };

describe('the language of an answer', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start({ CORS_ORIGINS: 'https://lms.school.example' });
  });
  afterAll(() => app.stop());

  it('an error for somebody unknown is in the language that Accept-Language likes best', async () => {
    expect(await app.anyone.get('/v1/nowhere', GERMAN)).toMatchObject({
      status: 404,
      headers: { 'content-language': 'de', vary: 'Origin, Accept-Language' },
      body: {
        title: 'Nicht gefunden',
        code: 'request.no_such_route',
        detail: 'Unter dieser Adresse gibt es nichts. GET /docs zeigt, welche es gibt.',
      },
    });
  });

  it('an error is in English if none of the requested languages exists', async () => {
    for (const headers of [undefined, { 'accept-language': 'fr' }]) {
      const answer = await app.anyone.get('/v1/nowhere', headers);
      expect(answer).toMatchObject({
        headers: { 'content-language': 'en', vary: 'Origin, Accept-Language' },
        body: {
          title: 'Not Found',
          detail: 'There is nothing at this address. GET /docs shows the addresses that there are.',
        },
      });
    }
  });

  it('an error for a signed-in person is in the language of their profile, whatever their program accepts', async () => {
    const person = await app.person();
    expect((await person.patch('/v1/me', { locale: 'de-CH' })).status).toBe(200);
    const answer = await person.get('/v1/courses?limt=3', { 'accept-language': 'en' });
    expect(answer).toMatchObject({
      status: 422,
      headers: { 'content-language': 'de' },
      body: {
        detail: 'Die Anfrage hat 1 Fehler: limt ist kein Parameter dieses Aufrufs.',
        errors: [{ field: 'limt', rule: 'unknownField', message: 'limt ist kein Parameter dieses Aufrufs' }],
      },
    });
  });

  it('field errors are in the same language, also for the rules of the validation library', async () => {
    const person = await app.person();
    await person.patch('/v1/me', { locale: 'de' });
    const answer = await person.get('/v1/courses?limit=1000');
    expect(answer.body.errors).toEqual([
      { field: 'limit', rule: 'max', params: { max: 100 }, message: 'limit darf nicht größer als 100 sein' },
    ]);
    const profile = await person.patch('/v1/me', { givenName: '', timeZone: 3 });
    expect(profile.body.errors).toContainEqual({
      field: 'givenName',
      rule: 'minLength',
      params: { min: 1 },
      message: 'givenName muss mindestens 1 Zeichen haben',
    });
  });

  it('the language is named in errors only, so that copies of other answers stay valid', async () => {
    const person = await app.person();
    const profile = await person.get('/v1/me', GERMAN);
    expect(profile.status).toBe(200);
    expect(profile.headers['vary']).toBe('Origin');
    expect(profile.headers).not.toHaveProperty('content-language');
    const again = await person.get('/v1/me', { 'if-none-match': String(profile.headers['etag']) });
    expect(again.status).toBe(304);
  });
});

describe('the language of a mail', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start(folder.environment);
  });
  afterAll(async () => {
    await app.stop();
    folder.remove();
  });

  const NEWCOMER = { password: 'seven-quiet-otters', givenName: 'Ilse', familyName: 'Maas' };

  it('a mail is in the language of the account', async () => {
    const person = await app.person();
    await person.patch('/v1/me', { locale: 'de' });
    const { email } = (await person.get('/v1/me')).body;
    expect((await app.anyone.post('/v1/password-resets', { email })).status).toBe(202);
    const [mail] = await receiveMail(app);
    expect(mail).toMatchObject({
      subject: 'Wählen Sie ein neues Passwort',
      text: expect.stringContaining('Ihr Passwort bleibt, wie es ist.'),
    });
  });

  it('a mail to a newcomer is in the language that their program accepts, and their account gets it', async () => {
    const newcomer = { ...NEWCOMER, email: 'ilse.maas@school.example' };
    expect((await app.anyone.post('/v1/registrations', newcomer, GERMAN)).status).toBe(202);
    const [mail] = await receiveMail(app);
    expect(mail?.subject).toBe('Bestätigen Sie Ihre E-Mail-Adresse');
    const token = /^[\w-]{43}$/m.exec(mail?.text ?? '')?.[0];
    const confirmed = await app.anyone.post('/v1/registrations/confirmation', { token });
    expect(confirmed.body.locale).toBe('de');
  });

  it('a mail is in English if no language is known', async () => {
    const newcomer = { ...NEWCOMER, email: 'else.maas@school.example' };
    await app.anyone.post('/v1/registrations', newcomer);
    const [mail] = await receiveMail(app);
    expect(mail?.subject).toBe('Confirm your email address');
  });
});
