import { createHash } from 'node:crypto';
import { expectStatus } from '../../support/course-room';
import { FilesRoom, picture } from '../../support/files-room';
import {
  beginning,
  begun,
  HALF,
  largePicture,
  MEGABYTE,
  metadata,
  offsetOf,
  PIECE,
  progress,
  sendPiece,
  SMALL_LIMITS,
  TUS,
} from '../../support/resumable';
import type { Answer, Caller } from '../../support/test-app';

describe('An upload that can be resumed', () => {
  let room: FilesRoom;
  let author: Caller;
  beforeAll(async () => {
    room = await FilesRoom.open(SMALL_LIMITS);
  });
  beforeEach(async () => {
    room.app.clock.set('2026-03-02T09:00:00Z');
    author = await room.app.person('instructor');
  });
  afterAll(() => room.close());

  it.each<[what: string, headers: Record<string, string>, status: number, code: string]>([
    ['no length', { 'upload-length': '' }, 400, 'files.invalid_header'],
    ['no bytes', { 'upload-length': '0' }, 400, 'files.invalid_header'],
    ['a length in words', { 'upload-length': '1e3' }, 400, 'files.invalid_header'],
    ['a length below zero', { 'upload-length': '-5' }, 400, 'files.invalid_header'],
    ['more than one file may have', { 'upload-length': String(4 * MEGABYTE + 1) }, 413, 'files.too_large'],
    ['no purpose', { 'upload-metadata': '' }, 422, 'request.invalid'],
    ['another purpose', { 'upload-metadata': metadata({ purpose: 'fun' }) }, 422, 'request.invalid'],
    [
      'an unknown entry',
      { 'upload-metadata': metadata({ purpose: 'activity', owner: 'me' }) },
      422,
      'request.invalid',
    ],
    ['metadata that is no Base64', { 'upload-metadata': 'purpose a-b' }, 400, 'files.invalid_header'],
    ['metadata that is no text', { 'upload-metadata': 'purpose /w==' }, 400, 'files.invalid_header'],
    ['an entry twice', { 'upload-metadata': 'name YQ==,name YQ==' }, 400, 'files.invalid_header'],
    [
      'very long metadata',
      { 'upload-metadata': metadata({ name: 'x'.repeat(3100) }) },
      400,
      'files.invalid_header',
    ],
    ['another version of the protocol', { 'tus-resumable': '0.2.2' }, 412, 'files.tus_version'],
  ])('is refused at its beginning with %s', async (_what, headers, status, code) => {
    const answer = await beginning(author, HALF, headers);
    expect(answer).toMatchObject({ status, body: { code }, headers: { 'tus-version': '1.0.0' } });
    expect(await room.app.database.rows('SELECT 1 FROM file_uploads WHERE arrived < 0')).toEqual([]);
    expect(expectStatus(await author.get('/v1/file-limits'), 200).yourBytes).toBe(0);
  });

  it('reserves its room, so that what has begun can be completed', async () => {
    const url = await begun(author, 4 * MEGABYTE);
    expect(expectStatus(await author.get('/v1/file-limits'), 200).yourBytes).toBe(4 * MEGABYTE);
    expect(await beginning(author, 3 * MEGABYTE)).toMatchObject({
      ...{ status: 413, body: { code: 'files.person_limit' } },
    });
    expect((await room.upload(author, largePicture(2 * MEGABYTE + 1))).body.code).toBe('files.person_limit');
    await room.file(author, largePicture(2 * MEGABYTE));
    const content = largePicture(4 * MEGABYTE);
    expect((await sendPiece(author, url, 0, content)).status).toBe(204);
    expect(expectStatus(await author.get('/v1/file-limits'), 200).yourBytes).toBe(6 * MEGABYTE);
  });

  it('is one of at most 100 that somebody has not completed', async () => {
    const answers: Answer[] = [];
    // Of more at once, a slow machine would refuse some with 503.
    for (const count of [30, 30, 30, 11])
      answers.push(...(await Promise.all(Array.from({ length: count }, () => beginning(author, 1)))));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(100);
    expect(answers.find(({ status }) => status !== 201)).toMatchObject({
      ...{ status: 409, body: { code: 'files.too_many_uploads' } },
    });
  });

  it('takes no piece that begins elsewhere than where it ends, and none that is too long', async () => {
    const content = largePicture(2 * HALF);
    const url = await begun(author, content.length);
    expect((await sendPiece(author, url, 0, content.subarray(0, HALF))).status).toBe(204);
    for (const offset of [0, HALF - 1, HALF + 1, 2 * HALF])
      expect(await sendPiece(author, url, offset, content.subarray(0, 10))).toMatchObject({
        ...{ status: 409, body: { code: 'files.offset_conflict' } },
      });
    for (const offset of ['', '-1', 'x'])
      expect(await sendPiece(author, url, 0, content, { 'upload-offset': offset })).toMatchObject({
        ...{ status: 400, body: { code: 'files.invalid_header' } },
      });
    const tooLong = Buffer.concat([content.subarray(HALF), Buffer.from('x')]);
    expect(await sendPiece(author, url, HALF, tooLong)).toMatchObject({
      ...{ status: 413, body: { code: 'files.upload_overrun' } },
    });
    expect(await offsetOf(author, url)).toBe(HALF);
    expect((await author.delete(url, TUS)).status).toBe(204);
  });

  it('takes pieces as bytes alone', async () => {
    const url = await begun(author, HALF);
    for (const type of ['application/json', 'text/plain', 'application/octet-stream'])
      expect(
        await author.patch(url, '{}', { ...TUS, 'upload-offset': '0', 'content-type': type }),
      ).toMatchObject({ status: 415 });
    expect(await author.patch(url, undefined, { ...TUS, 'upload-offset': '0' })).toMatchObject({
      status: 415,
    });
    // And only its routes take such bytes.
    expect(await author.post('/v1/courses', Buffer.from('{}'), PIECE)).toMatchObject({
      ...{ status: 415, body: { code: 'request.unsupported_content' } },
    });
  });

  it('keeps a piece with a checksum if it has that checksum, and nothing of it otherwise', async () => {
    const content = largePicture(2 * HALF);
    const url = await begun(author, content.length);
    const [head, tail] = [content.subarray(0, HALF), content.subarray(HALF)];
    const of = (algorithm: string, bytes: Buffer): Record<string, string> => ({
      'upload-checksum': `${algorithm} ${createHash(algorithm).update(bytes).digest('base64')}`,
    });
    expect(await sendPiece(author, url, 0, head, of('sha1', tail))).toMatchObject({
      ...{ status: 460, body: { code: 'files.checksum_mismatch', title: 'Checksum Mismatch' } },
    });
    expect(await offsetOf(author, url)).toBe(0);
    for (const wrong of ['crc32 AAAA', 'sha1', 'sha1 %%%', ''])
      expect(await sendPiece(author, url, 0, head, { 'upload-checksum': wrong })).toMatchObject({
        ...{ status: 400, body: { code: 'files.invalid_header' } },
      });
    expect((await sendPiece(author, url, 0, head, of('sha1', head))).status).toBe(204);
    expect((await sendPiece(author, url, HALF, tail, of('sha256', tail))).status).toBe(204);
  });

  it.each<[what: string, content: Buffer]>([
    ['a program', Buffer.concat([Buffer.from('MZ\x90\0'), Buffer.alloc(2 * MEGABYTE)])],
    ['a page of HTML', Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['HTML before a picture', Buffer.concat([Buffer.from('<script>alert(1)</script>'), picture()])],
  ])('is refused and removed when it turns out to be %s', async (_what, content) => {
    const before = await room.kept();
    const url = await begun(author, content.length);
    // Of a large one, as soon as its first megabyte is there.
    const piece = content.subarray(0, MEGABYTE);
    expect(await sendPiece(author, url, 0, piece)).toMatchObject({
      ...{ status: 415, body: { code: 'files.type_not_allowed' } },
    });
    expect((await progress(author, url)).status).toBe(404);
    expect(await room.kept()).toEqual(before);
  });

  it('is nobody else’s, and for those alone who may upload', async () => {
    const url = await begun(author, HALF);
    const [other, learner] = [await room.app.person('instructor'), await room.app.person('learner')];
    for (const { status, body } of [
      await sendPiece(other, url, 0, Buffer.from('x')),
      await other.delete(url, TUS),
      await author.delete('/v1/file-uploads/01990000-0000-7000-8000-000000000000', TUS),
    ])
      expect([status, body.code]).toEqual([404, 'files.upload_not_found']);
    expect((await progress(other, url)).status).toBe(404);
    expect((await beginning(learner, HALF)).body.code).toBe('auth.role_needed');
    expect((await progress(room.app.anyone, url)).status).toBe(401);
    expect((await author.delete(url)).body.code).toBe('files.tus_version');
  });
});
