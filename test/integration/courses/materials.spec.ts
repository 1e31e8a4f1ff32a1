import { newId } from '../../../src/shared/database/ids';
import { CourseRoom, expectStatus } from '../../support/course-room';
import { FilesRoom, type KnownFile, picture, textOf } from '../../support/files-room';
import { sqlOf } from '../../support/query-counter';
import type { Answer, Caller } from '../../support/test-app';

describe('materials of a course', () => {
  let room: FilesRoom;
  let course: CourseRoom;
  let author: Caller;
  let section: string;
  beforeAll(async () => {
    room = await FilesRoom.open({ FILES_PER_COURSE_MEGABYTES: '1' });
  });
  beforeEach(async () => {
    course = await CourseRoom.open(room.app);
    author = course.instructor;
    section = await course.section();
  });
  afterAll(() => room.close());

  const add = (dto: object): Promise<Answer> =>
    author.post(`/v1/sections/${section}/activities`, { title: 'Material', ...dto });
  const codeOf = async (caller: Caller, file: KnownFile): Promise<unknown> => {
    const { status, body } = await caller.get(`/v1/files/${file.id}`);
    return status === 200 ? 200 : body.code;
  };

  it('are an address, which opens where it says', async () => {
    const made = expectStatus(await add({ type: 'external_link', address: 'https://a.example/b"c' }), 201);
    expect(made).toMatchObject({
      address: 'https://a.example/b%22c',
      opensInNewWindow: false,
      videoUrl: null,
    });
    const url = `/v1/activities/${made.id}`;
    const changed = expectStatus(await author.patch(url, { opensInNewWindow: true }), 200);
    expect(changed).toMatchObject({ address: 'https://a.example/b%22c', opensInNewWindow: true });
    for (const address of ['http://a.example', 'javascript:alert(1)', 'https://u:p@a.example', 'a', null])
      expect(await author.patch(url, { address })).toMatchObject({
        ...{ status: 422, body: { errors: [{ field: 'address' }] } },
      });
  });

  it('are shown to learners in the outline, with what a file is', async () => {
    const [one, two] = [await room.file(author), await room.file(author, undefined, 'second.png')];
    await add({ type: 'label', title: 'Next', content: '> [!TIP]\n> $a_1$' });
    await add({ type: 'file', fileId: one.id });
    const files = [
      { fileId: two.id, name: 'The second' },
      { fileId: one.id, name: 'The first' },
    ];
    const folder = expectStatus(await add({ type: 'folder', files }), 201);
    const learner = await course.learner();
    const outline = expectStatus(await learner.get(`${course.url}/outline`), 200);
    const facts = ({ name, mediaType, bytes }: KnownFile): object => ({ name, mediaType, bytes });
    expect(outline.sections[0].activities).toMatchObject([
      { type: 'label', contentHtml: expect.stringContaining('callout-tip') as string },
      { type: 'file', fileId: one.id, file: facts(one) },
      {
        type: 'folder',
        files: [
          { fileId: two.id, name: 'The second', file: facts(two) },
          { fileId: one.id, name: 'The first', file: facts(one) },
        ],
      },
    ]);
    const read = expectStatus(await learner.get(`/v1/activities/${folder.id}`), 200);
    expect(read.media.map(({ id }: KnownFile) => id)).toEqual([one.id, two.id]);
    expect((await room.fetch(read.media[0].url)).status).toBe(200);
    const list = expectStatus(await learner.get(`${course.url}/activities`), 200);
    expect(list.data.map(({ media }: { media: unknown[] }) => media.length)).toEqual([0, 1, 2]);
  });

  it('let members of the course read their files, and let go of them', async () => {
    const [one, two] = [await room.file(author), await room.file(author)];
    const made = expectStatus(await add({ type: 'file', fileId: one.id, content: textOf([two]) }), 201);
    const [learner, stranger] = [await course.learner(), await room.app.person('learner')];
    expect([await codeOf(learner, one), await codeOf(learner, two)]).toEqual([200, 200]);
    expect(await codeOf(stranger, one)).toBe('files.not_found');
    const url = `/v1/activities/${made.id}`;
    // The text is the same, so only the file of the field goes.
    expectStatus(await author.patch(url, { fileId: two.id }), 200);
    expect([await codeOf(learner, one), await codeOf(learner, two)]).toEqual(['files.not_found', 200]);
    expectStatus(await author.patch(url, { content: null }), 200);
    expect(await codeOf(learner, two)).toBe(200);
    expectStatus(await author.delete(url), 204);
    expect(await codeOf(learner, two)).toBe('files.not_found');
  });

  it('refuse the files of others, those of another purpose and those that are not there', async () => {
    const other = await room.app.person('instructor');
    const ofOther = await room.file(other);
    const answer = expectStatus(
      await room.send(author, { purpose: 'answer', file: { content: picture(), name: 'a.png' } }),
      201,
    );
    for (const fileId of [ofOther.id, answer.id, newId()]) {
      expect(await add({ type: 'file', fileId })).toMatchObject({
        ...{ status: 422, body: { code: 'files.not_usable', errors: [{ field: 'fileId' }] } },
      });
      const own = await room.file(author);
      const files = [own.id, fileId].map((id) => ({ fileId: id, name: 'A' }));
      expect(await add({ type: 'folder', files })).toMatchObject({
        ...{ status: 422, body: { code: 'files.not_usable', errors: [{ field: 'files[1].fileId' }] } },
      });
    }
    expect(await course.titles()).toEqual([['A section', []]]);
  });

  it.each<[what: string, content: Buffer, name: string]>([
    ['an SVG with a script', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'), 'a.svg'],
    ['a program named like a document', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(300)]), 'a.pdf'],
    ['a page before a picture', Buffer.concat([Buffer.from('<script>1</script>'), picture()]), 'a.png'],
    ['a shell script', Buffer.from('#!/bin/sh\nrm -rf /\n'), 'a.txt'],
  ])('cannot be %s, for no such file comes to be', async (_what, content, name) => {
    expect(await room.upload(author, content, name)).toMatchObject({
      ...{ status: 415, body: { code: 'files.type_not_allowed' } },
    });
  });

  it('hand out what is a picture and a page at once as a picture that nobody can run', async () => {
    const polyglot = Buffer.concat([picture(), Buffer.from('<script>alert(1)</script>')]);
    const file = await room.file(author, polyglot, 'a.html');
    expect(file).toMatchObject({ mediaType: 'image/png', name: 'a.html.png', bytes: polyglot.length });
    const made = expectStatus(await add({ type: 'file', fileId: file.id }), 201);
    const answer = await room.fetch(made.media[0].url);
    expect(answer.headers.get('content-type')).toBe('image/png');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('count against what a course may hold', async () => {
    const large = Buffer.concat([picture(), Buffer.alloc(700 * 1024)]);
    const [one, two] = [
      await room.file(author, large),
      await room.file(author, Buffer.concat([large, picture()])),
    ];
    expectStatus(await add({ type: 'file', fileId: one.id }), 201);
    expectStatus(await add({ type: 'folder', files: [{ fileId: one.id, name: 'Again' }] }), 201);
    expect(await add({ type: 'file', fileId: two.id })).toMatchObject({
      ...{ status: 413, body: { code: 'files.course_limit' } },
    });
  });

  it('have lists of files that name each once, and at most a hundred', async () => {
    const own = await room.file(author);
    const entry = (fileId: string): object => ({ fileId, name: 'A' });
    const faultOf = async (files: unknown): Promise<unknown> => {
      const { status, body } = await add({ type: 'folder', files });
      return [status, body.errors[0].field, body.errors[0].rule];
    };
    expect(await faultOf([])).toEqual([422, 'files', 'arrayMinSize']);
    expect(await faultOf([entry(own.id), entry(own.id.toUpperCase())])).toEqual([
      422,
      'files',
      'arrayUnique',
    ]);
    expect(await faultOf(Array.from({ length: 101 }, () => entry(newId())))).toEqual([
      ...[422, 'files', 'arrayMaxSize'],
    ]);
    expect(await faultOf([{ fileId: own.id }])).toEqual([422, 'files[0].name', expect.any(String)]);
    expect(await faultOf([{ ...entry(own.id), file: { name: 'x' } }])).toEqual([
      ...[422, 'files[0].file', 'unknownField'],
    ]);
    expect(await faultOf('x')).toEqual([422, 'files', 'isArray']);
    const many = Array.from({ length: 100 }, () => entry(newId()));
    const text = `[x](/v1/files/${newId()}/content)`;
    expect(await add({ type: 'folder', files: many, content: text })).toMatchObject({
      ...{ status: 422, body: { code: 'courses.too_many_files', errors: [{ field: 'files[99].fileId' }] } },
    });
  });

  it('cost the same statements for a hundred files as for one', async () => {
    const files = await Promise.all(Array.from({ length: 12 }, () => room.file(author)));
    const made = expectStatus(
      await add({ type: 'folder', files: [{ fileId: files[0]!.id, name: 'One' }] }),
      201,
    );
    const change = (some: readonly KnownFile[]): Promise<string[]> =>
      sqlOf(async () =>
        expectStatus(
          await author.patch(`/v1/activities/${made.id}`, {
            files: some.map(({ id }) => ({ fileId: id, name: 'File' })),
          }),
          200,
        ),
      );
    const few = await change(files.slice(0, 2));
    expect(await change(files)).toHaveLength(few.length);
  });

  it('are completed by learners, but for labels, which do not count', async () => {
    const [learner, file] = [await course.learner(), await room.file(author)];
    const ids: string[] = [];
    for (const dto of [
      { type: 'external_link', address: 'https://a.example' },
      { type: 'file', fileId: file.id },
      { type: 'folder', files: [{ fileId: file.id, name: 'A' }] },
    ])
      ids.push(expectStatus(await add(dto), 201).id);
    const label = expectStatus(await add({ type: 'label', content: 'Words' }), 201);
    for (const id of ids) expectStatus(await learner.put(`/v1/activities/${id}/completion`), 204);
    for (const method of ['put', 'delete'] as const)
      expect(await learner[method](`/v1/activities/${label.id}/completion`)).toMatchObject({
        ...{ status: 409, body: { code: 'progress.nothing_to_complete' } },
      });
    const own = expectStatus(await learner.get(`${course.url}/progress/me`), 200);
    expect(own).toMatchObject({ percentage: '100', completed: 3, total: 3, nextActivity: null });
    expect(own.activities.map(({ counts }: { counts: boolean }) => counts)).toEqual([
      true,
      true,
      true,
      false,
    ]);
    const report = expectStatus(await author.get(`${course.url}/report`), 200);
    expect(report.completionFunnel).toHaveLength(3);
  });
});
