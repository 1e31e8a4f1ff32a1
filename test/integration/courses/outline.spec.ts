import { CoursesFacade } from '../../../src/modules/courses';
import { newId } from '../../../src/shared/database/ids';
import { CourseRoom, expectStatus } from '../../support/course-room';
import { sqlOf } from '../../support/query-counter';
import { type Answer, type Caller, TestApp } from '../../support/test-app';
import { negativeControl } from '../../support/negative-control';
import { withoutTransactions } from '../../support/statements';

negativeControl('the lock of the course on its order', ['leaves one whole order when'], () => {
  withoutTransactions(/UPDATE sections/, true);
});

interface Order {
  sections: { id: string; activities: string[] }[];
}

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

  /** Sections A, B and an empty C; activities a1 a2 a3 and b1 b2. */
  async function fill(): Promise<Record<'A' | 'B' | 'C' | 'a1' | 'a2' | 'a3' | 'b1' | 'b2', string>> {
    const [A, B, C] = [await room.section('A'), await room.section('B'), await room.section('C')];
    const a1 = await room.activity(A, 'a1');
    const a2 = await room.activity(A, 'a2', { type: 'video', videoUrl: 'https://videos.example/a2' });
    const a3 = await room.activity(A, 'a3');
    const b1 = await room.activity(B, 'b1', { type: 'quiz' });
    const b2 = await room.activity(B, 'b2');
    return { A, B, C, a1, a2, a3, b1, b2 };
  }

  const read = (person: Caller, headers = {}): Promise<Answer> => person.get(`${room.url}/outline`, headers);
  const reorder = (person: Caller, order: Order, headers = {}): Promise<Answer> =>
    person.put(`${room.url}/outline/order`, order, headers);

  describe('reading it', () => {
    it('gives staff content and Markdown, members content, visitors titles', async () => {
      const { A, B, C, a1, a2, a3, b1, b2 } = await fill();
      const staff = expectStatus(await read(room.instructor), 200);
      expect(staff).toMatchObject({ courseId: room.courseId, version: 9 });
      expect(staff.sections.map(({ id }: { id: string }) => id)).toEqual([A, B, C]);
      expect(
        staff.sections.map(({ activities }: { activities: { id: string }[] }) =>
          activities.map(({ id }) => id),
        ),
      ).toEqual([[a1, a2, a3], [b1, b2], []]);
      const full = {
        id: a2,
        type: 'video',
        title: 'a2',
        version: 1,
        contentHtml: '<p>About <em>a2</em>.</p>\n',
        videoUrl: 'https://videos.example/a2',
        content: 'About *a2*.',
      };
      const { content: _markdown, ...forMembers } = full;
      const { contentHtml: _html, videoUrl: _url, ...forVisitors } = forMembers;
      const seen = async (person: Caller): Promise<unknown> =>
        expectStatus(await read(person), 200).sections[0].activities[1];
      expect(await seen(room.instructor)).toEqual(full);
      expect(await seen(await room.member('assistant'))).toEqual(full);
      expect(await seen(administrator)).toEqual(full);
      expect(await seen(await room.member('learner'))).toEqual(forMembers);
      expect(await seen(await room.formerLearner())).toEqual(forVisitors);
      expect(await seen(await room.member('learner', { beginDate: '2026-03-03' }))).toEqual(forVisitors);
      expect(await seen(await app.person('instructor'))).toEqual(forVisitors);
      expect((await read(app.anyone)).status).toBe(401);
    });

    it('gives an empty course an empty outline', async () => {
      expect((await read(room.instructor)).body).toEqual({
        courseId: room.courseId,
        version: 1,
        sections: [],
      });
    });

    it('takes the content from a learner in the moment they are withdrawn', async () => {
      await fill();
      const learner = await app.person();
      const enrollment = await room.enroll(learner);
      const before = await read(learner);
      expect(before.text).toContain('About');
      expectStatus(await room.instructor.delete(`/v1/enrollments/${enrollment}`), 204);
      const after = await read(learner, { 'if-none-match': before.headers['etag'] });
      expect(after.status).toBe(200);
      expect(after.text).not.toContain('About');
    });

    it('answers 304 while nothing has changed, and anew after every kind of change', async () => {
      const { A, B, C, a1, a2, a3, b1, b2 } = await fill();
      const learner = await room.member();
      let known: string | undefined;
      const isNew = async (): Promise<boolean> => {
        const { status, headers, text } = await read(
          learner,
          known === undefined ? {} : { 'if-none-match': known },
        );
        expect([200, 304]).toContain(status);
        expect(text === '').toBe(status === 304);
        known = String(headers['etag']);
        return status === 200;
      };
      const { instructor } = room;
      expect(await isNew()).toBe(true);
      expect(await isNew()).toBe(false);
      const changes: [string, () => Promise<unknown>][] = [
        ['a section', () => room.section('D')],
        ['its title', () => instructor.patch(`/v1/sections/${A}`, { title: 'AA' })],
        ['its end', () => instructor.delete(`/v1/sections/${C}`)],
        ['an activity', () => room.activity(A, 'a4')],
        ['its text', () => instructor.patch(`/v1/activities/${a1}`, { content: 'Changed.' })],
        ['its end', () => instructor.delete(`/v1/activities/${b2}`)],
      ];
      for (const [, change] of changes) {
        await change();
        expect(await isNew()).toBe(true);
        expect(await isNew()).toBe(false);
      }
      const { sections } = (await read(learner)).body as {
        sections: { id: string; activities: { id: string }[] }[];
      };
      const order = sections.map(({ id, activities }) => ({
        id,
        activities: activities.map((each) => each.id),
      }));
      expect(order.flatMap(({ activities }) => activities)).toEqual(expect.arrayContaining([a2, a3, b1]));
      expect(order.map(({ id }) => id)).toContain(B);
      expectStatus(await reorder(instructor, { sections: order.reverse() }), 200);
      expect(await isNew()).toBe(true);
    });

    it('does not take the copy of one role for that of another', async () => {
      await fill();
      const person = await app.person();
      const { headers } = await read(person);
      await room.enroll(person, 'learner');
      const asLearner = await read(person, { 'if-none-match': headers['etag'] });
      expect(asLearner.status).toBe(200);
      expect(asLearner.text).toContain('contentHtml');
    });

    it('costs two statements, and one where the copy is good, however much content there is', async () => {
      const { A } = await fill();
      const learner = await room.member();
      expect(await sqlOf(() => read(learner))).toHaveLength(2);
      const now = app.clock.now();
      await app.get(CoursesFacade).createActivities(
        Array.from({ length: 100 }, (_, index) => ({
          id: newId(),
          courseId: room.courseId,
          sectionId: A,
          type: 'page' as const,
          title: `Page ${index}`,
          position: index + 4,
          content: 'More.',
          createdAt: now,
        })),
      );
      let answer: Answer | undefined;
      const statements = await sqlOf(async () => (answer = await read(learner)));
      expect(statements).toHaveLength(2);
      expect(answer?.body.sections[0].activities).toHaveLength(103);
      const known = { 'if-none-match': answer?.headers['etag'] };
      expect(await sqlOf(async () => expect((await read(learner, known)).status).toBe(304))).toHaveLength(1);
      expect(await sqlOf(() => read(room.instructor))).toHaveLength(2);
    });
  });

  describe('putting it into another order', () => {
    it('moves sections and activities, across sections too', async () => {
      const { A, B, C, a1, a2, a3, b1, b2 } = await fill();
      const { status, body } = await reorder(room.instructor, {
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

    it('names every fault of an order that is no permutation, and moves nothing', async () => {
      const { A, B, C, a1, a2, a3, b1, b2 } = await fill();
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
        const { status, body } = await reorder(room.instructor, order);
        expect([status, body.code]).toEqual([422, 'courses.order_mismatch']);
        expect(body.errors.map((error: { rule: string }) => error.rule)).toContain(rule);
      }
      expect(await room.titles()).toEqual([
        ['A', ['a1', 'a2', 'a3']],
        ['B', ['b1', 'b2']],
        ['C', []],
      ]);
      expect(await stranger.titles()).toEqual([['A section', ['A page']]]);
      expect((await read(room.instructor)).body.version).toBe(9);
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
    ])('refuses the body %j', async (body) => {
      expect(await room.instructor.put(`${room.url}/outline/order`, body)).toMatchObject({
        status: 422,
        body: { code: 'request.invalid' },
      });
    });

    it('is refused as stale when the outline has changed since it was read', async () => {
      const { A, B, C, a1, a2, a3, b1, b2 } = await fill();
      const order = {
        sections: [
          { id: B, activities: [b1, b2] },
          { id: A, activities: [a1, a2, a3] },
          { id: C, activities: [] },
        ],
      };
      const { headers } = await read(room.instructor);
      await room.instructor.patch(`/v1/sections/${A}`, { title: 'AA' });
      const old = { 'if-match': String(headers['etag']) };
      expect(await reorder(room.instructor, order, old)).toMatchObject({
        status: 412,
        body: { code: 'request.stale' },
      });
      const fresh = await read(room.instructor);
      const moved = await reorder(room.instructor, order, { 'if-match': String(fresh.headers['etag']) });
      expect(moved.status).toBe(200);
      const known = { 'if-none-match': String(moved.headers['etag']) };
      expect((await read(room.instructor, known)).status).toBe(304);
    });

    it('leaves one whole order when several are put, and activities come and go, at the same time', async () => {
      const { A, B, C, a1, a2, a3, b1, b2 } = await fill();
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
        reorder(room.instructor, first),
        reorder(administrator, second),
        reorder(room.instructor, first),
        reorder(administrator, second),
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
        reorder(room.instructor, first),
        room.instructor.post(`/v1/sections/${C}/activities`, { type: 'page', title: 'new' }),
      ]);
      expect(added.status).toBe(201);
      expect([200, 422]).toContain(ordered.status);
      const titles = (await room.titles()).flatMap(([, activities]) => activities);
      expect(titles.toSorted()).toEqual(['a1', 'a2', 'a3', 'b1', 'b2', 'new']);
    });

    it('costs seven statements, however much there is to order', async () => {
      const cost = async (): Promise<number> => {
        const { sections } = (await read(room.instructor)).body as {
          sections: { id: string; activities: { id: string }[] }[];
        };
        const order = sections.map(({ id, activities }) => ({
          id,
          activities: activities.map((each) => each.id),
        }));
        const statements = await sqlOf(async () =>
          expectStatus(await reorder(room.instructor, { sections: order.reverse() }), 200),
        );
        return statements.length;
      };
      await room.activity(await room.section());
      expect(await cost()).toBe(7);
      for (let count = 0; count < 19; count += 1) {
        const section = await room.section(`Section ${count}`);
        await room.activity(section, 'x');
        await room.activity(section, 'y');
      }
      expect(await cost()).toBe(7);
    });
  });
});
