import { IdentityFacade } from '../../../src/modules/identity';
import { hashesDuring } from '../../support/password-hashes';
import { TestApp } from '../../support/test-app';
import { account, PASSWORD, signedIn, signIn } from './accounts';

describe('the identity facade', () => {
  let app: TestApp;
  let identity: IdentityFacade;
  beforeAll(async () => {
    app = await TestApp.start();
    identity = app.get(IdentityFacade);
  });
  afterAll(() => app.stop());

  it('the identity facade creates many accounts with one password hash and returns their ids in order', async () => {
    const accounts = Array.from({ length: 1500 }, (_one, index) => ({
      username: `bulk-${index}`,
      email: `bulk-${index}@school.example`,
      givenName: 'Bulk',
      familyName: `Number ${index}`,
      role: 'learner' as const,
    }));
    let ids: string[] = [];
    expect(await hashesDuring(async () => (ids = await identity.createMany(accounts, PASSWORD)))).toBe(1);
    const last = await (await app.person('administrator')).get(`/v1/users/${ids[1499]}`);
    expect(last).toMatchObject({ status: 200, body: { username: 'bulk-1499' } });
    expect((await signIn(app, 'bulk-7')).status).toBe(200);
  });

  it('the identity facade creates none of many accounts when one of them is refused', async () => {
    const { username } = await account(app);
    const person = { givenName: 'A', familyName: 'B', role: 'learner' as const };
    const accounts = [
      ...Array.from({ length: 1000 }, (_one, index) => ({ ...person, username: `half-${index}` })),
      { ...person, username },
    ];
    await expect(identity.createMany(accounts)).rejects.toMatchObject({ code: 'identity.username_taken' });
    const rows = await app.database.query("SELECT id FROM users WHERE username LIKE 'half-%'");
    expect(rows).toHaveLength(0);
  });

  describe('ensuring an administrator', () => {
    const wanted = (username: string) => ({
      username,
      email: `${username}@school.example`,
      password: 'ten-green-lanterns',
    });

    it('ensuring an administrator creates the account of the administrator if the username is free', async () => {
      expect(await identity.ensureAdministrator(wanted('root'))).toBe('created');
      const caller = await signedIn(app, 'root', 'ten-green-lanterns');
      expect((await caller.get('/v1/users')).status).toBe(200);
    });

    it('ensuring an administrator changes nothing and ends no session when it is run again', async () => {
      await identity.ensureAdministrator(wanted('again'));
      const caller = await signedIn(app, 'again', 'ten-green-lanterns');
      expect(await identity.ensureAdministrator(wanted('again'))).toBe('unchanged');
      expect((await caller.get('/v1/me')).body.version).toBe(1);
    });

    it('ensuring an administrator makes an existing account with the username an active administrator and sets its password', async () => {
      const { id, username } = await account(app);
      await (await app.person('administrator')).put(`/v1/users/${id}/suspension`);
      expect(await identity.ensureAdministrator(wanted(username))).toBe('updated');
      const caller = await signedIn(app, username, 'ten-green-lanterns');
      expect((await caller.get('/v1/me')).body).toMatchObject({ id, role: 'administrator' });
    });

    it.each([
      [{ password: 'too-short' }, 'identity.weak_password'],
      [{ username: 'two words' }, 'identity.invalid_name'],
      [{ email: 'nowhere' }, 'identity.invalid_name'],
    ])('ensuring an administrator refuses %j', async (fault, code) => {
      await expect(identity.ensureAdministrator({ ...wanted('faulty'), ...fault })).rejects.toMatchObject({
        code,
      });
    });

    it('ensuring an administrator refuses an email address that another account has', async () => {
      const { email } = await account(app);
      await expect(identity.ensureAdministrator({ ...wanted('another'), email })).rejects.toMatchObject({
        code: 'identity.email_taken',
      });
    });
  });
});
