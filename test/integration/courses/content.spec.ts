import { newId, toBinary } from '../../../src/shared/database/ids';
import { CourseRoom, expectStatus } from '../../support/course-room';
import { sqlOf } from '../../support/query-counter';
import { type Caller, TestApp } from '../../support/test-app';
import { negativeControl } from '../../support/negative-control';
import { withoutTransactions } from '../../support/statements';

negativeControl(
  'the lock of the course on its content',
  ['keeps the places of sections without gaps when several', 'lets one of two simultaneous changes'],
  () => {
    withoutTransactions(/UPDATE `courses` SET `content_version`/);
  },
);

const VIDEO = { type: 'video', title: 'A film', videoUrl: 'https://videos.example/mean' };

describe('the content of a course', () => {
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

  /** As they are stored, of all sections or activities of the course. */
  async function positions(table: 'sections' | 'activities'): Promise<number[]> {
    const rows = await app.database.rows<{ position: number }>(
      `SELECT position FROM ${table} WHERE course_id = ? ORDER BY position`,
      [toBinary(room.courseId)],
    );
    return rows.map(({ position }) => position);
  }

  describe('its sections', () => {
    it('adds a section at the end, or where the author wants it', async () => {
      const { courseId, instructor, url } = room;
      const { status, body } = await instructor.post(`${url}/sections`, {
        title: ' B ',
        summary: 'Second letter',
      });
      expect(status).toBe(201);
      expect(body).toEqual({
        id: body.id,
        courseId,
        title: 'B',
        summary: 'Second letter',
        ...{ parentId: null, releaseRule: null, sequential: false, archivedAt: null },
        version: 1,
        createdAt: app.clock.now().toISOString(),
        updatedAt: app.clock.now().toISOString(),
      });
      await room.section('D');
      await room.section('A', { position: 1 });
      await room.section('C', { position: 3 });
      await room.section('E', { position: 1000 });
      expect((await room.titles()).map(([title]) => title)).toEqual(['A', 'B', 'C', 'D', 'E']);
    });

    it('keeps the places of sections without gaps when several are added and removed at once', async () => {
      const first = await room.section('first');
      const answers = await Promise.all([
        ...['a', 'b', 'c', 'd'].map((title) =>
          room.instructor.post(`${room.url}/sections`, { title, position: 1 }),
        ),
        room.instructor.delete(`/v1/sections/${first}`),
      ]);
      expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 204]);
      expect(await positions('sections')).toEqual([1, 2, 3, 4]);
    });

    it('changes a section field by field, and not with the ETag of an older copy', async () => {
      const id = await room.section('Before', { summary: 'Stays' });
      const changed = await room.instructor.patch(
        `/v1/sections/${id}`,
        { title: 'After' },
        { 'if-match': '"v1"' },
      );
      expect(changed).toMatchObject({ status: 200, body: { title: 'After', summary: 'Stays', version: 2 } });
      expect(
        await room.instructor.patch(`/v1/sections/${id}`, { title: 'x' }, { 'if-match': '"v1"' }),
      ).toMatchObject({
        status: 412,
        body: { code: 'request.stale' },
      });
      const { etag } = changed.headers;
      expectStatus(
        await room.instructor.patch(`/v1/sections/${id}`, { summary: '' }, { 'if-match': String(etag) }),
        200,
      );
    });

    it('deletes a section only when it is empty, and closes the gap', async () => {
      await room.section('A');
      const middle = await room.section('B');
      await room.section('C');
      const activity = await room.activity(middle);
      expect(await room.instructor.delete(`/v1/sections/${middle}`)).toMatchObject({
        status: 409,
        body: { code: 'courses.section_not_empty' },
      });
      expectStatus(await room.instructor.delete(`/v1/activities/${activity}`), 204);
      expect((await room.instructor.delete(`/v1/sections/${middle}`, { 'if-match': '"v7"' })).status).toBe(
        412,
      );
      expectStatus(await room.instructor.delete(`/v1/sections/${middle}`), 204);
      expect((await room.instructor.delete(`/v1/sections/${middle}`)).status).toBe(404);
      expect(await positions('sections')).toEqual([1, 2]);
      await room.section('between', { position: 2 });
      expect((await room.titles()).map(([title]) => title)).toEqual(['A', 'between', 'C']);
    });

    it.each([
      [{ title: '' }],
      [{ title: 'x'.repeat(201) }],
      [{ title: 'x', position: 0 }],
      [{ title: 'x', position: 1.5 }],
      [{ title: 'x', position: '1' }],
      [{ title: 'x', position: null }],
      [{ title: 'x', summary: null }],
      [{ title: 'x', courseId: newId() }],
      [{ title: 'x', version: 9 }],
    ])('refuses the new section %j', async (dto) => {
      expect((await room.instructor.post(`${room.url}/sections`, dto)).status).toBe(422);
    });

    it('refuses a section beyond the hundredth', async () => {
      for (let count = 0; count < 100; count += 1) await room.section(`Section ${count}`);
      expect(await room.instructor.post(`${room.url}/sections`, { title: 'x' })).toMatchObject({
        status: 409,
        body: { code: 'courses.outline_full' },
      });
    });
  });

  describe('its activities', () => {
    let section: string;
    beforeEach(async () => {
      section = await room.section();
    });
    const add = (dto: object): ReturnType<Caller['post']> =>
      room.instructor.post(`/v1/sections/${section}/activities`, dto);

    it('renders the Markdown of a page when it is written', async () => {
      const { status, body } = await add({ type: 'page', title: 'Mean', content: 'The **mean**.' });
      expect(status).toBe(201);
      expect(body).toEqual({
        id: body.id,
        courseId: room.courseId,
        sectionId: section,
        type: 'page',
        title: 'Mean',
        format: 'markdown',
        content: 'The **mean**.',
        archivedAt: null,
        contentHtml: '<p>The <strong>mean</strong>.</p>\n',
        videoUrl: null,
        ...{ media: [], warnings: [], releaseRule: null, completionRule: null },
        ...{ isRequired: true, expectedBy: null },
        version: 1,
        createdAt: app.clock.now().toISOString(),
        updatedAt: app.clock.now().toISOString(),
      });
      expect((await room.instructor.get(`/v1/activities/${body.id}`)).body).toEqual(body);
    });

    it('takes videos with a description, and quizzes with instructions', async () => {
      const video = expectStatus(await add({ ...VIDEO, content: 'Watch *twice*.' }), 201);
      expect(video).toMatchObject({
        videoUrl: VIDEO.videoUrl,
        contentHtml: '<p>Watch <em>twice</em>.</p>\n',
      });
      const quiz = expectStatus(await add({ type: 'quiz', title: 'Check', content: null }), 201);
      expect(quiz).toMatchObject({ type: 'quiz', content: null, contentHtml: null, videoUrl: null });
    });

    it('adds an activity at the end of its section, or where the author wants it', async () => {
      await room.activity(section, 'B');
      await room.activity(section, 'D', { position: 9 });
      await room.activity(section, 'A', { position: 1 });
      await room.activity(section, 'C', { position: 3 });
      expect(await room.titles()).toEqual([['A section', ['A', 'B', 'C', 'D']]]);
    });

    it.each([
      ['type', { type: 'game', title: 'x' }],
      ['type', { title: 'x' }],
      ['title', { type: 'page', title: '  ' }],
      ['content', { type: 'page', title: 'x', content: 'x'.repeat(100_001) }],
      ['content', { type: 'page', title: 'x', content: { html: '<p>' } }],
      ['contentHtml', { type: 'page', title: 'x', contentHtml: '<script>alert(1)</script>' }],
      ['sectionId', { type: 'page', title: 'x', sectionId: newId() }],
      ['videoUrl', { type: 'video', title: 'x' }],
      ['videoUrl', { type: 'page', title: 'x', videoUrl: VIDEO.videoUrl }],
      ['videoUrl', { ...VIDEO, videoUrl: 'http://videos.example/mean' }],
      ['videoUrl', { ...VIDEO, videoUrl: 'javascript:alert(1)' }],
      ['videoUrl', { ...VIDEO, videoUrl: 'https://user:secret@videos.example/' }],
      ['videoUrl', { ...VIDEO, videoUrl: '//videos.example/mean' }],
      ['videoUrl', { ...VIDEO, videoUrl: 'https://videos.example/"><script>' }],
      ['videoUrl', { ...VIDEO, videoUrl: `https://videos.example/${'x'.repeat(2000)}` }],
      ['videoUrl', { ...VIDEO, videoUrl: null }],
    ])('names the faulty field %s of the new activity %j', async (field, dto) => {
      const { status, body } = await add(dto);
      expect(status).toBe(422);
      expect(body.errors.map((error: { field: string }) => error.field)).toContain(field);
    });

    it('keeps a video’s address free of quotes that could end an attribute', async () => {
      const { videoUrl } = expectStatus(
        await add({ ...VIDEO, videoUrl: `https://videos.example/a"onload="x?q="y"` }),
        201,
      );
      expect(videoUrl).toBe('https://videos.example/a%22onload=%22x?q=%22y%22');
    });

    it('changes an activity field by field, and keeps its type', async () => {
      const id = await room.activity(section, 'Before', { content: 'Old' });
      const url = `/v1/activities/${id}`;
      expect((await room.instructor.patch(url, { title: 'After' })).body).toMatchObject({
        title: 'After',
        content: 'Old',
        contentHtml: '<p>Old</p>\n',
        version: 2,
      });
      expect((await room.instructor.patch(url, { content: 'New' })).body).toMatchObject({
        title: 'After',
        contentHtml: '<p>New</p>\n',
      });
      expect((await room.instructor.patch(url, { content: null })).body).toMatchObject({
        content: null,
        contentHtml: null,
        version: 4,
      });
      expect((await room.instructor.patch(url, { type: 'quiz' })).status).toBe(422);
      expect((await room.instructor.patch(url, { videoUrl: VIDEO.videoUrl })).body.errors).toMatchObject([
        { field: 'videoUrl', rule: 'unknownField' },
      ]);
      expect((await room.instructor.patch(url, { title: null })).status).toBe(422);
      expect((await room.instructor.get(url)).body.version).toBe(4);
    });

    it('neither changes nor deletes an activity with the ETag of an older copy', async () => {
      const url = `/v1/activities/${await room.activity(section)}`;
      const { headers } = await room.instructor.get(url);
      const old = { 'if-match': String(headers['etag']) };
      expectStatus(await room.instructor.patch(url, { title: 'First' }, old), 200);
      expect((await room.instructor.patch(url, { title: 'Second' }, old)).status).toBe(412);
      expect((await room.instructor.delete(url, old)).status).toBe(412);
      expect((await room.instructor.get(url)).body.title).toBe('First');
    });

    it('lets one of two simultaneous changes of the same copy through', async () => {
      const url = `/v1/activities/${await room.activity(section)}`;
      const answers = await Promise.all(
        ['One', 'Two'].map((title) => room.instructor.patch(url, { title }, { 'if-match': '"v1"' })),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    });

    it('deletes an activity, and closes the gap', async () => {
      await room.activity(section, 'A');
      const url = `/v1/activities/${await room.activity(section, 'B')}`;
      await room.activity(section, 'C');
      expectStatus(await room.instructor.delete(url), 204);
      expect((await room.instructor.get(url)).status).toBe(404);
      expect(await positions('activities')).toEqual([1, 2]);
      await room.activity(section, 'between', { position: 2 });
      expect(await room.titles()).toEqual([['A section', ['A', 'between', 'C']]]);
    });

    it('answers 404 when an activity is added to a deleted section', async () => {
      await room.instructor.delete(`/v1/sections/${section}`);
      expect(await add({ type: 'page', title: 'x' })).toMatchObject({
        status: 404,
        body: { code: 'courses.section_not_found' },
      });
    });

    it('shows nobody HTML that an author wrote into the Markdown', async () => {
      const attack = [
        '<script>alert(1)</script>',
        '<img src=x onerror=alert(1)>',
        '[click](javascript:alert(1))',
        '![x](https://e.example/a.png"onerror="alert(1))',
        '<iframe src="https://evil.example"></iframe>',
      ].join('\n\n');
      const id = await room.activity(section, '<b>Title</b>', { content: attack });
      const learner = await room.member();
      const read = await learner.get(`/v1/activities/${id}`);
      const listed = await learner.get(`${room.url}/activities`);
      for (const html of [read.body.contentHtml, listed.body.data[0].contentHtml] as string[]) {
        expect(html).toContain('&lt;script&gt;');
        expect(html).not.toMatch(/<(script|iframe|svg|b)\b/i);
        expect(html).not.toMatch(/href="javascript/i);
        expect(html).not.toMatch(/<[^>]*\son\w+=/i);
      }
      const changed = await room.instructor.patch(`/v1/activities/${id}`, {
        content: '<script>alert(2)</script>',
      });
      expect(changed.body.contentHtml).not.toContain('<script');
    });

    it('shows the content of an activity to members, and its Markdown to staff', async () => {
      const url = `/v1/activities/${await room.activity(section)}`;
      const read = async (person: Caller): Promise<[number, string?]> => {
        const { status, body } = await person.get(url);
        return status === 200
          ? [
              status,
              Object.keys(body)
                .filter((key) => key.startsWith('content'))
                .join(),
            ]
          : [status, body.code];
      };
      expect(await read(room.instructor)).toEqual([200, 'contentHtml,content']);
      expect(await read(await room.member('assistant'))).toEqual([200, 'contentHtml,content']);
      expect(await read(administrator)).toEqual([200, 'contentHtml,content']);
      expect(await read(await room.member('learner'))).toEqual([200, 'contentHtml']);
      expect(await read(await room.formerLearner())).toEqual([403, 'courses.not_enrolled']);
      expect(await read(await app.person('instructor'))).toEqual([403, 'courses.not_enrolled']);
      expect((await app.anyone.get(url)).status).toBe(401);
    });

    it('hides the activities of a draft from all but its staff', async () => {
      const draft = await CourseRoom.open(app, { published: false });
      const draftSection = await draft.section();
      const url = `/v1/activities/${await draft.activity(draftSection)}`;
      expect((await (await draft.member('assistant')).get(url)).status).toBe(200);
      const outsiders = [await draft.member('learner'), await app.person('instructor')];
      for (const person of outsiders) {
        expect(await person.get(url)).toMatchObject({
          status: 404,
          body: { code: 'courses.activity_not_found' },
        });
        expect((await person.patch(url, { title: 'x' })).status).toBe(404);
        expect(
          (await person.post(`/v1/sections/${draftSection}/activities`, { type: 'page', title: 'x' })).status,
        ).toBe(404);
      }
    });

    it('lets only instructors and administrators change activities and sections', async () => {
      const activity = await room.activity(section);
      const people = [
        await room.member('assistant'),
        await room.member('learner'),
        (await CourseRoom.open(app)).instructor,
        await app.person(),
      ];
      for (const person of people) {
        const answers = await Promise.all([
          person.post(`${room.url}/sections`, { title: 'x' }),
          person.patch(`/v1/sections/${section}`, { title: 'x' }),
          person.delete(`/v1/sections/${section}`),
          person.post(`/v1/sections/${section}/activities`, { type: 'page', title: 'x' }),
          person.patch(`/v1/activities/${activity}`, { title: 'x' }),
          person.delete(`/v1/activities/${activity}`),
          person.put(`${room.url}/outline/order`, { sections: [{ id: section, activities: [activity] }] }),
        ]);
        expect(answers.map(({ status, body }) => [status, body.code])).toEqual(
          answers.map(() => [403, 'courses.instructors_only']),
        );
      }
      expectStatus(await administrator.patch(`/v1/activities/${activity}`, { title: 'x' }), 200);
      expect(await room.titles()).toEqual([['A section', ['x']]]);
    });

    it('adds and removes an activity with as many statements in a full section as in an empty one', async () => {
      const add = (): Promise<string[]> => sqlOf(() => room.activity(section, 'x', { position: 1 }));
      const remove = async (): Promise<string[]> => {
        const id = await room.activity(section, 'x', { position: 1 });
        return sqlOf(async () => expectStatus(await room.instructor.delete(`/v1/activities/${id}`), 204));
      };
      await room.activity(section);
      const [added, removed] = [await add(), await remove()];
      // The caller with their standing, BEGIN, lock, how it publishes, section, count, shift, insert; then a version: drafts,
      // its row, bodies, files, what was published, what is, the course; COMMIT.
      expect(added).toHaveLength(16);
      for (let count = 0; count < 40; count += 1) await room.activity(section, `Page ${count}`);
      expect(await add()).toHaveLength(added.length);
      expect(await remove()).toHaveLength(removed.length);
    });
  });
});
