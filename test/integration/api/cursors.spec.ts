import { newId, toBinary } from '../../../src/shared/database/ids';
import { buildOpenApi } from '../../../src/shared/http/openapi';
import { expectStatus } from '../../support/course-room';
import { type Answer, type Caller, TestApp } from '../../support/test-app';
import { createWorld, urlOf, type World } from './matrix-world';
import { negativeControl, replaceMethod } from '../../support/negative-control';
import { CursorSeal } from '../../../src/shared/http/cursor-seal';

negativeControl(
  'the list that a cursor is for',
  ['a cursor is refused in any other list', 'a cursor is refused from another person, who'],
  () => {
    replaceMethod(
      CursorSeal.prototype,
      'seal',
      (seal) =>
        function (this: CursorSeal, place) {
          return seal.call(this, place, '');
        },
    );
    replaceMethod(
      CursorSeal.prototype,
      'open',
      (open) =>
        function (this: CursorSeal, cursor) {
          return open.call(this, cursor, '');
        },
    );
  },
);
negativeControl(
  'the seal of a cursor',
  ['a cursor leads to the next page, of whatever', 'a cursor that was forged or changed is refused'],
  () => {
    CursorSeal.prototype.seal = (place) => Buffer.from(place).toString('base64url');
    CursorSeal.prototype.open = (cursor) => Buffer.from(cursor, 'base64url').toString();
  },
);

/** A list as the one who may read it asks for it, with another that has other filters or another order. */
interface List {
  reader: (world: World) => Caller;
  query?: string;
  other?: string;
}

const staff = (world: World): Caller => world.actors.instructor;
const administrator = (world: World): Caller => world.actors.administrator;
const LISTS: Record<string, List> = {
  '/v1/operations': { reader: administrator },
  '/v1/operations/{operationId}/issues': { reader: administrator },
  '/v1/sessions': { reader: administrator },
  '/v1/users': { reader: administrator, other: 'role=learner' },
  '/v1/people': { reader: administrator, query: 'search=per', other: 'search=pers' },
  '/v1/courses': { reader: administrator, other: 'sort=newest' },
  '/v1/courses/{courseId}/enrollments': { reader: staff, other: 'role=learner' },
  '/v1/me/enrollments': { reader: (world) => world.actors.learner, other: 'status=active' },
  '/v1/quizzes/{activityId}/attempts': {
    reader: staff,
    other: 'userId=01990000-0000-7000-8000-000000000001',
  },
  '/v1/courses/{courseId}/line-items': { reader: staff },
  '/v1/line-items/{lineItemId}/results/{userId}/history': { reader: staff },
  '/v1/courses/{courseId}/gradebook': { reader: staff, other: 'learners=all' },
  '/v1/courses/{courseId}/progress': { reader: staff, other: 'sort=percentage' },
  '/v1/me/progress': { reader: (world) => world.actors.learner },
};

describe('a cursor', () => {
  let app: TestApp;
  let world: World;
  let elsewhere: World;
  beforeAll(async () => {
    app = await TestApp.start();
    [elsewhere, world] = [await createWorld(app), await createWorld(app)];
    await fill();
  });
  afterAll(() => app.stop());

  /** Makes every list two rows long at least. */
  async function fill(): Promise<void> {
    const { instructor, learner, classmate, administrator } = world.actors;
    const { lineItemId, activityId, operationId } = world.ids;
    for (const score of ['1', '2'])
      expectStatus(
        await instructor.put(`/v1/line-items/${lineItemId}/results/${learner.id}`, { score }),
        200,
      );
    expectStatus(await classmate.post(`/v1/quizzes/${activityId}/attempts`), 201);
    const other = { userId: learner.id, role: 'learner' };
    const { courseId } = elsewhere.ids;
    expectStatus(await elsewhere.actors.instructor.post(`/v1/courses/${courseId}/enrollments`, other), 201);
    const now = app.clock.now();
    for (const seq of [1, 2]) {
      await app.database.run(
        `INSERT INTO sessions (id, user_id, created_at, last_used_at, expires_at) VALUES (?, ?, ?, ?, ?)`,
        [toBinary(newId()), toBinary(administrator.id), now, now, new Date('2100-01-01T00:00:00Z')],
      );
      await app.database.run(
        `INSERT INTO operation_issues (operation_id, seq, severity, code, message) VALUES (?, ?, 'warning', 'x', 'x')`,
        [toBinary(operationId ?? ''), seq],
      );
    }
  }

  const read = (path: string, more: string[], reader?: Caller): Promise<Answer> => {
    const { reader: usual, query } = LISTS[path] as List;
    const parameters = ['limit=1', ...(query === undefined ? [] : [query]), ...more].join('&');
    return (reader ?? usual(world)).get(`${urlOf(path, world.ids)}?${parameters}`);
  };
  const cursorOf = async (path: string): Promise<string> =>
    expectStatus(await read(path, []), 200).page.next as string;

  it('every list of the API is tried here', () => {
    const lists = Object.entries(buildOpenApi(app.nest).paths).flatMap(([path, item]) => {
      const parameters = (item as { get?: { parameters?: { name: string }[] } }).get?.parameters ?? [];
      return parameters.some(({ name }) => name === 'cursor') ? [path] : [];
    });
    expect(Object.keys(LISTS).sort()).toEqual(lists.sort());
  });

  describe.each(Object.keys(LISTS))('of %s', (path) => {
    const refused = { status: 400, body: { code: 'request.invalid_cursor', errors: [{ field: 'cursor' }] } };

    it('a cursor leads to the next page, of whatever length, and nobody can read anything in it', async () => {
      const first = expectStatus(await read(path, []), 200);
      const cursor = first.page.next as string;
      expect(cursor).toMatch(/^[\w-]{38,}$/);
      for (const text of [cursor, Buffer.from(cursor, 'base64url').toString('latin1')])
        expect(text).not.toMatch(/person|foundations|learner|0{4}-|\["/i);
      const next = expectStatus(await read(path, [`cursor=${cursor}`]), 200);
      expect(next.data).not.toEqual(first.data);
      const { reader, query = '' } = LISTS[path] as List;
      const longer = await reader(world).get(
        `${urlOf(path, world.ids)}?cursor=${cursor}&${query}&limit=50`.replace('&&', '&'),
      );
      expect(longer.body.data[0]).toEqual(next.data[0]);
    });

    it('a cursor is refused in any other list', async () => {
      const cursor = await cursorOf(path);
      const another = path === '/v1/users' ? '/v1/courses' : '/v1/users';
      expect(await world.actors.administrator.get(`${another}?limit=1&cursor=${cursor}`)).toMatchObject(
        refused,
      );
      expect(await read(path, [`cursor=${await cursorOf(another)}`])).toMatchObject(refused);
      if (path.includes('{') && urlOf(path, elsewhere.ids) !== urlOf(path, world.ids))
        expect(
          await elsewhere.actors.administrator.get(`${urlOf(path, elsewhere.ids)}?limit=1&cursor=${cursor}`),
        ).toMatchObject(refused);
    });

    it('a cursor is refused with other filters or in another order', async () => {
      const { other } = LISTS[path] as List;
      if (other === undefined) return;
      expect(await read(path, [other, `cursor=${await cursorOf(path)}`])).toMatchObject(
        path === '/v1/people' ? { status: 400 } : refused,
      );
    });

    it('a cursor is refused from another person, who may read the same list', async () => {
      const cursor = await cursorOf(path);
      const { reader } = LISTS[path] as List;
      const other =
        reader(world) === world.actors.administrator
          ? elsewhere.actors.administrator
          : world.actors.administrator;
      expect(await read(path, [`cursor=${cursor}`], other)).toMatchObject(refused);
    });

    it('a cursor that was forged or changed is refused', async () => {
      const cursor = await cursorOf(path);
      const plain = JSON.stringify(['Person', 'Pat', newId()]);
      for (const forged of [
        plain,
        Buffer.from(plain).toString('base64url'),
        `${cursor.slice(0, -1)}${cursor.endsWith('A') ? 'B' : 'A'}`,
        cursor.slice(1),
        `${cursor}=`,
        'x'.repeat(5000),
      ])
        expect(await read(path, [`cursor=${encodeURIComponent(forged)}`])).toMatchObject(refused);
      for (const none of ['cursor=', `cursor=${cursor}&cursor=${cursor}`])
        expect((await read(path, [none])).status).toBe(422);
    });
  });
});
