import { randomBytes } from 'node:crypto';
import { expectStatus } from '../../support/course-room';
import { FilesRoom, type KnownFile, picture } from '../../support/files-room';
import { photo } from '../../support/pictures';
import type { Caller } from '../../support/test-app';

const SCRIPT = '<script>alert(document.domain)</script>';
const CUES = 'WEBVTT\n\n00:00.000 --> 00:02.000\nMedian und Mittelwert – ähnlich, nicht gleich\n';
/** A script for whoever takes it for one. */
const gifAndScript = (): Buffer =>
  Buffer.concat([Buffer.from('GIF89a/*'), randomBytes(8), Buffer.from('*/=1;alert(1)//')]);
const PDF = '%PDF-1.7\n1 0 obj <</OpenAction <</S /JavaScript /JS (app.alert\\(1\\))>>>> endobj\n';

/** What an answer needs so that no browser runs what is in it, whatever it takes it for. */
const HARMLESS = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
};

describe('what people upload', () => {
  let room: FilesRoom;
  let own: FilesRoom;
  let author: Caller;
  beforeAll(async () => {
    room = await FilesRoom.open();
    own = await FilesRoom.open({ FILES_ORIGIN: 'https://files.school.example' });
    author = await room.app.person('instructor');
  });
  afterAll(async () => {
    await own.close();
    await room.close();
  });

  it.each<[what: string, content: Buffer]>([
    ['HTML', Buffer.from(`<!doctype html>${SCRIPT}`)],
    ['HTML after white space and a comment', Buffer.from(`\n\n  <!-- -->\n<html>${SCRIPT}`)],
    ['HTML in UTF-16', Buffer.from(`\ufeff<html>${SCRIPT}`, 'utf16le')],
    ['SVG', Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">${SCRIPT}</svg>`)],
    [
      'SVG as XML',
      Buffer.from(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">${SCRIPT}</svg>`),
    ],
    [
      'XHTML',
      Buffer.from(`<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">${SCRIPT}</html>`),
    ],
    ['what begins almost like WebVTT', Buffer.from(`WEBVTTX\n${SCRIPT}`)],
    ['WebVTT that is no text', Buffer.concat([Buffer.from('WEBVTT\n\n'), Buffer.from([0xff, 0xfe, 0x00])])],
    [
      'WebVTT in Latin-1',
      Buffer.concat([Buffer.from('WEBVTT\n\n00:00.000 --> 00:02.000\n'), Buffer.from([0xe4])]),
    ],
  ])('is refused if it is %s', async (_what, content) => {
    const answer = await room.upload(author, content, 'a.png');
    expect(answer).toMatchObject({ status: 415, body: { code: 'files.type_not_allowed' } });
  });

  it.each<[what: string, type: string, content: () => Buffer]>([
    ['a picture with HTML behind it', 'image/png', () => Buffer.concat([picture(), Buffer.from(SCRIPT)])],
    ['a GIF that is a script, too', 'image/gif', gifAndScript],
    ['a PDF with a script', 'application/pdf', () => Buffer.from(`${PDF}${Math.random()}`)],
    [
      'a picture with an archive behind it',
      'image/png',
      () => Buffer.concat([picture(), Buffer.from('504b0506', 'hex')]),
    ],
    [
      'subtitles with HTML in them',
      'text/vtt; charset=utf-8',
      () => Buffer.from(`${CUES}\n${SCRIPT}${Math.random()}`),
    ],
  ])('comes as what it is and is run by nobody: %s', async (_what, type, content) => {
    const file = await room.file(author, content(), 'page.html');
    for (const answer of [await room.fetch(file.address, author), await room.fetch(file.url)]) {
      expect(Object.fromEntries(answer.headers)).toMatchObject({ ...HARMLESS, 'content-type': type });
      expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename=page\.html\.\w+$/);
    }
    const person = await own.app.person('instructor');
    const { url } = await own.file(person, content(), 'page.html');
    const { pathname, search } = new URL(url);
    const shown = await own.app.anyone.get(pathname + search, { host: 'files.school.example' });
    expect(shown.headers).toMatchObject({ ...HARMLESS, 'content-type': type });
    expect(shown.headers['content-disposition']).toMatch(/^inline/);
  });

  it.each(['WEBVTT', '\ufeffWEBVTT', 'WEBVTT Kind: captions', 'WEBVTT\r\nNOTE x'])(
    'is subtitles if it begins %j, whatever it is called',
    async (beginning) => {
      const content = Buffer.from(`${beginning}\n\n00:00.000 --> 00:02.000\n${Math.random()} ä\n`);
      const file = await room.file(author, content, 'Untertitel.txt');
      expect(file).toMatchObject({ mediaType: 'text/vtt', name: 'Untertitel.txt.vtt' });
      const answer = await room.fetch(file.url);
      expect([answer.headers.get('content-type'), Buffer.from(await answer.arrayBuffer())]).toEqual([
        ...['text/vtt; charset=utf-8', content],
      ]);
      // A `<track>` of a page at another origin needs both.
      expect(answer.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    },
  );

  it('is read by its link like any other address: HEAD, 304, ranges', async () => {
    const content = Buffer.concat([picture(), randomBytes(5000)]);
    const { url, sha256 } = await room.file(author, content);
    const read = (headers: Record<string, string>, method?: string): Promise<Response> =>
      room.fetch(url, undefined, headers, method);
    const head = await read({ range: 'bytes=0-9' }, 'HEAD');
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([
      ...[200, String(content.length), ''],
    ]);
    expect((await read({ 'if-none-match': `"${sha256}"` })).status).toBe(304);
    expect((await read({ 'if-none-match': `W/"${sha256}", "other"` })).status).toBe(304);
    expect((await read({ 'if-none-match': '*' }, 'HEAD')).status).toBe(304);
    expect((await read({ range: 'bytes=-5' })).headers.get('content-range')).toBe(
      `bytes ${content.length - 5}-${content.length - 1}/${content.length}`,
    );
    const several = await read({ range: 'bytes=0-1,4-5' });
    expect([several.status, (await several.arrayBuffer()).byteLength]).toEqual([200, content.length]);
    const beyond = await read({ range: `bytes=${content.length}-` });
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, `bytes */${content.length}`]);
    expect((await read({ range: 'bytes=0-9', 'if-range': `"${'0'.repeat(64)}"` })).status).toBe(200);
  });
});

describe('a link to a file', () => {
  let room: FilesRoom;
  let author: Caller;
  let file: KnownFile & { variants: { width: number; url: string }[] };
  beforeAll(async () => {
    room = await FilesRoom.open();
    author = await room.app.person('instructor');
    file = (await room.file(author, await photo(), 'a.jpg')) as typeof file;
  });
  afterAll(() => room.close());

  const linkOf = (url: string): string => new URL(url).searchParams.get('link')!;
  const byLink = (link: string): Promise<Response> =>
    room.fetch(`/v1/file-contents?link=${encodeURIComponent(link)}`);

  it('is worth nothing when any character of it is another one', async () => {
    for (const url of [file.url, file.variants[0]!.url]) {
      const link = linkOf(url);
      for (let place = 0; place < link.length; place += 1) {
        const other = link[place] === 'A' ? 'B' : 'A';
        const answer = await byLink(link.slice(0, place) + other + link.slice(place + 1));
        expect([place, answer.status]).toEqual([place, 403]);
      }
    }
  });

  it('opens the size that it names and no other, nor the file as it was uploaded', async () => {
    const [small, large] = [file.variants[0]!, file.variants[2]!];
    const [ofSmall, ofLarge, ofFile] = [linkOf(small.url), linkOf(large.url), linkOf(file.url)];
    const parts = (link: string): string[] => link.split('.');
    for (const [text, signed] of [
      [ofLarge, ofSmall],
      [ofFile, ofSmall],
      [ofSmall, ofFile],
    ] as const) {
      const forged = [parts(text)[0], ...parts(signed).slice(1)].join('.');
      expect((await byLink(forged)).status).toBe(403);
    }
    const widened = await room.fetch(`${file.url}&width=160`);
    expect([widened.status, await widened.json()]).toMatchObject([422, { code: 'request.invalid' }]);
    const lengths = await Promise.all(
      [small.url, large.url, file.url].map(
        async (url) => (await (await room.fetch(url)).arrayBuffer()).byteLength,
      ),
    );
    expect(new Set(lengths).size).toBe(3);
  });

  it('opens it for whoever has it, and nothing else of it', async () => {
    const stranger = await room.app.person('learner');
    expect((await room.fetch(file.url, stranger)).status).toBe(200);
    for (const path of [`/v1/files/${file.id}`, file.address, `${file.address}?width=160`])
      expect((await room.fetch(path, stranger)).status).toBe(404);
    expect((await room.fetch(file.url, undefined, {}, 'DELETE')).status).toBe(405);
  });

  it('ends for all sizes at the same time', async () => {
    room.app.clock.set('2026-03-01T10:00:00.000Z');
    const fresh = expectStatus(await author.get(`/v1/files/${file.id}`), 200);
    const urls = [fresh.url, ...fresh.variants.map(({ url }: { url: string }) => url)];
    room.app.clock.set(new Date(Date.parse(fresh.urlExpiresAt) - 1).toISOString());
    for (const url of urls) expect((await room.fetch(url)).status).toBe(200);
    room.app.clock.set(fresh.urlExpiresAt);
    for (const url of urls) {
      const late = await room.fetch(url);
      expect([late.status, await late.json()]).toMatchObject([403, { code: 'files.link_expired' }]);
    }
  });

  it('of a session that is forged for another server is refused', async () => {
    const other = await FilesRoom.open({ JWT_KEYS: 'other:another-signing-key-of-thirty-two-characters' });
    const person = await other.app.person('instructor');
    const foreign = await other.file(person);
    expect((await byLink(linkOf(foreign.url))).status).toBe(403);
    await other.close();
  });
});
