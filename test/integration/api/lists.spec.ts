import { newId, toBinary } from '../../../src/shared/database/ids';
import { MOST_COUNTED } from '../../../src/shared/http/pagination';
import { buildOpenApi } from '../../../src/shared/http/openapi';
import { READS } from '../../../src/shared/http/what-is-read';
import { CourseRoom, expectStatus } from '../../support/course-room';
import { sqlOf } from '../../support/query-counter';
import { rowsRead } from '../../support/rows-read';
import { type Answer, type Caller, TestApp } from '../../support/test-app';
import { fillLists, type List, LISTS } from './lists';
import { createWorld, urlOf, type World } from './matrix-world';

/** What has no value there comes last in both directions. */
const EMPTY_LAST = new Set(['/v1/courses/{courseId}/progress', '/v1/courses/{courseId}/gradebook']);

describe('lists', () => {
  let app: TestApp;
  let world: World;
  beforeAll(async () => {
    app = await TestApp.start();
    const elsewhere = await createWorld(app);
    world = await createWorld(app);
    await fillLists(app, world, elsewhere);
  });
  afterAll(() => app.stop());

  const read = async (path: string, ...more: string[]): Promise<Answer['body']> => {
    const { reader, query } = LISTS[path] as List;
    const parameters = [...(query === undefined ? [] : [query]), ...more].join('&');
    return expectStatus(await reader(world).get(`${urlOf(path, world.ids)}?${parameters}`), 200);
  };

  /** The whole list, leafed through with pages of this length. */
  const walk = async (path: string, limit: number, ...more: string[]): Promise<unknown[]> => {
    const data: unknown[] = [];
    for (let cursor: string[] = []; ;) {
      const page = await read(path, `limit=${limit}`, ...more, ...cursor);
      data.push(...page.data);
      if (page.page.next === null) return data;
      cursor = [`cursor=${page.page.next}`];
    }
  };

  describe.each(Object.keys(LISTS))('of %s', (path) => {
    it('the total is what leafing through all pages finds, and is the same on every page', async () => {
      const all = await walk(path, 100);
      const { page } = await read(path, 'limit=1', 'total=true');
      expect(page).toMatchObject({ total: all.length, isTotalExact: true });
      const second = await read(path, 'limit=1', 'total=true', `cursor=${page.next}`);
      expect(second.page).toMatchObject({ total: all.length, isTotalExact: true });
    });

    it('nothing is counted unless it is asked for', async () => {
      let answer: Answer['body'];
      const plain = await sqlOf(async () => {
        answer = await read(path, 'limit=1');
      });
      expect(Object.keys(answer.page).sort()).toEqual(['limit', 'next']);
      expect((await read(path, 'limit=1', 'total=false')).page).toEqual({
        next: expect.any(String),
        limit: 1,
      });
      expect(plain.join()).not.toMatch(/COUNT\(\*\) AS .?found/);
    });

    it('refuses a total that is neither true nor false', async () => {
      const { reader } = LISTS[path] as List;
      expect(await reader(world).get(`${urlOf(path, world.ids)}?total=yes`)).toMatchObject({
        status: 422,
        body: { errors: expect.arrayContaining([expect.objectContaining({ field: 'total' })]) },
      });
    });
  });

  /** The lists that take the parameter, with the values that it has by the contract. */
  const withParameter = (name: string): [path: string, values: string[]][] => {
    type Parameter = { name: string; schema?: { $ref?: string; enum?: string[] } };
    const { paths, components } = buildOpenApiOnce();
    const schemas = components?.schemas as Record<string, { enum?: string[] }> | undefined;
    return Object.entries(paths).flatMap(([path, item]) => {
      const parameters = (item as { get?: { parameters?: Parameter[] } }).get?.parameters ?? [];
      return parameters
        .filter((parameter) => parameter.name === name)
        .map(({ schema }): [string, string[]] => {
          const named = schemas?.[schema?.$ref?.split('/').at(-1) ?? ''];
          return [path, (named ?? schema)?.enum ?? []];
        });
    });
  };
  let contract: ReturnType<typeof buildOpenApi> | undefined;
  const buildOpenApiOnce = (): ReturnType<typeof buildOpenApi> => (contract ??= buildOpenApi(app.nest));

  it('every list and every report says in the contract what it reads', () => {
    const silent = Object.entries(buildOpenApiOnce().paths).filter(([path, item]) => {
      const { description = '', parameters = [] } =
        (item as { get?: { description?: string; parameters?: { name: string }[] } }).get ?? {};
      const isList = parameters.some(({ name }) => name === 'cursor');
      const isReport = 'get' in item && /\/report(\/[^/]+\.svg)?$|\.csv$/.test(path);
      return (
        (isList && !/\bpage reads\b/.test(description)) ||
        (isReport && !description.includes(READS.course.reads))
      );
    });
    expect(silent.map(([path]) => path)).toEqual([]);
  });

  it('every order is the same in small pages as in large ones, and the reverse of its opposite', async () => {
    for (const [path, sorts] of withParameter('sort')) {
      expect(sorts.length).toBeGreaterThan(1);
      const lists = new Map<string, unknown[]>();
      for (const sort of sorts) {
        const large = await walk(path, 100, `sort=${sort}`);
        expect(await walk(path, 1, `sort=${sort}`)).toEqual(large);
        lists.set(sort, large);
      }
      for (const [one, other] of [...sorts.map((sort) => [sort, `-${sort}`]), ['newest', 'oldest']] as const)
        if (lists.has(one) && lists.has(other) && !EMPTY_LAST.has(path))
          expect([path, lists.get(other)]).toEqual([path, lists.get(one)?.toReversed()]);
    }
  });

  it('an order that a list does not have is refused, with those that it has', async () => {
    for (const [path, sorts] of withParameter('sort')) {
      const { reader } = LISTS[path] as List;
      const answer = await reader(world).get(`${urlOf(path, world.ids)}?sort=shoe-size`);
      expect([path, answer.status]).toEqual([path, 422]);
      expect(JSON.stringify(answer.body.errors)).toContain(sorts.join(', '));
    }
  });

  describe('ids', () => {
    const idsOf = (data: { id: string }[]): string[] => data.map(({ id }) => id);

    it('every list with ids gives those entries in its own order, each once, and passes over others', async () => {
      const paths = withParameter('ids').map(([path]) => path);
      expect(paths).toEqual(
        expect.arrayContaining([
          ...['/v1/users', '/v1/people', '/v1/courses', '/v1/me/enrollments'],
          ...['/v1/courses/{courseId}/enrollments', '/v1/courses/{courseId}/line-items'],
          '/v1/courses/{courseId}/activities',
        ]),
      );
      for (const path of paths) {
        const all = idsOf((await walk(path, 100)) as { id: string }[]);
        const [first, second] = [all[0] as string, all[1] as string];
        const wanted = [second, newId(), first.toUpperCase(), first].join(',');
        const page = await read(path, `ids=${wanted}`, 'total=true');
        expect([path, idsOf(page.data), page.page.total]).toEqual([path, [first, second], 2]);
        expect(idsOf((await read(path, `ids=${second}`, `ids=${first}`)).data)).toEqual([first, second]);
        expect(idsOf((await walk(path, 1, `ids=${wanted}`)) as { id: string }[])).toEqual([first, second]);
      }
    });

    it.each([
      ['more than 100', Array.from({ length: 101 }, () => newId()).join(',')],
      ['what is no id', 'somebody'],
      ['nothing', ''],
      ['nothing between commas', `${newId()},,${newId()}`],
    ])('%s is refused', async (_what, ids) => {
      for (const [path] of withParameter('ids')) {
        const { reader, query = '' } = LISTS[path] as List;
        const answer = await reader(world).get(
          `${urlOf(path, world.ids)}?${query}&ids=${ids}`.replace('?&', '?'),
        );
        expect([path, answer.status]).toEqual([path, 422]);
        expect(answer.body.errors).toEqual([
          expect.objectContaining({ field: expect.stringMatching(/^ids/) }),
        ]);
      }
    });

    it('a draft, another course and a suspended account are not seen by those who may not see them', async () => {
      const room = await CourseRoom.open(app);
      const draft = expectStatus(
        await room.instructor.post('/v1/courses', { code: 'D', title: 'Draft' }),
        201,
      ).id;
      const seen = async (caller: Caller): Promise<string[]> =>
        idsOf((await caller.get(`/v1/courses?ids=${draft},${room.courseId}`)).body.data).sort();
      expect(await seen(room.instructor)).toEqual([draft, room.courseId].sort());
      expect(await seen(await app.person())).toEqual([room.courseId]);
      const suspended = await app.person();
      const administrator = await app.person('administrator');
      expectStatus(await administrator.put(`/v1/users/${suspended.id}/suspension`), 200);
      const ids = `ids=${suspended.id},${room.instructor.id}`;
      expect(idsOf((await room.instructor.get(`/v1/people?${ids}`)).body.data)).toEqual([room.instructor.id]);
      expect((await (await app.person()).get(`/v1/people?${ids}`)).status).toBe(403);
    });
  });

  it('people are looked for by a text or by ids: one of them is needed', async () => {
    const answer = await world.actors.administrator.get('/v1/people');
    expect(answer).toMatchObject({ status: 422 });
    expect(answer.body.errors).toContainEqual(expect.objectContaining({ field: 'search' }));
  });

  describe('of a school of 20,000', () => {
    const PEOPLE = 20_000;
    const COURSES = 2_000;
    const LIMIT = 20;
    const someIds: Record<'users' | 'courses', string[]> = { users: [], courses: [] };

    beforeAll(async () => {
      const now = app.clock.now();
      const batches = <T>(length: number, row: (id: string, index: number) => T): T[][] =>
        Array.from({ length: length / 1000 }, (_batch, batch) =>
          Array.from({ length: 1000 }, (_row, index) => row(newId(), batch * 1000 + index)),
        );
      for (const rows of batches(PEOPLE, (id, index) => [
        ...[toBinary(id), `crowd-${index}`, `G${index % 7}`, `F${index % 40}`, 'learner', now, now],
      ])) {
        await app.database.insertMany(
          'users',
          ['id', 'username', 'given_name', 'family_name', 'role', 'created_at', 'updated_at'],
          rows,
        );
        someIds.users.push(...rows.slice(0, 5).map(([id]) => (id as Buffer).toString('hex')));
      }
      // Imported courses were all made at one instant.
      for (const rows of batches(COURSES, (id, index) => [
        ...[toBinary(id), `C-${index % 50}`, `T ${index % 60}`, 'UTC', 'published'],
        ...[`2026-0${1 + (index % 9)}-01`, now, now, now],
      ]))
        await app.database.insertMany(
          'courses',
          [
            ...['id', 'code', 'title', 'time_zone', 'status'],
            ...['start_date', 'published_at', 'created_at', 'updated_at'],
          ],
          rows,
        );
      await app.database.run('ANALYZE TABLE users, courses').catch(() => undefined);
    }, 120_000);

    const rowsOf = (path: string): Promise<number> =>
      rowsRead(app, async () => expectStatus(await world.actors.administrator.get(path), 200));

    it('a total reads a bounded number of rows, and says that there are more', async () => {
      const path = '/v1/users?limit=1&total=true';
      const { page } = expectStatus(await world.actors.administrator.get(path), 200);
      expect(page).toMatchObject({ total: MOST_COUNTED, isTotalExact: false });
      expect(await rowsOf(path)).toBeLessThan(MOST_COUNTED * 2.2);
      expect(await rowsOf('/v1/users?limit=1')).toBeLessThan(100);
    });

    it.each(['users', 'courses'] as const)(
      'every order of %s reads the rows of its page, deep inside too',
      async (list) => {
        const sorts = withParameter('sort').find(([path]) => path === `/v1/${list}`)?.[1] ?? [];
        for (const sort of sorts) {
          let cursor = '';
          for (let page = 0; page < 5; page += 1) {
            const path = `/v1/${list}?sort=${sort}&limit=100${cursor}`;
            const answer = expectStatus(await world.actors.administrator.get(path), 200);
            cursor = `&cursor=${answer.page.next}`;
          }
          for (const place of ['', cursor]) {
            const rows = await rowsOf(`/v1/${list}?sort=${sort}&limit=${LIMIT}${place}`);
            expect({ sort, place, rows: rows < LIMIT * 5 ? 'few' : rows }).toEqual({
              sort,
              place,
              rows: 'few',
            });
          }
        }
      },
    );

    it('a batch of ids reads those rows only, in whatever order', async () => {
      const ids = someIds.users
        .slice(0, 100)
        .join(',')
        .replace(/([^,]{8})([^,]{4})([^,]{4})([^,]{4})([^,]{12})/g, '$1-$2-$3-$4-$5');
      for (const sort of ['name', 'newest', '-username'])
        expect(await rowsOf(`/v1/users?ids=${ids}&sort=${sort}&limit=100`)).toBeLessThan(500);
    });
  });
});
