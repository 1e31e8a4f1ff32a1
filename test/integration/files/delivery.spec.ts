import { randomBytes } from 'node:crypto';
import { newId } from '../../../src/shared/database/ids';
import { expectStatus } from '../../support/course-room';
import { FilesRoom, type KnownFile, picture } from '../../support/files-room';
import { openFilesIn } from '../../support/open-files';
import { sqlOf } from '../../support/query-counter';
import type { Caller } from '../../support/test-app';
import { until } from '../../support/until';

describe('the content of a file', () => {
  let room: FilesRoom;
  let author: Caller;
  let content: Buffer;
  let file: KnownFile;
  beforeAll(async () => {
    room = await FilesRoom.open();
    author = await room.app.person('instructor');
    content = Buffer.concat([picture(), randomBytes(200_000)]);
    file = await room.file(author, content, 'Überblick "1".png');
  });
  afterAll(() => room.close());

  const bytesOf = async (answer: Response): Promise<Buffer> => Buffer.from(await answer.arrayBuffer());
  const read = (headers: Record<string, string> = {}, method?: string): Promise<Response> =>
    room.fetch(file.address, author, headers, method);

  it('is closed when a reader goes away in the middle, and when it was read to the end', async () => {
    const large = await room.file(author, Buffer.concat([picture(), randomBytes(8_000_000)]), 'large.png');
    const answer = await room.fetch(large.address, author);
    const reader = answer.body!.getReader();
    await reader.read();
    expect(openFilesIn(room.folder)).toHaveLength(1);
    await reader.cancel();
    await until(() => openFilesIn(room.folder).length === 0);
    await bytesOf(await room.fetch(large.address, author));
    await until(() => openFilesIn(room.folder).length === 0);
  });

  it('comes whole, as an attachment that no browser runs', async () => {
    const answer = await read();
    expect(answer.status).toBe(200);
    expect(await bytesOf(answer)).toEqual(content);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/png',
      'content-length': String(content.length),
      'content-disposition':
        'attachment; filename="?berblick \\"1\\".png"; filename*=UTF-8\'\'%C3%9Cberblick%20%221%22.png',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-cache',
      'accept-ranges': 'bytes',
      etag: `"${file.sha256}"`,
    });
  });

  it('answers 304 to a reader who has it, and to HEAD with the headers alone', async () => {
    const known = await read({ 'if-none-match': `"${file.sha256}"` });
    expect([known.status, await known.text()]).toEqual([304, '']);
    const head = await read({}, 'HEAD');
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([
      ...[200, String(content.length), ''],
    ]);
  });

  it.each<[range: string, from: number, to: number]>([
    ['bytes=0-0', 0, 1],
    ['bytes=100-199', 100, 200],
    ['bytes=100-', 100, Infinity],
    ['bytes=-5', -5, Infinity],
    ['bytes=-999999999', 0, Infinity],
    ['bytes=5-99999999999', 5, Infinity],
  ])('comes in part for the range %s', async (range, from, to) => {
    const answer = await read({ range });
    const part = content.subarray(from, to);
    expect(answer.status).toBe(206);
    expect(await bytesOf(answer)).toEqual(part);
    const start = from < 0 ? content.length + from : from;
    expect(answer.headers.get('content-range')).toBe(
      `bytes ${start}-${start + part.length - 1}/${content.length}`,
    );
    expect(answer.headers.get('content-length')).toBe(String(part.length));
  });

  it.each(['bytes=1-0', 'bytes=x-y', 'bytes=0-1,4-5', 'lines=0-1', 'bytes=', 'bytes=-'])(
    'comes whole for the range %s, which can be ignored',
    async (range) => {
      const answer = await read({ range });
      expect([answer.status, (await bytesOf(answer)).length]).toEqual([200, content.length]);
    },
  );

  it.each(['bytes=99999999-', 'bytes=-0'])('answers 416 to the range %s, with the length', async (range) => {
    const answer = await read({ range });
    expect(answer.status).toBe(416);
    expect(answer.headers.get('content-range')).toBe(`bytes */${content.length}`);
    expect(await answer.json()).toMatchObject({ code: 'files.no_such_range' });
  });

  it('is completed only for the copy that If-Range names', async () => {
    const range = 'bytes=10-19';
    expect((await read({ range, 'if-range': `"${file.sha256}"` })).status).toBe(206);
    for (const other of ['"another"', `W/"${file.sha256}"`, new Date().toUTCString(), '*'])
      expect((await read({ range, 'if-range': other })).status).toBe(200);
  });

  it('is not there for others while nothing uses it, and for nobody under an unknown id', async () => {
    for (const other of [await room.app.person('instructor'), await room.app.person('administrator')]) {
      expect(await other.get(`/v1/files/${file.id}`)).toMatchObject({
        status: 404,
        body: { code: 'files.not_found' },
      });
      expect((await room.fetch(file.address, other)).status).toBe(404);
    }
    expect((await room.fetch(`/v1/files/${newId()}/content`, author)).status).toBe(404);
    expect((await room.fetch(file.address)).status).toBe(401);
  });

  it('comes by its link without a token, in part too, and may be kept', async () => {
    const { url } = expectStatus(await author.get(`/v1/files/${file.id}`), 200);
    const answer = await room.fetch(url);
    expect(await bytesOf(answer)).toEqual(content);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'cache-control': 'private, max-age=31536000, immutable',
      'content-security-policy': "default-src 'none'; sandbox",
      'content-disposition': expect.stringMatching(/^attachment/) as string,
      'cross-origin-resource-policy': 'cross-origin',
    });
    expect((await room.fetch(url, undefined, { range: 'bytes=0-9' })).status).toBe(206);
  });

  it('has the same link for half an hour, so that browsers find their copy, and each lasts an hour', async () => {
    room.app.clock.set('2026-03-01T10:00:00.001Z');
    const first = expectStatus(await author.get(`/v1/files/${file.id}`), 200);
    room.app.clock.set('2026-03-01T10:29:59.000Z');
    const second = expectStatus(await author.get(`/v1/files/${file.id}`), 200);
    expect(second.url).toBe(first.url);
    expect(second.urlExpiresAt).toBe('2026-03-01T11:30:00.000Z');
    room.app.clock.set('2026-03-01T11:29:59.999Z');
    expect((await room.fetch(first.url)).status).toBe(200);
    room.app.clock.set('2026-03-01T11:30:00.000Z');
    const late = await room.fetch(first.url);
    expect([late.status, await late.json()]).toMatchObject([403, { code: 'files.link_expired' }]);
  });

  it('is refused for a link that somebody changed, or that is for another file', async () => {
    const { url } = expectStatus(await author.get(`/v1/files/${file.id}`), 200);
    const other = await room.file(author);
    const [text, expiry, signature] = new URL(url).searchParams.get('link')!.split('.');
    const forged = [
      [Buffer.from(other.id).toString('base64url'), expiry, signature],
      [text, String(Number(expiry) + 1), signature],
      [text, expiry, signature!.replace(/.$/, (last) => (last === 'A' ? 'E' : 'A'))],
      ['', '', ''],
    ];
    for (const link of forged) {
      const answer = await room.fetch(`/v1/file-contents?link=${link.join('.')}`);
      expect([answer.status, await answer.json()]).toMatchObject([403, { code: 'files.link_invalid' }]);
    }
  });

  it('costs two statements with a token, and one with a link, for the person who uploaded it', async () => {
    expect(await sqlOf(() => read())).toHaveLength(2);
    const { url } = expectStatus(await author.get(`/v1/files/${file.id}`), 200);
    expect(await sqlOf(() => room.fetch(url))).toHaveLength(1);
  });
});

describe('the content of a file at FILES_ORIGIN', () => {
  it('is shown as a page there alone, still without scripts', async () => {
    const room = await FilesRoom.open({ FILES_ORIGIN: 'https://files.school.example' });
    const author = await room.app.person('instructor');
    const { url, id } = await room.file(author);
    expect(url).toMatch(/^https:\/\/files\.school\.example\/v1\/file-contents\?link=/);
    const { pathname, search } = new URL(url);
    const at = (host: string): Promise<Record<string, unknown>> =>
      room.app.anyone.get(`${pathname}${search}`, { host }).then(({ headers }) => headers);
    expect(await at('files.school.example')).toMatchObject({
      'content-disposition': 'inline; filename=picture.png',
      'content-security-policy': "default-src 'none'; sandbox",
    });
    expect(await at('stoa.school.example')).toMatchObject({
      'content-disposition': 'attachment; filename=picture.png',
    });
    const bearer = await author.get(`/v1/files/${id}/content`, { host: 'files.school.example' });
    expect(bearer.headers['content-disposition']).toBe('attachment; filename=picture.png');
    await room.close();
  });
});
