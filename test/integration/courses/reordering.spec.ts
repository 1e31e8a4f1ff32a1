import { newId } from '../../../src/shared/database/ids';
import { CourseRoom, expectStatus } from '../../support/course-room';
import { sqlOf } from '../../support/query-counter';
import { type Caller, TestApp } from '../../support/test-app';
import { negativeControl } from '../../support/negative-control';
import { fillOutline, type Order, readOutline, reorderOutline } from '../../support/sample-outline';
import { withoutTransactions } from '../../support/statements';

negativeControl('the lock of the course on its order', ['leaves one complete order when'], () => {
  withoutTransactions(/UPDATE sections/, true);
});

describe('the outline of a course', () => {
  let app: TestApp;
  let administrator: Caller;
  let room: CourseRoom;
  beforeAll(async () => {
    app = await TestApp.start();
    administrator = await app.person('administrator');
  });
  beforeEach(async () => {
    room = await CourseRoom.open(app);
  });
  afterAll(() => app.stop());

  describe('when it is put into another order', () => {
    it('moves sections and activities, across sections too', async () => {
      const { A, B, C, a1, a2, a3, b1, b2 } = await fillOutline(room);
      const { status, body } = await reorderOutline(room, room.instructor, {
        sections: [
          { id: C, activities: [b1] },
          { id: A.toUpperCase(), activities: [a3, b2.toUpperCase(), a1] },
          { id: B, activities: [a2] },
        ],
      });
      expect(status).toBe(200);
      expect(body).toEqual({ courseId: room.courseId, version: 10 });
      expect(await room.titles()).toEqual([
        ['C', ['b1']],
        ['A', ['a3', 'b2', 'a1']],
        ['B', ['a2']],
      ]);
      expect((await room.instructor.get(`/v1/activities/${b1}`)).body).toMatchObject({
        sectionId: C,
        version: 2,
      });
      expect((await room.instructor.get(`/v1/activities/${a3}`)).body).toMatchObject({
        sectionId: A,
        version: 1,
      });
      await room.activity(A, 'second', { position: 2 });
      expect((await room.titles())[1]).toEqual(['A', ['a3', 'second', 'b2', 'a1']]);
    });

    it('is not changed by an incomplete order, whose every fault is named', async () => {
      const { A, B, C, a1, a2, a3, b1, b2 } = await fillOutline(room);
      const stranger = await CourseRoom.open(app);
      const foreignSection = await stranger.section();
      const foreign = await stranger.activity(foreignSection);
      const orders: [string, Order][] = [
        ['complete', { sections: [] }],
        [
          'complete',
          {
            sections: [
              { id: A, activities: [a1, a2, a3] },
              { id: B, activities: [b1, b2] },
            ],
          },
        ],
        [
          'complete',
          {
            sections: [
              { id: A, activities: [a1, a2] },
              { id: B, activities: [b1, b2] },
              { id: C, activities: [] },
            ],
          },
        ],
        [
          'unique',
          {
            sections: [
              { id: A, activities: [a1, a2, a3] },
              { id: B, activities: [b1, b2, a1] },
              { id: C, activities: [] },
            ],
          },
        ],
        [
          'unique',
          {
            sections: [
              { id: A, activities: [a1, a2, a3] },
              { id: B, activities: [b1, b2] },
              { id: C, activities: [] },
              { id: C, activities: [] },
            ],
          },
        ],
        [
          'exists',
          {
            sections: [
              { id: A, activities: [a1, a2, a3, foreign] },
              { id: B, activities: [b1, b2] },
              { id: C, activities: [] },
            ],
          },
        ],
        [
          'exists',
          {
            sections: [
              { id: A, activities: [a1, a2, a3] },
              { id: B, activities: [b1, b2] },
              { id: C, activities: [] },
              { id: foreignSection, activities: [] },
            ],
          },
        ],
      ];
      for (const [rule, order] of orders) {
        const { status, body } = await reorderOutline(room, room.instructor, order);
        expect([status, body.code]).toEqual([422, 'courses.order_mismatch']);
        expect(body.errors.map((error: { rule: string }) => error.rule)).toContain(rule);
      }
      expect(await room.titles()).toEqual([
        ['A', ['a1', 'a2', 'a3']],
        ['B', ['b1', 'b2']],
        ['C', []],
      ]);
      expect(await stranger.titles()).toEqual([['A section', ['A page']]]);
      expect((await readOutline(room, room.instructor)).body.version).toBe(9);
    });

    it.each([
      [{}],
      [{ sections: null }],
      [{ sections: {} }],
      [{ sections: ['x'] }],
      [{ sections: [null] }],
      [{ sections: [{ id: 'x', activities: [] }] }],
      [{ sections: [{ id: newId() }] }],
      [{ sections: [{ id: newId(), activities: [1] }] }],
      [{ sections: [{ id: newId(), activities: [], title: 'x' }] }],
      [{ sections: [], version: 1 }],
    ])('is not changed by the body %j', async (body) => {
      expect(await room.instructor.put(`${room.url}/outline/order`, body)).toMatchObject({
        status: 422,
        body: { code: 'request.invalid' },
      });
    });

    it('is not reordered with the ETag of an older copy', async () => {
      const { A, B, C, a1, a2, a3, b1, b2 } = await fillOutline(room);
      const order = {
        sections: [
          { id: B, activities: [b1, b2] },
          { id: A, activities: [a1, a2, a3] },
          { id: C, activities: [] },
        ],
      };
      const { headers } = await readOutline(room, room.instructor);
      await room.instructor.patch(`/v1/sections/${A}`, { title: 'AA' });
      const old = { 'if-match': String(headers['etag']) };
      expect(await reorderOutline(room, room.instructor, order, old)).toMatchObject({
        status: 412,
        body: { code: 'request.stale' },
      });
      const fresh = await readOutline(room, room.instructor);
      const moved = await reorderOutline(room, room.instructor, order, {
        'if-match': String(fresh.headers['etag']),
      });
      expect(moved.status).toBe(200);
      const known = { 'if-none-match': String(moved.headers['etag']) };
      expect((await readOutline(room, room.instructor, known)).status).toBe(304);
    });

    it('leaves one complete order when several are put, and activities come and go, at the same time', async () => {
      const { A, B, C, a1, a2, a3, b1, b2 } = await fillOutline(room);
      const first = {
        sections: [
          { id: C, activities: [a1, b1] },
          { id: A, activities: [a2, b2] },
          { id: B, activities: [a3] },
        ],
      };
      const second = {
        sections: [
          { id: B, activities: [b2, b1, a3] },
          { id: C, activities: [] },
          { id: A, activities: [a2, a1] },
        ],
      };
      const answers = await Promise.all([
        reorderOutline(room, room.instructor, first),
        reorderOutline(room, administrator, second),
        reorderOutline(room, room.instructor, first),
        reorderOutline(room, administrator, second),
      ]);
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
      const whole = [
        [
          ['C', ['a1', 'b1']],
          ['A', ['a2', 'b2']],
          ['B', ['a3']],
        ],
        [
          ['B', ['b2', 'b1', 'a3']],
          ['C', []],
          ['A', ['a2', 'a1']],
        ],
      ];
      expect(whole).toContainEqual(await room.titles());
      const [ordered, added] = await Promise.all([
        reorderOutline(room, room.instructor, first),
        room.instructor.post(`/v1/sections/${C}/activities`, { type: 'page', title: 'new' }),
      ]);
      expect(added.status).toBe(201);
      expect([200, 422]).toContain(ordered.status);
      const titles = (await room.titles()).flatMap(([, activities]) => activities);
      expect(titles.toSorted()).toEqual(['a1', 'a2', 'a3', 'b1', 'b2', 'new']);
    });

    it('is reordered with as many statements, however much there is to order', async () => {
      const cost = async (): Promise<number> => {
        const { sections } = (await readOutline(room, room.instructor)).body as {
          sections: { id: string; activities: { id: string }[] }[];
        };
        const order = sections.map(({ id, activities }) => ({
          id,
          activities: activities.map((each) => each.id),
        }));
        const statements = await sqlOf(async () =>
          expectStatus(await reorderOutline(room, room.instructor, { sections: order.reverse() }), 200),
        );
        return statements.length;
      };
      await room.activity(await room.section());
      await room.activity(await room.section());
      const few = await cost();
      expect(few).toBeLessThanOrEqual(18);
      for (let count = 0; count < 19; count += 1) {
        const section = await room.section(`Section ${count}`);
        await room.activity(section, 'x');
        await room.activity(section, 'y');
      }
      expect(await cost()).toBe(few);
    });
  });
});
