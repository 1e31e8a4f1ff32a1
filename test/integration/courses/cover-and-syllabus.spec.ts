import { newId } from '../../../src/shared/database/ids';
import { CourseRoom, expectStatus } from '../../support/course-room';
import { BAD_BYTES, FakeClamd } from '../../support/fake-clamd';
import { FilesRoom, type KnownFile, picture, textOf } from '../../support/files-room';
import { photo } from '../../support/pictures';
import { sqlOf } from '../../support/query-counter';
import { begun } from '../../support/resumable';
import type { Answer, Caller } from '../../support/test-app';

const TEXT = 'A hand draws a box plot.';
const PDF = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(200, 0x20)]);

describe('the cover and the syllabus of a course', () => {
  let clamd: FakeClamd;
  let room: FilesRoom;
  let course: CourseRoom;
  let author: Caller;
  let stranger: Caller;
  beforeAll(async () => {
    clamd = await FakeClamd.start();
    room = await FilesRoom.open({
      ...{ FILES_PER_COURSE_MEGABYTES: '1', FILES_GRACE_HOURS: '2' },
      ...{ CLAMD_ADDRESS: clamd.address, LOG_LEVEL: 'silent' },
    });
    stranger = await room.app.person('learner');
  });
  beforeEach(async () => {
    room.app.clock.set('2026-03-01T10:00:00Z');
    course = await CourseRoom.open(room.app);
    author = course.instructor;
  });
  afterAll(async () => {
    await room.close();
    await clamd.stop();
  });

  const change = (dto: object, headers?: Record<string, string>): Promise<Answer> =>
    author.patch(course.url, dto, headers);
  const isOpenTo = async (caller: Caller, { id }: KnownFile): Promise<boolean> =>
    (await caller.get(`/v1/files/${id}`)).status === 200;
  const cover = async (file?: KnownFile): Promise<{ fileId: string; text: string }> => ({
    fileId: (file ?? (await room.file(author))).id,
    text: TEXT,
  });

  it('are shown to whoever finds the course', async () => {
    const [front, sheet] = [await room.file(author, await photo()), await room.file(author, PDF, 'plan.pdf')];
    const changed = expectStatus(
      await change({
        cover: await cover(front),
        syllabusFiles: [
          { fileId: sheet.id, label: 'The plan' },
          { fileId: front.id, label: 'The picture' },
        ],
      }),
      200,
    );
    const shown = { fileId: front.id, text: TEXT, mediaType: 'image/jpeg', width: 1200, height: 800 };
    expect(changed).toMatchObject({ version: 3, cover: shown });
    for (const caller of [author, stranger]) {
      const read = expectStatus(await caller.get(course.url), 200);
      expect(read.cover).toMatchObject(shown);
      expect(read.cover.variants.map(({ width }: { width: number }) => width)).toEqual([160, 480, 960]);
      for (const { url } of [read.cover, read.cover.variants[0]])
        expect((await room.fetch(url)).status).toBe(200);
      const list = expectStatus(await caller.get(`/v1/courses?ids=${course.courseId}`), 200);
      expect(list.data[0].cover).toEqual(read.cover);
      const syllabus = expectStatus(await caller.get(`${course.url}/syllabus`), 200);
      expect(syllabus).toMatchObject({
        version: 3,
        files: [
          { label: 'The plan', file: { id: sheet.id, mediaType: 'application/pdf' } },
          { label: 'The picture', file: { id: front.id } },
        ],
      });
      expect([await isOpenTo(caller, front), await isOpenTo(caller, sheet)]).toEqual([true, true]);
    }
  });

  it('are shown to everybody in the open catalog, and to nobody there once it is closed', async () => {
    const administrator = await room.app.person('administrator');
    const school = { title: 'Open', type: 'school', openCatalog: true };
    const schoolId = expectStatus(await administrator.post('/v1/schools', school), 201).id as string;
    const sheet = await room.file(author);
    const described = { cover: await cover(), syllabusFiles: [{ fileId: sheet.id, label: 'The plan' }] };
    expectStatus(await change({ ...described, schoolId, visibility: 'public' }), 200);
    const anybody = room.app.anyone;
    const url = `/v1/catalog/${course.courseId}`;
    const found = expectStatus(await anybody.get(url), 200);
    expect(found).toMatchObject({ cover: described.cover, syllabusFiles: [{ label: 'The plan' }] });
    const list = expectStatus(await anybody.get(`/v1/catalog?schoolId=${schoolId}`), 200);
    expect(list.data[0].cover).toEqual(found.cover);
    for (const link of [found.cover.url, found.syllabusFiles[0].file.url])
      expect((await room.fetch(link)).status).toBe(200);
    expect((await anybody.get(`/v1/files/${sheet.id}`)).status).toBe(401);
    expectStatus(await administrator.patch(`/v1/schools/${schoolId}`, { openCatalog: false }), 200);
    expect((await anybody.get(url)).status).toBe(404);
  });

  it('are for those alone who find the course, whoever knows the address of a file', async () => {
    const [front, sheet] = [await room.file(author), await room.file(author, PDF, 'plan.pdf')];
    const described = {
      ...{ code: 'A-1', title: 'A draft', cover: await cover(front) },
      syllabusFiles: [{ fileId: sheet.id, label: 'Plan' }],
    };
    const made = expectStatus(await author.post('/v1/courses', described), 201);
    expect(made.cover).toMatchObject(described.cover);
    const [url, member] = [`/v1/courses/${made.id}`, await room.app.person('learner')];
    const people = async (): Promise<boolean[]> => [
      await isOpenTo(member, front),
      await isOpenTo(member, sheet),
      await isOpenTo(stranger, front),
      await isOpenTo(stranger, sheet),
    ];
    const enrollment = { userId: member.id, role: 'learner' };
    expectStatus(await author.post(`${url}/enrollments`, enrollment), 201);
    expect(await people()).toEqual([false, false, false, false]);
    expectStatus(await author.put(`${url}/publication`), 200);
    expect(await people()).toEqual([true, true, true, true]);
    expectStatus(await author.patch(url, { visibility: 'members' }), 200);
    expect(await people()).toEqual([true, true, false, false]);
    expectStatus(await author.patch(url, { visibility: 'signed_in' }), 200);
    expectStatus(await author.put(`${url}/archive`), 200);
    expect(await people()).toEqual([true, true, false, false]);
  });

  it('refuses the files of others, of other courses and of other purposes, and what is no file', async () => {
    const other = await room.app.person('instructor');
    const hidden = await room.file(other);
    await room.page([hidden], other);
    const answer = await room.send(author, {
      ...{ purpose: 'answer', file: { content: picture(), name: 'a.png' } },
    });
    const begunUpload = (await begun(author, 500)).split('/').at(-1)!;
    const ids = [(await room.file(other)).id, hidden.id, expectStatus(answer, 201).id, begunUpload, newId()];
    for (const fileId of ids as string[]) {
      expect(await change({ cover: { fileId, text: TEXT } })).toMatchObject({
        ...{ status: 422, body: { code: 'files.not_usable', errors: [{ field: 'cover.fileId' }] } },
      });
      const own = await room.file(author);
      const syllabusFiles = [own.id, fileId].map((id) => ({ fileId: id, label: 'A' }));
      expect(await change({ syllabusFiles })).toMatchObject({
        ...{
          status: 422,
          body: { code: 'files.not_usable', errors: [{ field: 'syllabusFiles[1].fileId' }] },
        },
      });
    }
    expect(expectStatus(await author.get(course.url), 200)).toMatchObject({ version: 2, cover: null });
  });

  it('takes a file of a course in which its author takes part', async () => {
    const other = await room.app.person('instructor');
    const file = await room.file(other);
    const { course: elsewhere } = await room.page([file], other);
    await elsewhere.enroll(author, 'assistant');
    expectStatus(await change({ cover: await cover(file) }), 200);
    expect(await isOpenTo(stranger, file)).toBe(true);
  });

  it('refuses a cover that is no picture, and nothing with a virus becomes one', async () => {
    const film = await room.file(author, PDF, 'plan.pdf');
    expect(await change({ cover: await cover(film) })).toMatchObject({
      ...{ status: 422, body: { code: 'courses.wrong_file_type', errors: [{ field: 'cover.fileId' }] } },
    });
    const infected = await room.upload(author, Buffer.concat([picture(), BAD_BYTES]));
    expect(infected).toMatchObject({ status: 422, body: { code: 'files.infected' } });
    const drawing = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>');
    expect((await room.upload(author, drawing, 'a.png')).status).toBe(415);
  });

  it.each<[what: string, field: string, dto: (fileId: string) => object]>([
    ['a cover without a text', 'cover.text', (fileId) => ({ cover: { fileId } })],
    ['a cover with a text of blanks', 'cover.text', (fileId) => ({ cover: { fileId, text: '  ' } })],
    ['a cover with a long text', 'cover.text', (fileId) => ({ cover: { fileId, text: 'a'.repeat(501) } })],
    ['a cover without a file', 'cover.fileId', () => ({ cover: { text: TEXT } })],
    ['a cover that is a list', 'cover', () => ({ cover: [] })],
    ['a cover with more', 'cover.url', (fileId) => ({ cover: { fileId, text: TEXT, url: 'x' } })],
    [
      'a file without a label',
      'syllabusFiles[0].label',
      (fileId) => ({ syllabusFiles: [{ fileId, label: '' }] }),
    ],
    [
      'a file twice',
      'syllabusFiles',
      (fileId) => ({ syllabusFiles: [fileId, fileId].map((id) => ({ fileId: id, label: 'A' })) }),
    ],
    [
      'too many files',
      'syllabusFiles',
      () => ({ syllabusFiles: Array.from({ length: 51 }, () => ({ fileId: newId(), label: 'A' })) }),
    ],
    ['null for files', 'syllabusFiles', () => ({ syllabusFiles: null })],
  ])('refuses %s', async (_what, field, dto) => {
    const answer = await change(dto((await room.file(author)).id));
    expect(answer).toMatchObject({ status: 422, body: { code: 'request.invalid' } });
    expect(new Set(answer.body.errors.map((error: { field: string }) => error.field))).toEqual(
      new Set([field]),
    );
  });

  it('counts towards the limit of the course, each file once', async () => {
    const large = (): Promise<KnownFile> =>
      room.file(author, Buffer.concat([picture(), Buffer.alloc(400 * 1024)]));
    const [one, two, three] = [await large(), await large(), await large()];
    const section = await course.section();
    const page = { type: 'page', title: 'A page', content: textOf([one]) };
    expectStatus(await author.post(`/v1/sections/${section}/activities`, page), 201);
    expectStatus(await change({ cover: await cover(one) }), 200);
    expectStatus(await change({ syllabusFiles: [{ fileId: two.id, label: 'Two' }] }), 200);
    const full = { status: 413, body: { code: 'files.course_limit' } };
    expect(await change({ cover: await cover(three) })).toMatchObject(full);
    const both = [two, three].map(({ id }) => ({ fileId: id, label: 'A' }));
    expect(await change({ syllabusFiles: both })).toMatchObject(full);
    const another = { ...page, content: textOf([three]) };
    expect(await author.post(`/v1/sections/${section}/activities`, another)).toMatchObject(full);
    // What is given up in the same change makes room.
    expectStatus(await change({ syllabusFiles: [{ fileId: three.id, label: 'Three' }] }), 200);
    expect(expectStatus(await author.get(course.url), 200).cover.fileId).toBe(one.id);
  });

  it('keeps a file for as long as the course has it, and lets go of it', async () => {
    const [front, sheet, gone] = [await room.file(author), await room.file(author), await room.file(author)];
    expectStatus(await change({ cover: await cover(front) }), 200);
    const syllabusFiles = [sheet, gone].map(({ id }) => ({ fileId: id, label: 'A' }));
    expectStatus(await change({ syllabusFiles }), 200);
    room.app.clock.set('2026-05-01T10:00:00Z');
    await room.collect();
    for (const file of [front, sheet, gone]) expect(await isOpenTo(author, file)).toBe(true);
    expectStatus(await change({ syllabusFiles: syllabusFiles.slice(0, 1) }), 200);
    room.app.clock.set('2026-05-02T10:00:00Z');
    await room.collect();
    expect([await isOpenTo(author, sheet), await isOpenTo(author, gone)]).toEqual([true, false]);
    const changed = expectStatus(await change({ cover: null, syllabusFiles: [] }), 200);
    expect(changed.cover).toBeNull();
    room.app.clock.set('2026-05-03T10:00:00Z');
    await room.collect();
    expect([await isOpenTo(author, front), await isOpenTo(author, sheet)]).toEqual([false, false]);
  });

  it('is gone with a draft that is deleted', async () => {
    const draft = await CourseRoom.open(room.app, { published: false });
    const [front, sheet] = [await room.file(draft.instructor), await room.file(draft.instructor)];
    const syllabusFiles = [{ fileId: sheet.id, label: 'A' }];
    const described = { cover: { fileId: front.id, text: TEXT }, syllabusFiles };
    expectStatus(await draft.instructor.patch(draft.url, described), 200);
    expectStatus(await draft.instructor.delete(draft.url), 204);
    room.app.clock.set('2026-05-03T10:00:00Z');
    await room.collect();
    for (const file of [front, sheet]) expect(await isOpenTo(draft.instructor, file)).toBe(false);
  });

  it('is changed under If-Match: of two changes at once, one is refused and its file is not held', async () => {
    const files = [await room.file(author), await room.file(author)];
    const { headers } = await author.get(course.url);
    const answers = await Promise.all(
      files.map(async (file) =>
        change({ cover: await cover(file) }, { 'if-match': String(headers['etag']) }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    const kept = expectStatus(await author.get(course.url), 200).cover.fileId as string;
    room.app.clock.set('2026-05-03T10:00:00Z');
    await room.collect();
    const open = await Promise.all(files.map((file) => isOpenTo(author, file)));
    expect(open).toEqual(files.map(({ id }) => id === kept));
  });

  it('has an ETag that changes with its links, and can be changed under it', async () => {
    expectStatus(await change({ cover: await cover() }), 200);
    const first = await author.get(course.url);
    const etag = String(first.headers['etag']);
    const again = (): Promise<Answer> => author.get(course.url, { 'if-none-match': etag });
    expect((await again()).status).toBe(304);
    room.app.clock.set('2026-03-01T13:00:00Z');
    expect((await again()).status).toBe(200);
    expectStatus(await change({ summary: 'New.' }, { 'if-match': etag }), 200);
  });

  it('costs one statement more in a list, however many courses have a cover', async () => {
    const people = await room.app.person('instructor');
    const ids: string[] = [];
    const make = async (withCover: boolean): Promise<void> => {
      const dto = { code: 'A', title: 'A course' };
      const { id } = expectStatus(await people.post('/v1/courses', dto), 201);
      ids.push(id as string);
      const file = { fileId: (await room.file(people)).id, text: TEXT };
      if (withCover) expectStatus(await people.patch(`/v1/courses/${id}`, { cover: file }), 200);
    };
    const statements = async (): Promise<number> =>
      (await sqlOf(() => people.get(`/v1/courses?ids=${ids.join(',')}`))).length;
    await make(false);
    const without = await statements();
    await make(true);
    expect(await statements()).toBe(without + 1);
    await make(true);
    await make(true);
    expect(await statements()).toBe(without + 1);
  });
});
