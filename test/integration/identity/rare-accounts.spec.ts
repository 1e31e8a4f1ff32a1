import { newId, toBinary } from '../../../src/shared/database/ids';
import { MOST_CANDIDATES } from '../../../src/shared/database/search-index';
import { USER_SORTS } from '../../../src/modules/identity/users/user-orders';
import { expectStatus } from '../../support/course-room';
import { rowsRead } from '../../support/rows-read';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

const EVERYBODY = 3000;
const LIMIT = 20;
const NAMES = ['Abara', 'Okonkwo', 'Silva', 'de Boer'];

/** Lists of accounts of which there are few among many, and then many. */
describe('accounts of a rare kind', () => {
  let app: TestApp;
  let administrator: Caller;
  beforeAll(async () => {
    app = await TestApp.start();
    administrator = await app.person('administrator');
    await add(EVERYBODY, 'learner', false);
    await add(3, 'learner', true);
    await add(3, 'guardian', false);
  });
  afterAll(() => app.stop());

  async function add(count: number, role: string, isSuspended: boolean): Promise<void> {
    const now = app.clock.now();
    await app.database.insertMany(
      'users',
      [...['id', 'username', 'given_name', 'family_name', 'role', 'disabled_at', 'created_at', 'updated_at']],
      Array.from({ length: count }, (_, index) => {
        const id = newId();
        const name = NAMES[index % NAMES.length] as string;
        return [toBinary(id), `p${id}`, 'Maya', name, role, isSuspended ? now : null, now, now];
      }),
    );
  }

  /** The usernames of the whole list. */
  async function walk(query: string): Promise<string[]> {
    const names: string[] = [];
    for (let cursor = ''; ;) {
      const { data, page }: Answer['body'] = expectStatus(
        await administrator.get(`/v1/users?limit=100&${query}${cursor}`),
        200,
      );
      names.push(...data.map(({ username }: { username: string }) => username));
      if (page.next === null) return names;
      cursor = `&cursor=${page.next}`;
    }
  }

  const rowsOf = (query: string): Promise<number> =>
    rowsRead(app, async () => {
      expectStatus(await administrator.get(`/v1/users?limit=${LIMIT}&${query}`), 200);
    });

  it.each(['status=disabled', 'role=guardian'])(
    'with %s, are found in every order without looking through the others',
    async (kind) => {
      for (const sort of USER_SORTS) {
        expect([sort, (await walk(`${kind}&sort=${sort}`)).length]).toEqual([sort, 3]);
        expect(await rowsOf(`${kind}&sort=${sort}`)).toBeLessThan(10 * LIMIT);
      }
      expect(await rowsOf(`${kind}&total=true`)).toBeLessThan(10 * LIMIT);
    },
  );

  it('come once each and in order, also where they are so many that the list is looked through for them', async () => {
    await add(MOST_CANDIDATES, 'guardian', true);
    for (const kind of ['status=disabled', 'role=guardian', 'role=guardian&status=disabled']) {
      const expected = kind === 'role=guardian&status=disabled' ? MOST_CANDIDATES : MOST_CANDIDATES + 3;
      for (const sort of ['name', 'username', 'newest']) {
        const names = await walk(`${kind}&sort=${sort}`);
        expect([kind, sort, names.length, new Set(names).size]).toEqual([kind, sort, expected, expected]);
      }
      const byUsername = await walk(`${kind}&sort=username`);
      expect(byUsername).toEqual([...byUsername].sort());
      expect(await walk(`${kind}&sort=-username`)).toEqual(byUsername.toReversed());
    }
  });
});
