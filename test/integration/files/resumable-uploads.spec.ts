import { createHash } from 'node:crypto';
import { expectStatus } from '../../support/course-room';
import { FilesRoom } from '../../support/files-room';
import { sqlOf } from '../../support/query-counter';
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
import { type Answer, type Caller, TestApp } from '../../support/test-app';

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
    expect((await room.contentOf(file, author)).equals(content)).toBe(true);
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
    expect((await room.contentOf(file, author)).equals(content)).toBe(true);
    await other.stop();
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
