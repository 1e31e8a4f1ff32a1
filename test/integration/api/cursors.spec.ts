import { newId } from '../../../src/shared/database/ids';
import { expectStatus } from '../../support/course-room';
import { type Answer, type Caller, TestApp } from '../../support/test-app';
import { fillLists, type List, LISTS, pathsOfLists } from './lists';
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

describe('a cursor', () => {
  let app: TestApp;
  let world: World;
  let elsewhere: World;
  beforeAll(async () => {
    app = await TestApp.start();
    [elsewhere, world] = [await createWorld(app), await createWorld(app)];
    await fillLists(app, world, elsewhere);
  });
  afterAll(() => app.stop());

  const read = (path: string, more: string[], reader?: Caller): Promise<Answer> => {
    const { reader: usual, query } = LISTS[path] as List;
    const parameters = ['limit=1', ...(query === undefined ? [] : [query]), ...more].join('&');
    return (reader ?? usual(world)).get(`${urlOf(path, world.ids)}?${parameters}`);
  };
  const cursorOf = async (path: string): Promise<string> =>
    expectStatus(await read(path, []), 200).page.next as string;

  it('every list of the API is tried here', () => {
    expect(Object.keys(LISTS).sort()).toEqual(pathsOfLists(app).sort());
  });

  describe.each(Object.keys(LISTS))('of %s', (path) => {
    const refused = { status: 400, body: { code: 'request.invalid_cursor', errors: [{ field: 'cursor' }] } };

    it('a cursor leads to the next page, of whatever length, and nobody can read anything in it', async () => {
      const first = expectStatus(await read(path, []), 200);
      const cursor = first.page.next as string;
      expect(cursor).toMatch(/^[\w-]{38,}$/);
      // Long enough that random bytes do not look like it by chance.
      for (const text of [cursor, Buffer.from(cursor, 'base64url').toString('latin1')])
        expect(text).not.toMatch(/person|foundations|learner|0{4}-|\["[\w-]{3}/i);
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
      // What needs no token is one list for everybody.
      expect(await read(path, [`cursor=${cursor}`], other)).toMatchObject(
        path === '/v1/catalog' ? { status: 200 } : refused,
      );
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
