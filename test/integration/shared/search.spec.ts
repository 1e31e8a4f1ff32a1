import { IdentityRoster } from '../../../src/modules/identity';
import { newId, toBinary } from '../../../src/shared/database/ids';
import { MOST_CANDIDATES, MOST_WALKED } from '../../../src/shared/database/search-index';
import { SearchIndexes, SWEEP_AFTER_MILLISECONDS } from '../../../src/shared/database/search-indexes';
import { Transactions } from '../../../src/shared/database/transactions';
import { CourseRoom, expectStatus } from '../../support/course-room';
import { rowsRead } from '../../support/rows-read';
import { negativeControl } from '../../support/negative-control';
import { rewriteStatements, watchStatements } from '../../support/statements';
import { type Caller, TestApp } from '../../support/test-app';

negativeControl('the claim on the sweep', ['the indexes are swept by one process at a time'], () => {
  rewriteStatements(/^UPDATE store_marks/, /AND marked_at <= \?/, 'AND (marked_at <= ? OR TRUE)');
});

const PEOPLE = 20_000;

describe('a search', () => {
  let app: TestApp;
  let administrator: Caller;
  beforeAll(async () => {
    app = await TestApp.start();
    administrator = await app.person('administrator', { givenName: 'Root', familyName: 'Zzz' });
  });
  afterAll(() => app.stop());

  const namesFor = async (search: string, more = ''): Promise<string[]> => {
    const path = `/v1/users?search=${encodeURIComponent(search)}${more}`;
    const { data } = expectStatus(await administrator.get(path), 200) as {
      data: { givenName: string; familyName: string }[];
    };
    return data.map(({ givenName, familyName }) => `${givenName} ${familyName}`);
  };

  it('finds people by letters inside their names, in every list of people', async () => {
    const room = await CourseRoom.open(app);
    const person = await app.person('learner', { givenName: 'Wilhelmina', familyName: 'Featherstonehaugh' });
    await room.join(person, 'learner');
    for (const url of ['/v1/users', '/v1/people', `${room.url}/enrollments`]) {
      for (const search of ['thersto', 'HELMI', 'haugh%20wil', 'feather%20w']) {
        const { data } = expectStatus(await administrator.get(`${url}?search=${search}`), 200);
        expect([url, search, data.length]).toEqual([url, search, 1]);
      }
      for (const search of ['th', 'haugh%20lm', 'thersta', '%25%25', '---'])
        expect((await administrator.get(`${url}?search=${search}`)).body.data).toEqual([]);
    }
  });

  it.each([
    ['Müller-Öztürk', ['muller', 'MÜLLER', 'ｍｕｌｌｅｒ', 'ozturk mul']],
    ['O’Brien', ["o'brien", 'O’Brien', 'brien', "o'b"]],
    ['Ｆｕｌｌｗｉｄｔｈ', ['fullwidth', 'LLWID', 'ｆｕ']],
    ['Strauß', ['strauss', 'strauß', 'auss']],
    ['王小明', ['王', '王小', '小明', '王小明'].slice(0, 2)],
  ])('finds %s by whatever way of writing it', async (familyName, searches) => {
    await app.person('learner', { givenName: 'Ola', familyName });
    for (const search of searches)
      expect([search, await namesFor(search)]).toEqual([search, [`Ola ${familyName}`]]);
  });

  it('finds a person by a new name or username at once, and not by the old one', async () => {
    const person = await app.person('learner', { givenName: 'Jacinda', familyName: 'Quondam' });
    expect(await namesFor('uonda')).toEqual(['Jacinda Quondam']);
    expectStatus(await administrator.patch(`/v1/users/${person.id}`, { familyName: 'Hernow' }), 200);
    expect(await namesFor('uonda')).toEqual([]);
    expect(await namesFor('erno')).toEqual(['Jacinda Hernow']);
    expectStatus(await administrator.patch(`/v1/users/${person.id}`, { username: 'xylophonist' }), 200);
    expect(await namesFor('lophon')).toEqual(['Jacinda Hernow']);
  });

  it('finds courses by letters inside title and code, by a new title at once, and no deleted ones', async () => {
    const room = await CourseRoom.open(app);
    const titles = async (search: string): Promise<string[]> =>
      (await administrator.get(`/v1/courses?search=${search}`)).body.data.map(
        ({ title }: { title: string }) => title,
      );
    const course = { code: 'BIO-271828', title: 'Introduction to Ornithology' };
    const { id } = expectStatus(await room.instructor.post('/v1/courses', course), 201);
    for (const search of ['nitho', '7182', 'ornith%20intro', 'bio%20to'])
      expect([search, await titles(search)]).toEqual([search, ['Introduction to Ornithology']]);
    expectStatus(await room.instructor.patch(`/v1/courses/${id}`, { title: 'Birds of prey' }), 200);
    expect(await titles('nitho')).toEqual([]);
    expect(await titles('irds')).toEqual(['Birds of prey']);
    expectStatus(await room.instructor.delete(`/v1/courses/${id}`), 204);
    expect(await titles('irds')).toEqual([]);
    expect(await app.database.rows('SELECT 1 FROM course_trigrams WHERE row_id = ?', [toBinary(id)])).toEqual(
      [],
    );
  });

  it('finds people whom a roster import adds and renames', async () => {
    const { users } = app.get(IdentityRoster);
    const row = {
      ...{ id: newId(), sourcedId: 'search-1', username: 'imported.one', email: null, givenName: 'Ottoline' },
      ...{
        middleName: null,
        familyName: 'Vanstraaten',
        identifier: null,
        phone: null,
        role: 'learner' as const,
        relation: null,
        agentSourcedIds: null,
      },
      ...{ orgId: null, disabledAt: null },
    };
    const write = (work: () => Promise<void>): Promise<void> => app.get(Transactions).run(work);
    await write(() => users.insert([row], app.clock.now()));
    expect(await namesFor('nstraa')).toEqual(['Ottoline Vanstraaten']);
    const wanted = { ...row, familyName: 'Kowalewski' };
    await write(() => users.update([{ stored: row, wanted }], app.clock.now()));
    expect(await namesFor('nstraa')).toEqual([]);
    expect(await namesFor('walews')).toEqual(['Ottoline Kowalewski']);
  });

  it('finds, after a sweep, what a process of the build before has written, which knows no index', async () => {
    const [id, now] = [newId(), app.clock.now()];
    await app.database.run(
      `INSERT INTO users (id, username, given_name, family_name, role, created_at, updated_at)
       VALUES (?, 'older.build', 'Perpetua', 'Beforehand', 'learner', ?, ?)`,
      [toBinary(id), now, now],
    );
    expect(await namesFor('foreha')).toEqual([]);
    await app.get(SearchIndexes).sweep();
    expect(await namesFor('foreha')).toEqual(['Perpetua Beforehand']);
    await app.database.run(`UPDATE users SET family_name = 'Afterwards' WHERE id = ?`, [toBinary(id)]);
    await app.get(SearchIndexes).sweep();
    expect(await namesFor('foreha')).toEqual([]);
    expect(await namesFor('terward')).toEqual(['Perpetua Afterwards']);
  });

  it('the indexes are swept by one process at a time, and by none again within ten minutes', async () => {
    const other = await TestApp.start({}, app.target);
    let sweeps = 0;
    // With it a sweep of the people begins.
    const end = watchStatements({
      having: /FROM users o LEFT JOIN \S+ s ON .* WHERE TRUE ORDER BY o\.id/,
      before: () => void (sweeps += 1),
    });
    const sweepAll = (): Promise<unknown> =>
      Promise.all([app, other, app, other].map((one) => one.get(SearchIndexes).sweepIfDue()));
    await sweepAll();
    expect(sweeps).toBe(1);
    for (const one of [app, other]) one.clock.advance(SWEEP_AFTER_MILLISECONDS - 1);
    await sweepAll();
    expect(sweeps).toBe(1);
    for (const one of [app, other]) one.clock.advance(1);
    await sweepAll();
    expect(sweeps).toBe(2);
    end();
    await other.stop();
  });

  describe('in a school of 20,000', () => {
    const searches = [
      ...['dzisl', 'brandenqu', 'brandenxyz', 'randenbu', 'annabel1 annabel2'],
      ...['a', 'q', 'an', 'zq'],
    ];
    /** For each search, in a school half as large. */
    const rowsBefore = new Map<string, number>();

    beforeAll(async () => {
      await grow();
      await app.person('learner', { givenName: 'Zdzisława', familyName: 'Brandenquist' });
      for (const search of searches) rowsBefore.set(search, await rowsOf(search));
      await grow();
    }, 300_000);

    /** Adds half of the people, who share few names, and their trigrams. */
    async function grow(): Promise<void> {
      const now = app.clock.now();
      for (let start = 0; start < PEOPLE / 2; start += 1000)
        await app.database.insertMany(
          'users',
          ['id', 'username', 'given_name', 'family_name', 'role', 'created_at', 'updated_at'],
          Array.from({ length: 1000 }, (_row, index) => {
            const id = newId();
            const names = [`crowd-${id}`, `Annabel${index % 7}`, `Brandenburg${index % 40}`];
            return [toBinary(id), ...names, 'learner', now, now];
          }),
        );
      await app.get(SearchIndexes).sweep();
    }

    const rowsOf = (search: string): Promise<number> =>
      rowsRead(app, async () => {
        const path = `/v1/users?limit=20&search=${encodeURIComponent(search)}`;
        expectStatus(await administrator.get(path), 200);
      });

    it.each(searches)(
      'reads a bounded number of rows for "%s", not more than in one half as large',
      async (search) => {
        const rows = await rowsOf(search);
        expect(rows).toBeLessThan((rowsBefore.get(search) ?? 0) * 1.2 + 50);
        expect(rows).toBeLessThan(10 * MOST_CANDIDATES + 7 * MOST_WALKED);
      },
    );

    it('finds all of very many hits, page by page, in the order of the list', async () => {
      const found: string[] = [];
      let cursor = '';
      for (let page = 0; page < 100; page += 1) {
        const path = `/v1/users?limit=100&search=annabel3%20burg39${cursor}`;
        const body = expectStatus(await administrator.get(path), 200);
        found.push(...body.data.map(({ id }: { id: string }) => id));
        if (body.page.next === null) break;
        cursor = `&cursor=${body.page.next}`;
      }
      const wanted = await app.database.query<{ id: string }>(
        `SELECT LOWER(HEX(id)) AS id FROM users WHERE given_name = 'Annabel3' AND family_name = 'Brandenburg39'
         ORDER BY family_name, given_name, id`,
      );
      expect(wanted.length).toBeGreaterThan(10);
      expect(found.map((id) => id.replaceAll('-', ''))).toEqual(wanted.map(({ id }) => id));
    });

    it('finds the same as comparing every name would', async () => {
      for (const search of ['burg12', 'bel6 crowd', 'g39 19', 'crowd 777', 'nabel0', 'denquist zd']) {
        const { page } = expectStatus(
          await administrator.get(`/v1/users?limit=1&total=true&search=${encodeURIComponent(search)}`),
          200,
        );
        const texts = await app.database.query<{ text: Buffer }>('SELECT text FROM user_search');
        const parts = search.split(' ').map((word) => (word.length < 3 ? ` ${word}` : word));
        const hits = texts.filter(({ text }) => parts.every((part) => text.toString().includes(part)));
        if (page.isTotalExact) expect([search, page.total]).toEqual([search, hits.length]);
        else expect(page.total).toBeLessThanOrEqual(hits.length);
      }
    });
  });
});
