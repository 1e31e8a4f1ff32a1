import { CourseRoom, expectStatus } from '../../support/course-room';
import { FilesRoom, type FormParts, type KnownFile, picture, textOf } from '../../support/files-room';
import { rawZip } from '../../support/raw-zip';
import { beginning, metadata } from '../../support/resumable';
import type { Answer, Caller } from '../../support/test-app';

const MEGABYTE = 1024 * 1024;
const PDF = Buffer.from('%PDF-1.7\n1 0 obj <<>> endobj\n');

describe('a file for a question', () => {
  let room: FilesRoom;
  let author: Caller;
  beforeAll(async () => {
    room = await FilesRoom.open({ FILE_LIMIT_MEGABYTES: '30' });
    author = await room.app.person('instructor');
  });
  afterAll(() => room.close());

  const send = (purpose: string, content: Buffer, name: string): Promise<Answer> => {
    const parts: FormParts = { purpose, file: { content, name } };
    return room.send(author, parts);
  };

  it('is what a question shows, and no document', async () => {
    expect(expectStatus(await send('question', picture(), 'a.png'), 201).purpose).toBe('question');
    expect(await send('question', PDF, 'a.pdf')).toMatchObject({
      ...{ status: 415, body: { code: 'files.type_not_allowed' } },
    });
    expectStatus(await send('activity', PDF, 'a.pdf'), 201);
  });

  it('has a limit of its own, which is told before', async () => {
    const { purposes } = expectStatus(await author.get('/v1/file-limits'), 200);
    const limits = purposes.map((each: { purpose: string; maxBytesPerFile: number }) => [
      each.purpose,
      each.maxBytesPerFile,
    ]);
    expect(Object.fromEntries(limits)).toMatchObject({
      activity: 30 * MEGABYTE,
      question: 25 * MEGABYTE,
    });
    const before = await room.kept();
    const tooLarge = Buffer.concat([picture(), Buffer.alloc(25 * MEGABYTE)]);
    const refused = { status: 413, body: { code: 'files.too_large', title: expect.any(String) as string } };
    expect(await send('question', tooLarge, 'a.png')).toMatchObject(refused);
    expect(await room.kept()).toEqual(before);
    const begin = (purpose: string, bytes: number): Promise<Answer> =>
      beginning(author, bytes, { 'upload-metadata': metadata({ purpose, filename: 'a.png' }) });
    expect(await begin('question', 25 * MEGABYTE + 1)).toMatchObject(refused);
    expectStatus(await begin('question', 25 * MEGABYTE), 201);
    expectStatus(await send('activity', tooLarge, 'a.png'), 201);
  });
});

describe('a file that a learner hands in', () => {
  let room: FilesRoom;
  let learner: Caller;
  beforeAll(async () => {
    room = await FilesRoom.open();
    learner = await room.app.person('learner');
  });
  afterAll(() => room.close());

  const hand = (caller: Caller, content: Buffer, name: string): Promise<Answer> =>
    room.send(caller, { purpose: 'answer', file: { content, name } });

  it('is uploaded by learners, who upload nothing for pages and questions', async () => {
    expect(expectStatus(await hand(learner, PDF, 'essay.pdf'), 201)).toMatchObject({ purpose: 'answer' });
    const before = await room.kept();
    const refused = { status: 403, body: { code: 'auth.role_needed' } };
    for (const purpose of ['activity', 'question']) {
      expect(
        await room.send(learner, { purpose, file: { content: picture(), name: 'a.png' } }),
      ).toMatchObject(refused);
      // The file may come before the field that says what it is for.
      expect(
        await room.send(learner, { file: { content: picture(), name: 'a.png' }, purpose }),
      ).toMatchObject(refused);
      const said = { 'upload-metadata': metadata({ purpose, filename: 'a.png' }) };
      expect(await beginning(learner, 10, said)).toMatchObject(refused);
    }
    expect(await room.kept()).toEqual(before);
    const said = { 'upload-metadata': metadata({ purpose: 'answer', filename: 'a.png' }) };
    expectStatus(await beginning(learner, 10, said), 201);
    const guardian = await room.app.person('guardian');
    expect(await hand(guardian, PDF, 'essay.pdf')).toMatchObject(refused);
  });

  it.each<[what: string, entries: [name: string, text: string][], name: string, type: string]>([
    [
      'of Word',
      [
        ['[Content_Types].xml', contentTypes('wordprocessingml.document')],
        ['word/document.xml', '<w:document/>'],
      ],
      'essay.docx',
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    ],
    [
      'of LibreOffice',
      [['mimetype', 'application/vnd.oasis.opendocument.text']],
      'essay.odt',
      'application/vnd.oasis.opendocument.text',
    ],
  ])('is a document %s by its content', async (_what, entries, name, mediaType) => {
    const content = rawZip(
      entries.map(([path, text]) => ({ name: path, data: text, method: path === 'mimetype' ? 0 : 8 })),
    );
    expect(expectStatus(await hand(learner, content, name), 201)).toMatchObject({ name, mediaType });
  });

  it('is plain text in any language, and downloaded as that, and no page, program or archive', async () => {
    const text = 'Die Größe „n“ wächst.\n';
    const { url } = expectStatus(await hand(learner, Buffer.from(text), 'wächst.txt'), 201);
    const answer = await room.fetch(url as string);
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await answer.text()).toBe(text);
    const page = Buffer.from('<!doctype html><script>alert(1)</script>');
    const archive = rawZip([{ name: 'a.txt', data: 'a' }]);
    for (const content of [page, Buffer.from('MZ\x90\0'), archive])
      expect(await hand(learner, content, 'essay.txt')).toMatchObject({
        ...{ status: 415, body: { code: 'files.type_not_allowed' } },
      });
  });

  it('is shown by no page and no question, whoever names it', async () => {
    const author = await room.app.person('instructor');
    const file = expectStatus(await hand(author, PDF, 'essay.pdf'), 201) as KnownFile;
    const course = await CourseRoom.open(room.app);
    await course.enroll(author, 'instructor');
    const page = { type: 'page', title: 'Essays', content: textOf([file]) };
    expect(await author.post(`/v1/sections/${await course.section()}/activities`, page)).toMatchObject({
      ...{ status: 422, body: { code: 'files.not_usable' } },
    });
  });
});

function contentTypes(kind: string): string {
  return `<?xml version="1.0"?><Types><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.${kind}.main+xml"/></Types>`;
}
