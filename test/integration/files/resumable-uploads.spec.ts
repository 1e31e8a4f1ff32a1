import { createHash } from 'node:crypto';
import { expectStatus } from '../../support/course-room';
import { FilesRoom, picture } from '../../support/files-room';
import { alterStore, negativeControl } from '../../support/negative-control';
import { sqlOf } from '../../support/query-counter';
import {
  beginning,
  begun,
  largePicture,
  metadata,
  offsetOf,
  PIECE,
  progress,
  sendPiece,
  TUS,
} from '../../support/resumable';
import { beforeNext, rewriteStatements } from '../../support/statements';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

negativeControl('the writer of an upload', ['takes the later of two requests'], () => {
  rewriteStatements(/^UPDATE `file_uploads` SET `arrived`/, /`writer` = \?/, '(`writer` = ? OR TRUE)');
});
// Two conditions of one statement and an index each keep a second piece away from a place.
negativeControl('one piece at a place', ['takes one of two requests that send the same part at once'], () => {
  alterStore(
    'ALTER TABLE file_upload_pieces ADD INDEX (upload_id), DROP INDEX uq_file_upload_pieces_position',
  );
  rewriteStatements(/^UPDATE `file_uploads` SET `arrived`/, /`writer` = \?/, '(`writer` = ? OR TRUE)');
  rewriteStatements(
    /^UPDATE `file_uploads` SET `arrived`/,
    /`arrived` = \?\)?(?= AND|$)/,
    '(`arrived` = ? OR TRUE)',
  );
});

const MEGABYTE = 1024 * 1024;
const HALF = 32 * 1024;

describe('An upload that can be resumed', () => {
  let room: FilesRoom;
  let author: Caller;
  beforeAll(async () => {
    room = await FilesRoom.open({
      ...{ FILE_LIMIT_MEGABYTES: '4', FILES_PER_PERSON_MEGABYTES: '6', BODY_LIMIT_KILOBYTES: '1' },
      FILES_GRACE_HOURS: '2',
    });
  });
  beforeEach(async () => {
    room.app.clock.set('2026-03-02T09:00:00Z');
    author = await room.app.person('instructor');
  });
  afterAll(() => room.close());

  const contentOf = async (url: string, caller = author): Promise<Buffer> =>
    Buffer.from(await (await room.fetch(`${url}/content`, caller)).arrayBuffer());

  it('tells what the server knows of the protocol, to anyone', async () => {
    const answer = await room.app.anyone.send('OPTIONS', '/v1/file-uploads');
    expect(answer).toMatchObject({
      status: 204,
      headers: {
        ...{ 'tus-resumable': '1.0.0', 'tus-version': '1.0.0', 'tus-max-size': String(4 * MEGABYTE) },
        'tus-extension': 'creation,creation-with-upload,expiration,checksum,termination',
        'tus-checksum-algorithm': 'sha1,sha256',
      },
    });
  });

  it('becomes a file with its last piece, as if it had come in one', async () => {
    const content = largePicture(2 * HALF);
    const answer = await beginning(author, content.length, {
      'upload-metadata': metadata({ filename: '../a film.png', filetype: 'text/html', purpose: 'activity' }),
    });
    const { id } = expectStatus(answer, 201);
    const url = `/v1/file-uploads/${id}`;
    expect(answer.headers).toMatchObject({
      ...{ location: url, 'tus-resumable': '1.0.0', 'upload-offset': '0' },
      'upload-expires': 'Mon, 02 Mar 2026 11:00:00 GMT',
    });
    const first = await sendPiece(author, url, 0, content.subarray(0, HALF));
    expect(first).toMatchObject({ status: 204, headers: { 'upload-offset': String(HALF) } });
    expect((await progress(author, url)).headers).toMatchObject({
      ...{
        'upload-offset': String(HALF),
        'upload-length': String(content.length),
        'cache-control': 'no-store',
      },
      'upload-metadata': metadata({ filename: '../a film.png', filetype: 'text/html', purpose: 'activity' }),
    });
    const last = await sendPiece(author, url, HALF, content.subarray(HALF));
    expect(last).toMatchObject({ status: 204, headers: { 'upload-offset': String(content.length) } });
    const file = String(last.headers['stoa-file']);
    expect(expectStatus(await author.get(file), 200)).toMatchObject({
      ...{ name: 'a film.png', mediaType: 'image/png', bytes: content.length, purpose: 'activity' },
      sha256: createHash('sha256').update(content).digest('hex'),
    });
    expect((await contentOf(file)).equals(content)).toBe(true);
    expect((await progress(author, url)).headers).toMatchObject({
      ...{ 'upload-offset': String(content.length), 'stoa-file': file },
    });
    const { stored, contents, leftovers } = await room.kept();
    expect([stored.length, leftovers]).toEqual([contents, 0]);
  });

  it('may bring its first bytes with the request that begins it', async () => {
    const content = largePicture(2 * HALF);
    const answer = await beginning(author, content.length, {}, content.subarray(0, HALF));
    expect(expectStatus(answer, 201)).toMatchObject({ arrivedBytes: HALF, fileId: null });
    const url = String(answer.headers['location']);
    expect(await offsetOf(author, url)).toBe(HALF);
    const whole = await beginning(author, content.length, {}, content);
    expect(whole.headers['stoa-file']).toBe(`/v1/files/${expectStatus(whole, 201).fileId}`);
    expect((await author.delete(url, TUS)).status).toBe(204);
  });

  it('is begun once under an Idempotency-Key', async () => {
    const key = { 'idempotency-key': `upload-${author.id}` };
    const [first, again] = [await begun(author, HALF, key), await begun(author, HALF, key)];
    expect(again).toBe(first);
    expect((await beginning(author, HALF + 1, key)).body.code).toBe('request.idempotency_key_reused');
  });

  it('may be sent to any process that has the same storage', async () => {
    const other = await TestApp.start({ FILES_DIRECTORY: room.folder }, room.app.target);
    const there = other.bearing(author.token!);
    const content = largePicture(4 * HALF);
    const url = await begun(author, content.length);
    for (let piece = 0; piece < 4; piece += 1) {
      const [from, to] = [piece * HALF, (piece + 1) * HALF];
      const answer = await sendPiece(piece % 2 ? there : author, url, from, content.subarray(from, to));
      expect(answer).toMatchObject({ status: 204, headers: { 'upload-offset': String(to) } });
    }
    const file = String((await progress(there, url)).headers['stoa-file']);
    expect((await contentOf(file)).equals(content)).toBe(true);
    await other.stop();
  });

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
    const answers = await Promise.all(Array.from({ length: 101 }, () => beginning(author, 1)));
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

  it('can be given up, and leaves nothing', async () => {
    const before = await room.kept();
    const url = await begun(author, HALF);
    expect((await sendPiece(author, url, 0, Buffer.alloc(100, 1))).status).toBe(204);
    expect((await author.delete(url, TUS)).status).toBe(204);
    expect((await progress(author, url)).status).toBe(404);
    expect(await room.kept()).toEqual(before);
  });

  it('is removed when its time is over, with what had arrived', async () => {
    const before = await room.kept();
    const url = await begun(author, HALF);
    expect((await sendPiece(author, url, 0, Buffer.alloc(100, 1))).status).toBe(204);
    room.app.clock.set('2026-03-02T10:59:59Z');
    await room.collect();
    expect(await offsetOf(author, url)).toBe(100);
    room.app.clock.set('2026-03-02T11:00:00Z');
    expect((await sendPiece(author, url, 100, Buffer.alloc(100, 1))).status).toBe(404);
    await room.collect();
    const after = await room.kept();
    expect(after.stored.filter((key) => !before.stored.includes(key))).toEqual([]);
    expect([after.leftovers, await uploads()]).toEqual([0, 0]);
  });

  const uploads = async (): Promise<number> =>
    (await room.app.database.rows('SELECT 1 FROM file_uploads')).length;

  it('takes one of two requests that send the same part at once', async () => {
    for (let round = 0; round < 8; round += 1) {
      const content = largePicture(2 * HALF);
      const url = await begun(author, content.length);
      const other = Buffer.concat([content.subarray(0, HALF), Buffer.alloc(HALF, 7)]);
      const answers = await Promise.all([
        sendPiece(author, url, 0, content),
        sendPiece(author, url, 0, other),
        sendPiece(author, url, 0, content.subarray(0, HALF)),
      ]);
      expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
      expect(answers.filter(({ status }) => [409, 423].includes(status))).toHaveLength(2);
      const arrived = await offsetOf(author, url);
      if (arrived < content.length)
        expect((await sendPiece(author, url, arrived, content.subarray(arrived))).status).toBe(204);
      const file = String((await progress(author, url)).headers['stoa-file']);
      const { sha256 } = expectStatus(await author.get(file), 200);
      const bytes = await contentOf(file);
      expect([content, other].some((sent) => sent.equals(bytes))).toBe(true);
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
    }
    expect((await room.kept()).leftovers).toBe(0);
  });

  it('takes POST for the method that X-HTTP-Method-Override names, with the rules of that method', async () => {
    const content = largePicture(2 * HALF);
    const url = await begun(author, content.length);
    const instead = (method: string, caller = author, body?: Buffer): Promise<Answer> => {
      const headers = {
        'x-http-method-override': method,
        ...(body ? { ...PIECE, 'upload-offset': '0' } : TUS),
      };
      return caller.post(url, body, headers);
    };
    const stranger = await room.app.person('instructor');
    for (const caller of [stranger, room.app.anyone]) {
      const status = caller === stranger ? 404 : 401;
      expect((await instead('PATCH', caller, content.subarray(0, HALF))).status).toBe(status);
      expect((await instead('DELETE', caller)).status).toBe(status);
    }
    expect(await instead('PATCH', author, content.subarray(0, HALF))).toMatchObject({
      status: 204,
      headers: { 'upload-offset': String(HALF) },
    });
    for (const method of ['PUT', 'TRACE', '', 'DELETE, PATCH'])
      expect((await instead(method)).status).toBe(405);
    expect(await offsetOf(author, url)).toBe(HALF);
    expect((await instead('DELETE')).status).toBe(204);
    expect((await progress(author, url)).status).toBe(404);
    // Nowhere else.
    const elsewhere = await author.post('/v1/me', undefined, { 'x-http-method-override': 'DELETE' });
    expect(elsewhere.status).toBe(405);
  });

  it('takes the later of two requests, of which only the sender can still be waiting', async () => {
    const [early, late] = [largePicture(HALF), largePicture(HALF)];
    const url = await begun(author, 2 * HALF);
    const keeping = /^UPDATE `file_uploads` SET `arrived`/;
    const [earlyStored, lateStored] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    // When all of the early one is stored, the late one comes, and has its turn after the answer to the early one.
    beforeNext(keeping, () => {
      earlyStored.resolve();
      return lateStored.promise;
    });
    const earlier = sendPiece(author, url, 0, early);
    await earlyStored.promise;
    beforeNext(keeping, () => {
      lateStored.resolve();
      return earlier;
    });
    const later = sendPiece(author, url, 0, late);
    expect(await earlier).toMatchObject({ status: 409, body: { code: 'files.offset_conflict' } });
    expect((await later).status).toBe(204);
    expect((await sendPiece(author, url, HALF, early)).status).toBe(204);
    const file = String((await progress(author, url)).headers['stoa-file']);
    expect((await contentOf(file)).equals(Buffer.concat([late, early]))).toBe(true);
  });

  it('becomes a file when somebody asks for it, if the request that completed it could not make one', async () => {
    const content = largePicture(2 * HALF);
    const url = await begun(author, content.length);
    beforeNext(/INSERT INTO `files`/, () => Promise.reject(new Error('The process was killed here.')));
    expect((await sendPiece(author, url, 0, content)).status).toBe(500);
    const asked = await Promise.all(Array.from({ length: 5 }, () => progress(author, url)));
    const statuses = new Set(asked.map(({ status }) => status));
    expect([...statuses].every((status) => status === 200 || status === 423)).toBe(true);
    const { headers } = await progress(author, url);
    expect((await contentOf(String(headers['stoa-file']))).equals(content)).toBe(true);
    expect((await room.kept()).leftovers).toBe(0);
  });

  it('costs the store as much with many pieces as with two', async () => {
    const counts: number[][] = [];
    for (const pieces of [2, 20]) {
      const content = largePicture(pieces * 1000);
      let url = '';
      const cost = async (work: () => Promise<unknown>): Promise<number> => (await sqlOf(work)).length;
      const costs = [await cost(async () => (url = await begun(author, content.length)))];
      for (let piece = 0; piece < pieces; piece += 1) {
        const [from, to] = [piece * 1000, (piece + 1) * 1000];
        costs.push(await cost(() => sendPiece(author, url, from, content.subarray(from, to))));
      }
      counts.push([costs[0]!, costs[1]!, Math.max(...costs.slice(1, -1)), costs.at(-1)!]);
    }
    expect(counts).toEqual([
      [9, 8, 8, 24],
      [9, 8, 8, 24],
    ]);
  });
});
