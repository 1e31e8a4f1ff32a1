import { IdentityFacade } from '../../../src/modules/identity';
import { UsersRepository } from '../../../src/modules/identity/users/users.repository';
import { newId } from '../../../src/shared/database/ids';
import { sqlOf } from '../../support/query-counter';
import { type Answer, type Caller, TestApp } from '../../support/test-app';
import { account, PASSWORD, signedIn, signIn } from './accounts';
import { negativeControl } from '../../support/negative-control';
import { withoutLocks } from '../../support/statements';

negativeControl(
  'the lock on the administrators',
  ['one administrator stays when two remove the role'],
  () => {
    withoutLocks(/FROM `users`.*`disabled_at` IS NULL/);
  },
);

describe('accounts', () => {
  let app: TestApp;
  let administrator: Caller;
  beforeAll(async () => {
    app = await TestApp.start();
    administrator = await app.person('administrator');
    // A second administrator, so that the first is not the last.
    await app.person('administrator');
  });
  afterAll(() => app.stop());

  let created = 0;
  function newUser(changes: object = {}): { username: string; email: string } {
    created += 1;
    const username = `user.${created}`;
    return {
      username,
      email: `${username}@school.example`,
      ...{ givenName: 'Sunita', familyName: 'Rao', role: 'learner' },
      ...changes,
    };
  }
  const create = (changes: object = {}): Promise<Answer> => administrator.post('/v1/users', newUser(changes));

  describe('created by an administrator', () => {
    it('an account is created with or without a password', async () => {
      const answer = await create({ role: 'instructor', password: PASSWORD, timeZone: 'Asia/Kolkata' });
      expect(answer.status).toBe(201);
      expect(answer.headers['etag']).toBe('"v1"');
      expect(answer.body).toEqual({
        id: expect.any(String),
        username: answer.body.username,
        email: `${answer.body.username}@school.example`,
        givenName: 'Sunita',
        familyName: 'Rao',
        middleName: null,
        identifier: null,
        sourcedId: null,
        role: 'instructor',
        locale: 'en',
        timeZone: 'Asia/Kolkata',
        suspendedAt: null,
        createdAt: app.clock.now().toISOString(),
        updatedAt: app.clock.now().toISOString(),
        version: 1,
      });
      expect((await signIn(app, answer.body.username)).status).toBe(200);
      const without = await create({ email: null });
      expect(without.body.email).toBeNull();
      expect((await signIn(app, without.body.username)).status).toBe(401);
    });

    it('a created account is the same when it is read', async () => {
      const { body } = await create();
      expect((await administrator.get(`/v1/users/${body.id}`)).body).toEqual(body);
    });

    it('a username that is taken in any letter case is refused', async () => {
      const { body } = await create();
      const answer = await create({ username: body.username.toUpperCase() });
      expect(answer.status).toBe(409);
      expect(answer.body.code).toBe('identity.username_taken');
    });

    it('an email address that is taken is refused', async () => {
      const { body } = await create();
      const answer = await create({ email: body.email });
      expect(answer.status).toBe(409);
      expect(answer.body.code).toBe('identity.email_taken');
    });

    it('a repeated request with the same Idempotency-Key creates one account', async () => {
      const key = { 'idempotency-key': newId() };
      const user = { ...newUser(), password: PASSWORD };
      const first = await administrator.post('/v1/users', user, key);
      const second = await administrator.post('/v1/users', user, key);
      expect([first.status, second.status]).toEqual([201, 201]);
      expect(second.body).toEqual(first.body);
      expect(second.headers['idempotency-replayed']).toBe('true');
    });

    it.each([
      [{ username: 'two words' }, 'username'],
      [{ username: '' }, 'username'],
      [{ email: 'nowhere' }, 'email'],
      [{ role: 'owner' }, 'role'],
      [{ password: 'short' }, 'password'],
      [{ id: newId() }, 'id'],
      [{ disabledAt: null }, 'disabledAt'],
    ])('are refused with %j', async (fault, field) => {
      const answer = await create(fault);
      expect(answer.status).toBe(422);
      expect(answer.body.errors[0].field).toBe(field);
    });
  });

  describe('changed by an administrator', () => {
    const change = (id: string, body: object, headers?: Record<string, string>): Promise<Answer> =>
      administrator.patch(`/v1/users/${id}`, body, headers);

    it('fields that are left out stay as they are', async () => {
      const { body } = await create();
      const answer = await change(body.id, { role: 'instructor', email: null }, { 'if-match': '"v1"' });
      expect(answer.status).toBe(200);
      expect(answer.body).toEqual({ ...body, role: 'instructor', email: null, version: 2 });
    });

    it('a change based on an older version is refused', async () => {
      const { body } = await create();
      await change(body.id, { givenName: 'New' });
      const answer = await change(body.id, { givenName: 'Newer' }, { 'if-match': '"v1"' });
      expect(answer.status).toBe(412);
      expect((await change(body.id, { givenName: 'Newer' }, { 'if-match': '"v2"' })).status).toBe(200);
    });

    it('a username or email address that is taken is refused', async () => {
      const [one, other] = [(await create()).body, (await create()).body];
      expect((await change(one.id, { username: other.username })).body.code).toBe('identity.username_taken');
      expect((await change(one.id, { email: other.email })).body.code).toBe('identity.email_taken');
    });

    it('a changed role takes effect at once', async () => {
      const { id, username } = await account(app);
      const caller = await signedIn(app, username);
      expect((await caller.get('/v1/people?search=ra')).status).toBe(403);
      await change(id, { role: 'instructor' });
      expect((await caller.get('/v1/people?search=ra')).status).toBe(200);
    });

    it('a change of an unknown account is refused', async () => {
      const answer = await change(newId(), { givenName: 'Nobody' });
      expect(answer.status).toBe(404);
      expect(answer.body.code).toBe('identity.user_not_found');
      expect((await administrator.get('/v1/users/not-an-id')).status).toBe(400);
    });

    it('administrators cannot remove their own administrator role', async () => {
      const answer = await change(administrator.id, { role: 'learner' });
      expect(answer.status).toBe(403);
      expect(answer.body.code).toBe('identity.own_account');
      expect((await change(administrator.id, { role: 'administrator', givenName: 'Ida' })).status).toBe(200);
    });
  });

  describe('suspension', () => {
    it('a suspended account loses access at once and can sign in again after the suspension', async () => {
      const { id, username } = await account(app);
      const caller = await signedIn(app, username);
      const suspended = await administrator.put(`/v1/users/${id}/suspension`);
      expect(suspended.status).toBe(200);
      expect(suspended.body).toMatchObject({ suspendedAt: app.clock.now().toISOString(), version: 2 });
      expect((await caller.get('/v1/me')).status).toBe(401);
      expect((await signIn(app, username)).status).toBe(401);

      const active = await administrator.delete(`/v1/users/${id}/suspension`);
      expect(active.body).toMatchObject({ suspendedAt: null, version: 3 });
      expect((await caller.get('/v1/me')).status).toBe(401);
      expect((await signIn(app, username)).status).toBe(200);
    });

    it('a second suspension keeps the instant of the first', async () => {
      const { body } = await create();
      const first = await administrator.put(`/v1/users/${body.id}/suspension`);
      app.clock.advance(1000);
      expect((await administrator.put(`/v1/users/${body.id}/suspension`)).body).toEqual(first.body);
    });

    it('administrators cannot suspend themselves', async () => {
      const answer = await administrator.put(`/v1/users/${administrator.id}/suspension`);
      expect(answer.status).toBe(403);
      expect((await administrator.get('/v1/me')).status).toBe(200);
    });

    it('a suspension of an unknown account is refused', async () => {
      expect((await administrator.put(`/v1/users/${newId()}/suspension`)).status).toBe(404);
      expect((await administrator.delete(`/v1/users/${newId()}/suspension`)).status).toBe(404);
    });
  });

  it.each(['instructor', 'learner'] as const)(
    'a person with the role %s cannot see accounts',
    async (role) => {
      const caller = await app.person(role);
      const { id } = (await create()).body;
      const answers = [
        await caller.get('/v1/users'),
        await caller.post('/v1/users', newUser()),
        await caller.get(`/v1/users/${id}`),
        await caller.patch(`/v1/users/${id}`, { role: 'administrator' }),
        await caller.put(`/v1/users/${id}/suspension`),
        await caller.delete(`/v1/users/${id}/suspension`),
      ];
      expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403, 403]);
      expect((await administrator.get(`/v1/users/${id}`)).body.version).toBe(1);
    },
  );
});

describe('the last administrator', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  it('one administrator stays when two remove the role of each other at the same moment', async () => {
    const [one, other] = [await app.person('administrator'), await app.person('administrator')];
    const answers = await Promise.all([
      one.patch(`/v1/users/${other.id}`, { role: 'learner' }),
      other.put(`/v1/users/${one.id}/suspension`),
    ]);
    const codes = answers.map(({ body }) => body.code).filter((code) => code !== undefined);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    // The second request is refused because of the rule, or because its sender has lost the role.
    expect(['identity.last_administrator', 'auth.role_needed', 'auth.not_signed_in']).toEqual(
      expect.arrayContaining(codes),
    );
    const left = await app.database.query(
      "SELECT id FROM users WHERE role = 'administrator' AND disabled_at IS NULL",
    );
    expect(left).toHaveLength(1);
  });

  it('the last administrator cannot be suspended by a person who has just lost the role', async () => {
    const [one, other] = [await app.person('administrator'), await app.person('administrator')];
    const users = app.get(UsersRepository);
    const lockAdministrators = users.lockAdministrators.bind(users);
    const others = jest
      .spyOn(users, 'lockAdministrators')
      .mockImplementation(async () => (await lockAdministrators()).filter((id) => id === other.id));
    const answers = [
      await one.put(`/v1/users/${other.id}/suspension`),
      await one.patch(`/v1/users/${other.id}`, { role: 'instructor' }),
    ];
    others.mockRestore();
    expect(answers.map(({ status }) => status)).toEqual([409, 409]);
    expect(answers[0]?.body.code).toBe('identity.last_administrator');
    expect((await other.get('/v1/users')).status).toBe(200);
  });
});

describe('the list of accounts', () => {
  let app: TestApp;
  let administrator: Caller;
  beforeAll(async () => {
    app = await TestApp.start();
    administrator = await app.person('administrator', { givenName: 'Ada', familyName: 'Aaa' });
    const people: [given: string, family: string, username: string, email: string | null][] = [
      ['Jan', 'van der Berg', 'jberg', 'jan.berg@school.example'],
      ['Anna Maria', 'Berg', 'amb', 'anna@school.example'],
      ['Åsa', 'Berg', 'asa', null],
      ['Bob', 'Öztürk', '100%.bob', 'bob_o@school.example'],
      ['Bea', 'Ozturk', '100x', 'bobby@school.example'],
    ];
    await app.get(IdentityFacade).createMany(
      people.map(([givenName, familyName, username, email]) => ({
        ...{ givenName, familyName, username, email },
        role: familyName === 'Berg' ? 'instructor' : 'learner',
      })),
    );
  });
  afterAll(() => app.stop());

  const usernames = async (query: string): Promise<string[]> => {
    const answer = await administrator.get(`/v1/users?${query}`);
    expect(answer.status).toBe(200);
    return answer.body.data
      .map(({ username }: { username: string }) => username)
      .filter((username: string) => !username.startsWith('person-'));
  };
  const found = (search: string): Promise<string[]> => usernames(`search=${encodeURIComponent(search)}`);

  it('is sorted by family name and given name, ignoring case and accents', async () => {
    expect(await usernames('')).toEqual(['amb', 'asa', '100x', '100%.bob', 'jberg']);
  });

  it('has pages without gaps or repeats, also among people with the same name', async () => {
    await app.get(IdentityFacade).createMany(
      Array.from({ length: 7 }, (_one, index) => ({
        username: `twin-${index}`,
        givenName: 'Kim',
        familyName: 'Lee',
        role: 'learner' as const,
      })),
    );
    const all = await usernames('');
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await administrator.get(`/v1/users?limit=2${cursor}`);
      seen.push(...body.data.map(({ username }: { username: string }) => username));
      cursor = body.page.next === null ? '' : `&cursor=${body.page.next}`;
    } while (cursor !== '');
    expect(seen.filter((username) => !username.startsWith('person-'))).toEqual(all);
    expect(new Set(seen).size).toBe(seen.length);
  });

  it.each([
    ['the beginning of a family name', 'ber', ['amb', 'asa']],
    ['the beginning of a given name', 'ann', ['amb']],
    ['the beginning of a username', 'jbe', ['jberg']],
    ['the beginning of an email address', 'jan.b', ['jberg']],
    ['a letter without its accent', 'asa', ['asa']],
    ['a letter with an accent', 'özt', ['100x', '100%.bob']],
    ['given and family name', 'anna maria be', ['amb']],
    ['family and given name', 'Berg, Anna', ['amb']],
    ['a family name of several words', 'jan van der b', ['jberg']],
    ['not the middle of a name', 'erg', []],
    ['not a given name cut short before the family name', 'ann ber', []],
  ])('finds %s', async (_what, search, expected) => {
    expect(await found(search)).toEqual(expected);
  });

  it.each([
    ['%', []],
    ['_', []],
    ['\\', []],
    ['100%', ['100%.bob']],
    ['bob_', ['100%.bob']],
    ["' OR ''='", []],
  ])('takes %s for what it is', async (search, expected) => {
    expect(await found(search)).toEqual(expected);
  });

  it('can be filtered by role and by active or suspended accounts', async () => {
    expect(await usernames('role=instructor')).toEqual(['amb', 'asa']);
    const { data } = (await administrator.get('/v1/users?search=asa')).body;
    await administrator.put(`/v1/users/${data[0].id}/suspension`);
    expect(await usernames('role=instructor&status=active')).toEqual(['amb']);
    expect(await usernames('status=disabled')).toEqual(['asa']);
    expect(await usernames('search=berg&status=disabled&role=instructor')).toEqual(['asa']);
  });

  it.each(['role=owner', 'status=gone', 'search=', 'limit=0', 'limit=101', 'sort=role', 'search=a&search=b'])(
    'refuses %s',
    async (query) => {
      expect((await administrator.get(`/v1/users?${query}`)).status).toBe(422);
    },
  );

  it('refuses an invalid cursor', async () => {
    const cursor = Buffer.from(JSON.stringify(['Berg', 'Anna', 'x'])).toString('base64url');
    expect((await administrator.get(`/v1/users?cursor=${cursor}`)).body.code).toBe('request.invalid_cursor');
  });

  it('takes two statements, however many accounts there are', async () => {
    const list = (): Promise<string[]> => sqlOf(() => administrator.get('/v1/users?search=mass&limit=100'));
    const before = await list();
    await app.get(IdentityFacade).createMany(
      Array.from({ length: 100 }, (_one, index) => ({
        username: `mass-${index}`,
        givenName: 'Mass',
        familyName: `Member ${index}`,
        role: 'learner' as const,
      })),
    );
    expect(await list()).toEqual(before);
    expect(before).toHaveLength(2);
  });

  it('searches with indexes only', async () => {
    const [search] = await sqlOf(() => administrator.get('/v1/users?search=anna%20berg')).then((statements) =>
      statements.slice(-1),
    );
    const parameters = (search ?? '').split('?').length - 1;
    const plan = await app.database.query<{ table: string; type: string; key: string | null }>(
      `EXPLAIN FORMAT=TRADITIONAL ${search}`,
      [...Array.from({ length: parameters - 1 }, () => 'anna%'), 50],
    );
    const lookups = plan.filter(({ table }) => table === 'users');
    expect(lookups).toHaveLength(6);
    expect(lookups.map(({ type, key }) => [type, key !== null])).not.toContainEqual(['ALL', false]);
    expect(lookups.map(({ type }) => type)).not.toContain('index');
  });
});

describe('people to enroll', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  it('instructors find people and see only their names', async () => {
    const caller = await app.person('instructor');
    const learner = await app.person('learner', { givenName: 'Wilhelmina', familyName: 'Oduya' });
    const answer = await caller.get('/v1/people?search=wilh');
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      data: [{ id: learner.id, givenName: 'Wilhelmina', familyName: 'Oduya', username: expect.any(String) }],
      page: { next: null, limit: 50 },
    });
  });

  it('only people with an active account are found', async () => {
    const administrator = await app.person('administrator');
    const gone = await app.person('learner', { familyName: 'Quarrington' });
    const find = async (): Promise<unknown[]> =>
      (await administrator.get('/v1/people?search=quarr')).body.data;
    expect(await find()).toHaveLength(1);
    await administrator.put(`/v1/users/${gone.id}/suspension`);
    expect(await find()).toHaveLength(0);
  });

  it('a search needs at least two letters', async () => {
    const caller = await app.person('instructor');
    for (const query of ['', '?search=', '?search=w', '?search=%20w%20']) {
      expect((await caller.get(`/v1/people${query}`)).status).toBe(422);
    }
  });

  it('learners cannot search for people', async () => {
    const answer = await (await app.person()).get('/v1/people?search=wilh');
    expect(answer.status).toBe(403);
    expect(answer.body.code).toBe('auth.role_needed');
  });
});
