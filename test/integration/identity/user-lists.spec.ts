import { IdentityFacade } from '../../../src/modules/identity';
import { sqlOf } from '../../support/query-counter';
import { type Caller, TestApp } from '../../support/test-app';

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

  it('the list of accounts is sorted by family name and given name, ignoring case and accents', async () => {
    expect(await usernames('')).toEqual(['amb', 'asa', '100x', '100%.bob', 'jberg']);
  });

  it('the list of accounts has pages without gaps or repeats, also among people with the same name', async () => {
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
    ['the beginning of a family name', 'ber', ['amb', 'asa', 'jberg']],
    ['the beginning of a given name', 'ann', ['amb']],
    ['the beginning of a username', 'jbe', ['jberg']],
    ['the beginning of an email address', 'jan.b', ['jberg']],
    ['a letter without its accent', 'asa', ['asa']],
    ['a letter with an accent', 'özt', ['100x', '100%.bob']],
    ['given and family name', 'anna maria be', ['amb']],
    ['family and given name', 'Berg, Anna', ['amb']],
    ['a family name of several words', 'jan van der b', ['jberg']],
    ['three letters inside a name or a username', 'erg', ['amb', 'asa', 'jberg']],
    ['not two letters inside a name', 'rg', []],
    ['two names cut short', 'ann ber', ['amb']],
    ['the inside of two names, in whatever order', 'erg nna', ['amb']],
  ])('the list of accounts finds %s', async (_what, search, expected) => {
    expect(await found(search)).toEqual(expected);
  });

  it.each([
    ['%', []],
    ['_', []],
    ['\\', []],
    ['100%', ['100x', '100%.bob']],
    ['bob_', ['100%.bob']],
    ["' OR ''='", []],
  ])(
    'the search in the list of accounts finds %s as plain text, not as a pattern',
    async (search, expected) => {
      expect(await found(search)).toEqual(expected);
    },
  );

  it('the list of accounts can be filtered by role and by active or suspended accounts', async () => {
    expect(await usernames('role=instructor')).toEqual(['amb', 'asa']);
    const { data } = (await administrator.get('/v1/users?search=asa')).body;
    await administrator.put(`/v1/users/${data[0].id}/suspension`);
    expect(await usernames('role=instructor&status=active')).toEqual(['amb']);
    expect(await usernames('status=disabled')).toEqual(['asa']);
    expect(await usernames('search=berg&status=disabled&role=instructor')).toEqual(['asa']);
  });

  it.each(['role=owner', 'status=gone', 'search=', 'limit=0', 'limit=101', 'sort=role', 'search=a&search=b'])(
    'the list of accounts refuses %s',
    async (query) => {
      expect((await administrator.get(`/v1/users?${query}`)).status).toBe(422);
    },
  );

  it('the list of accounts refuses an invalid cursor', async () => {
    const cursor = Buffer.from(JSON.stringify(['Berg', 'Anna', 'x'])).toString('base64url');
    expect((await administrator.get(`/v1/users?cursor=${cursor}`)).body.code).toBe('request.invalid_cursor');
  });

  it('the list of accounts takes two statements, and a search three more, however many accounts there are', async () => {
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
    expect([(await list()).length, before.length]).toEqual([5, 5]);
    expect(await sqlOf(() => administrator.get('/v1/users?limit=100'))).toHaveLength(2);
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
