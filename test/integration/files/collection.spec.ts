import { CourseRoom, expectStatus } from '../../support/course-room';
import { FilesRoom, picture, textOf } from '../../support/files-room';
import { negativeControl } from '../../support/negative-control';
import { rewriteStatements, sentLate } from '../../support/statements';
import type { Caller } from '../../support/test-app';

negativeControl('the lock of files that are used', ['keeps what an author uses at the same moment'], () => {
  rewriteStatements(/FROM files f WHERE f\.look_at/, /FOR UPDATE SKIP LOCKED/, '');
  // Between the question whether a file is held and its end, an author can begin to use it then.
  sentLate(/^DELETE FROM files/);
});

describe('the collection of files', () => {
  let room: FilesRoom;
  let author: Caller;
  beforeAll(async () => {
    room = await FilesRoom.open({ FILES_GRACE_HOURS: '2' });
    author = await room.app.person('instructor');
  });
  beforeEach(() => room.app.clock.set('2026-03-01T10:00:00Z'));
  afterAll(() => room.close());

  const isKept = async (id: string): Promise<boolean> =>
    (await room.app.database.rows('SELECT 1 FROM files WHERE LOWER(HEX(id)) = ?', [id.replaceAll('-', '')]))
      .length === 1;

  it('removes a file that nobody has used after the grace, with its content', async () => {
    const file = await room.file(author);
    room.app.clock.set('2026-03-01T11:59:59Z');
    await room.collect();
    const { url } = expectStatus(await author.get(`/v1/files/${file.id}`), 200);
    room.app.clock.set('2026-03-01T12:00:00Z');
    await room.collect();
    expect(await author.get(`/v1/files/${file.id}`)).toMatchObject({ status: 404 });
    expect((await room.fetch(url)).status).toBe(404);
    expect(await room.kept()).toEqual({ stored: [], contents: 0, files: 0, leftovers: 0 });
  });

  it('keeps what an activity shows, and removes it a grace after the last one is gone', async () => {
    const content = picture();
    const [file, twin] = [await room.file(author, content), await room.file(author, content)];
    const { course, pageId } = await room.page([file], author);
    const draft = await CourseRoom.open(room.app, { published: false });
    await draft.enroll(author, 'instructor');
    expectStatus(
      await author.post(`/v1/sections/${await draft.section()}/activities`, {
        ...{ type: 'page', title: 'Also', content: textOf([file]) },
      }),
      201,
    );
    room.app.clock.set('2026-03-02T10:00:00Z');
    await room.collect();
    // The other file with this content is gone, and its content is still that of the first.
    expect([await isKept(file.id), await isKept(twin.id)]).toEqual([true, false]);
    expectStatus(await course.instructor.delete(`/v1/activities/${pageId}`), 204);
    room.app.clock.set('2026-03-03T10:00:00Z');
    await room.collect();
    expect((await room.fetch(file.address, author)).status).toBe(200);
    expectStatus(await draft.instructor.delete(draft.url), 204);
    await room.collect();
    expect(await isKept(file.id)).toBe(true);
    room.app.clock.set('2026-03-03T12:00:00Z');
    await room.collect();
    expect(await room.kept()).toEqual({ stored: [], contents: 0, files: 0, leftovers: 0 });
  });

  it('keeps what an author uses at the same moment, or tells the author that it is gone', async () => {
    for (let round = 0; round < 12; round += 1) {
      room.app.clock.set('2026-03-01T10:00:00Z');
      const file = await room.file(author);
      const { course, pageId } = await room.page([], author);
      room.app.clock.set('2026-03-01T13:00:00Z');
      const [answer] = await Promise.all([
        author.patch(`/v1/activities/${pageId}`, { content: textOf([file]) }),
        room.collect(),
      ]);
      expect([200, 422]).toContain(answer.status);
      expect(await isKept(file.id)).toBe(answer.status === 200);
      if (answer.status !== 200) continue;
      await room.collect();
      expect((await room.fetch(file.address, course.instructor)).status).toBe(200);
      expectStatus(await author.patch(`/v1/activities/${pageId}`, { content: '' }), 200);
    }
  });

  it('keeps the content of an upload that arrives while the same content is removed', async () => {
    for (let round = 0; round < 12; round += 1) {
      const content = picture();
      room.app.clock.set('2026-03-01T10:00:00Z');
      await room.file(author, content);
      room.app.clock.set('2026-03-01T13:00:00Z');
      const [file] = await Promise.all([room.file(author, content), room.collect()]);
      await room.collect();
      const answer = await room.fetch(file.address, author);
      expect(answer.status).toBe(200);
      expect(Buffer.from(await answer.arrayBuffer())).toEqual(content);
    }
  });

  it('removes what a killed process left of an upload, and refuses to make a file of it', async () => {
    const key = '01990000-0000-7000-8000-00000000dead';
    await room.storage.write(
      key,
      (async function* () {
        yield picture();
      })(),
    );
    await room.app.database.run(
      "INSERT INTO file_leftovers (id, remove_at) VALUES (UNHEX(REPLACE(?, '-', '')), ?)",
      [key, new Date('2026-03-01T09:00:00Z')],
    );
    expect((await room.kept()).stored).toContain(key);
    await room.collect();
    expect((await room.kept()).stored).not.toContain(key);
  });
});
