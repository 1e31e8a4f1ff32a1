import { expectStatus } from '../../support/course-room';
import { FilesRoom, type FormParts, picture } from '../../support/files-room';
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
