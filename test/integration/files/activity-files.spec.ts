import { randomBytes } from 'node:crypto';
import { newId } from '../../../src/shared/database/ids';
import { CourseRoom, expectStatus } from '../../support/course-room';
import { FilesRoom, type KnownFile, picture, textOf } from '../../support/files-room';
import { sqlOf } from '../../support/query-counter';
import type { Caller } from '../../support/test-app';

describe('the files of an activity', () => {
  let room: FilesRoom;
  let author: Caller;
  beforeAll(async () => {
    room = await FilesRoom.open({ FILES_PER_COURSE_MEGABYTES: '1' });
    author = await room.app.person('instructor');
  });
  afterAll(() => room.close());

  const codeOf = async (caller: Caller, file: KnownFile): Promise<unknown> => {
    const { status, body } = await caller.get(`/v1/files/${file.id}`);
    return status === 200 ? 200 : body.code;
  };

  it('are shown by a page to those who may read it', async () => {
    const file = await room.file(author);
    const { course, pageId } = await room.page([file], author);
    const learner = await course.learner();
    const page = expectStatus(await learner.get(`/v1/activities/${pageId}`), 200);
    expect(page.contentHtml).toBe(`<p><img src="${file.address}" alt="A picture" /></p>\n`);
    expect(page.media).toMatchObject([
      {
        ...{ id: file.id, address: file.address, mediaType: 'image/png' },
        width: 8,
        height: 8,
        variants: [],
      },
    ]);
    expect((await room.fetch(page.media[0].url)).status).toBe(200);
    expect((await room.fetch(file.address, learner)).status).toBe(200);
  });

  it('are for members of the course, and in a draft for its staff alone', async () => {
    const file = await room.file(author);
    const { course, pageId } = await room.page([file], author);
    const [learner, assistant] = [await course.learner(), await course.member('assistant')];
    const former = await course.formerLearner();
    const [stranger, administrator] = [
      await room.app.person('instructor'),
      await room.app.person('administrator'),
    ];
    const everybody = [learner, assistant, course.instructor, administrator, former, stranger];
    const answers = (): Promise<unknown[]> => Promise.all(everybody.map((person) => codeOf(person, file)));
    const hidden = 'files.not_found';
    expect(await answers()).toEqual([200, 200, 200, 200, hidden, hidden]);
    expect(await former.get(`/v1/activities/${pageId}`)).toMatchObject({ status: 403 });
    const draft = await CourseRoom.open(room.app, { published: false });
    const other = await room.file(draft.instructor);
    await draft.activity(await draft.section(), 'Draft', { content: textOf([other]) });
    expect(await codeOf(administrator, other)).toBe(200);
    expect(await codeOf(learner, other)).toBe(hidden);
  });

  it('cannot be taken from a course that the author may not read', async () => {
    const file = await room.file(author);
    await room.page([file], author);
    const thief = await CourseRoom.open(room.app);
    const [section, text] = [await thief.section(), textOf([file])];
    const added = await thief.instructor.post(`/v1/sections/${section}/activities`, {
      ...{ type: 'page', title: 'Mine', content: text },
    });
    expect(added).toMatchObject({
      status: 422,
      body: { code: 'files.not_usable', errors: [{ field: 'content' }] },
    });
    const page = await thief.activity(section);
    const changed = await thief.instructor.patch(`/v1/activities/${page}`, { content: text });
    expect(changed).toMatchObject({ status: 422, body: { code: 'files.not_usable' } });
    expect(await codeOf(thief.instructor, file)).toBe('files.not_found');
    expect(expectStatus(await thief.instructor.get(`/v1/activities/${page}`), 200).content).not.toContain(
      file.id,
    );
  });

  it('may be used again by whoever may read them, and stay for the second when the first lets go', async () => {
    const file = await room.file(author);
    const { course, pageId } = await room.page([file], author);
    const second = expectStatus(
      await course.instructor.post(`/v1/sections/${await course.section()}/activities`, {
        ...{ type: 'page', title: 'Again', content: textOf([file]) },
      }),
      201,
    );
    expectStatus(await author.delete(`/v1/activities/${pageId}`), 204);
    const learner = await course.learner();
    expect(await codeOf(learner, file)).toBe(200);
    expectStatus(await author.patch(`/v1/activities/${second.id}`, { content: 'No pictures' }), 200);
    expect(await codeOf(learner, file)).toBe('files.not_found');
  });

  it('are refused where there is no such file, and others are left alone', async () => {
    const { course, pageId } = await room.page([]);
    const missing = `/v1/files/${newId()}/content`;
    const answer = await course.instructor.patch(`/v1/activities/${pageId}`, { content: `[x](${missing})` });
    expect(answer).toMatchObject({ status: 422, body: { code: 'files.not_usable' } });
    const others = [
      '/v1/files/x/content',
      `/v1/files/${newId()}`,
      `https://elsewhere.example${missing}`,
      `\`${missing}\``,
    ];
    for (const other of others)
      expectStatus(
        await course.instructor.patch(`/v1/activities/${pageId}`, { content: `[x](${other})` }),
        200,
      );
    const many = Array.from({ length: 101 }, () => ({ address: `/v1/files/${newId()}/content` }));
    const tooMany = await course.instructor.patch(`/v1/activities/${pageId}`, { content: textOf(many) });
    expect(tooMany).toMatchObject({ status: 422, body: { code: 'courses.too_many_files' } });
  });

  it('are at most as large together as a course may hold, each counted once', async () => {
    const half = (): Promise<KnownFile> =>
      room.file(author, Buffer.concat([picture(), randomBytes(0.6 * 1024 * 1024)]));
    const [first, second] = [await half(), await half()];
    const { course, pageId } = await room.page([first], author);
    const section = await course.section();
    const add = (file: KnownFile): Promise<{ status: number; body: unknown }> =>
      author.post(`/v1/sections/${section}/activities`, {
        type: 'page',
        title: 'More',
        content: textOf([file]),
      });
    expect((await add(first)).status).toBe(201);
    expect(await add(second)).toMatchObject({ status: 413, body: { code: 'files.course_limit' } });
    const swapped = await author.patch(`/v1/activities/${pageId}`, { content: textOf([first]) });
    expect(swapped.status).toBe(200);
  });

  it('cost statements only where a text names some, whatever their number', async () => {
    const { course, pageId } = await room.page([]);
    const url = `/v1/activities/${pageId}`;
    const change = (content: string): Promise<string[]> =>
      sqlOf(async () => expectStatus(await course.instructor.patch(url, { content }), 200));
    const files = await Promise.all(Array.from({ length: 6 }, () => room.file(course.instructor)));
    expect(await change('Words')).toHaveLength(15);
    expect(await change(textOf(files.slice(0, 1)))).toHaveLength(20);
    expect(await change(textOf(files))).toHaveLength(20);
  });

  it('are told with each activity of a list, by two statements for all', async () => {
    const { course, pageId } = await room.page([]);
    const list = `/v1/courses/${course.courseId}/activities`;
    const read = async (): Promise<{ told: string[][]; cost: number }> => {
      let told: string[][] = [];
      const statements = await sqlOf(async () => {
        const { data } = expectStatus(await course.instructor.get(list), 200);
        told = data.map(({ media }: { media: KnownFile[] }) => media.map(({ id }) => id));
      });
      return { told, cost: statements.length };
    };
    const none = await read();
    const [one, other] = [await room.file(course.instructor), await room.file(course.instructor)];
    const { sectionId } = expectStatus(await course.instructor.get(`/v1/activities/${pageId}`), 200);
    for (const files of [[one], [], [other, one]])
      await course.activity(sectionId, 'More', { content: textOf(files) });
    const { told, cost } = await read();
    expect(told).toEqual([[], [one.id], [], [one.id, other.id]]);
    expect(cost).toBe(none.cost + 2);
  });

  it('come with a new ETag when their links are others, and the version stays', async () => {
    room.app.clock.set('2026-03-02T09:05:00Z');
    const file = await room.file(author);
    const { course, pageId } = await room.page([file], author);
    const url = `/v1/activities/${pageId}`;
    const learner = await course.learner();
    const first = await learner.get(url);
    const known = { 'if-none-match': String(first.headers['etag']) };
    expect((await learner.get(url, known)).status).toBe(304);
    room.app.clock.set('2026-03-02T09:35:00Z');
    const later = await learner.get(url, known);
    expect(expectStatus(later, 200).media[0].url).not.toBe(first.body.media[0].url);
    expect(later.body.version).toBe(first.body.version);
    const { headers } = await author.get(url);
    const match = { 'if-match': String(headers['etag']) };
    expectStatus(await author.patch(url, { title: 'Pictures' }, match), 200);
  });
});
