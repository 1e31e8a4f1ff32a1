import sharp from 'sharp';
import { expectStatus } from '../../support/course-room';
import { alterStore, negativeControl } from '../../support/negative-control';
import { rewriteStatements, sentLate } from '../../support/statements';
import { FilesRoom, type KnownFile, picture } from '../../support/files-room';
import { hugePng, photo } from '../../support/pictures';
import type { Caller } from '../../support/test-app';

interface Picture extends KnownFile {
  width: number | null;
  height: number | null;
  variants: { width: number; url: string }[];
  urlExpiresAt: string;
}

/** Of 40,000 × 40,000 pixels in two colors. */
const GIF_HEAD = '474946383961409c409c800000000000ffffff';
const WEBP_HEAD = '52494646ffff000057454250565038580a000000';

jest.setTimeout(60_000);

negativeControl('the unique key of smaller pictures', ['is made once by two processes'], () => {
  alterStore(
    'ALTER TABLE file_variants ADD INDEX ix_control (content_id), DROP INDEX uq_file_variants_content',
  );
});

negativeControl('the lock of content that is discarded', ['that is made while its file is collected'], () => {
  rewriteStatements(/FROM file_contents c WHERE c\.id IN/, /FOR UPDATE/, '');
  // Between the question which pictures were made of it and its end, another can be made then.
  sentLate(/^DELETE FROM file_contents/);
});

describe('a picture in smaller sizes', () => {
  let room: FilesRoom;
  let author: Caller;
  beforeAll(async () => {
    room = await FilesRoom.open();
    author = await room.app.person('instructor');
  });
  /** Of a test that looks at a whole store. */
  let alone: FilesRoom | undefined;
  afterEach(async () => {
    await alone?.close();
    alone = undefined;
  });
  afterAll(() => room.close());

  const upload = async (content: Buffer, name = 'photo.jpg'): Promise<Picture> =>
    (await room.file(author, content, name)) as Picture;
  const bytesOf = async (answer: Response): Promise<Buffer> => Buffer.from(await answer.arrayBuffer());
  const smaller = (file: Picture, width: number): string =>
    file.variants.find((variant) => variant.width === width)!.url;

  it('is offered in those that are smaller than it is, and anything else in none', async () => {
    const file = await upload(await photo({ width: 1200, height: 800 }));
    expect([file.width, file.height]).toEqual([1200, 800]);
    expect(file.variants.map(({ width }) => width)).toEqual([160, 480, 960]);
    expect((await upload(await photo({ width: 160, height: 90 }))).variants).toEqual([]);
    expect((await upload(await photo({ width: 4000, height: 90 }))).variants).toHaveLength(4);
    const pdf = await upload(Buffer.from(`%PDF-1.7\n${Math.random()}`), 'a.pdf');
    expect([pdf.width, pdf.height, pdf.variants]).toEqual([null, null, []]);
  });

  it('comes so wide, as WebP or JPEG by what the reader takes, under the same rules as the file', async () => {
    const file = await upload(await photo());
    const answer = await room.fetch(smaller(file, 480), undefined, {
      accept: 'image/avif,image/webp,image/*,*/*;q=0.8',
    });
    expect(answer.status).toBe(200);
    expect(await sharp(await bytesOf(answer)).metadata()).toMatchObject({
      format: 'webp',
      width: 480,
      height: 320,
    });
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/webp',
      'content-disposition': 'attachment; filename=photo.jpg.webp',
      'cache-control': 'private, max-age=31536000, immutable',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      vary: expect.stringMatching(/accept/i) as string,
    });
    const old = await room.fetch(smaller(file, 480), undefined, { accept: 'image/jpeg' });
    expect(await sharp(await bytesOf(old)).metadata()).toMatchObject({ format: 'jpeg', width: 480 });
    expect(old.headers.get('etag')).not.toBe(answer.headers.get('etag'));
    const known = await room.fetch(smaller(file, 480), undefined, {
      'if-none-match': answer.headers.get('etag')!,
    });
    expect([known.status, await known.text()]).toEqual([304, '']);
    const part = await room.fetch(smaller(file, 480), undefined, { range: 'bytes=0-9' });
    expect([part.status, (await bytesOf(part)).length]).toEqual([206, 10]);
  });

  it('comes with a token for whoever may read the file, and is not there for others', async () => {
    const file = await upload(await photo());
    const { course } = await room.page([file], author);
    const learner = await course.member();
    const address = `${file.address}?width=160`;
    const answer = await room.fetch(address, learner);
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'private, no-cache']);
    expect(await sharp(await bytesOf(answer)).metadata()).toMatchObject({ width: 160 });
    expect((await room.fetch(address, await room.app.person('instructor'))).status).toBe(404);
    expect((await room.fetch(address)).status).toBe(401);
  });

  it('has nothing in it that the camera wrote, and stands upright', async () => {
    const original = await photo({ width: 1200, height: 800, orientation: 6 });
    expect((await sharp(original).metadata()).exif?.toString('latin1')).toContain('Secret Camera');
    const file = await upload(original);
    expect([file.width, file.height]).toEqual([800, 1200]);
    for (const accept of ['image/webp', 'image/jpeg']) {
      const content = await bytesOf(await room.fetch(smaller(file, 480), undefined, { accept }));
      const found = await sharp(content).metadata();
      expect([found.width, found.height, found.orientation, found.exif, found.xmp]).toEqual([
        ...[480, 720, undefined, undefined, undefined],
      ]);
      expect(content.includes('Secret')).toBe(false);
    }
  });

  it('is the first frame of one that moves, and white where JPEG cannot be seen through', async () => {
    const frames = [255, 0].map((shade) => Buffer.alloc(300 * 200 * 3, shade));
    const gif = await sharp(Buffer.concat(frames), {
      raw: { width: 300, height: 400, channels: 3, pageHeight: 200 },
    })
      .gif({ delay: [100, 100] })
      .toBuffer();
    expect((await sharp(gif).metadata()).pages).toBe(2);
    const moving = await upload(gif, 'moving.gif');
    expect([moving.mediaType, moving.width, moving.height]).toEqual(['image/gif', 300, 200]);
    const still = await bytesOf(await room.fetch(smaller(moving, 160)));
    const { pages, width } = await sharp(still).metadata();
    expect([pages ?? 1, width]).toEqual([1, 160]);
    const clear = await sharp({
      create: { width: 400, height: 200, channels: 4, background: { r: 9, g: 9, b: 9, alpha: 0 } },
    })
      .png()
      .toBuffer();
    const file = await upload(clear, 'clear.png');
    const jpeg = await bytesOf(await room.fetch(smaller(file, 160), undefined, { accept: 'image/jpeg' }));
    const [red] = await sharp(jpeg).raw().toBuffer();
    expect(red).toBe(255);
  });

  it('is made once for all who ask at the same moment, and kept', async () => {
    const before = await room.kept();
    const file = await upload(await photo({ width: 1000, height: 500 }));
    const answers = await Promise.all(Array.from({ length: 20 }, () => room.fetch(smaller(file, 480))));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(answers.map(({ headers }) => headers.get('etag'))).size).toBe(1);
    const after = await room.kept();
    expect([after.stored.length - before.stored.length, after.leftovers]).toEqual([2, before.leftovers]);
    await room.fetch(smaller(file, 480));
    expect(await room.kept()).toEqual(after);
  });

  it('is made once by two processes that are asked at the same moment', async () => {
    const before = await room.kept();
    const files = await Promise.all(Array.from({ length: 5 }, async () => upload(await photo())));
    const other = await room.another();
    const answers = await Promise.all(
      files.flatMap((file) => [room.fetch(smaller(file, 160)), other.fetch(smaller(file, 160))]),
    ).finally(() => other.app.stop());
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    const after = await room.kept();
    expect([after.stored.length - before.stored.length, after.leftovers]).toEqual([10, before.leftovers]);
  });

  it.each<[what: string, content: () => Buffer | Promise<Buffer>]>([
    ['a PNG of 40,000 × 40,000 pixels', () => hugePng(40_000, 40_000)],
    ['a GIF of as many', () => Buffer.from(`${GIF_HEAD}2c00000000409c409c0002024401003b`, 'hex')],
    ['a WebP of 16,000 × 16,000', () => Buffer.from(`${WEBP_HEAD}00000000${'7f3e00'.repeat(2)}`, 'hex')],
  ])('%s is refused when it is uploaded, and nothing is kept of it', async (_what, content) => {
    const before = await room.kept();
    const answer = await room.upload(author, await content(), 'huge.png');
    expect(answer).toMatchObject({ status: 422, body: { code: 'files.too_many_pixels' } });
    expect(answer.body.detail).toContain('50 million');
    expect(await room.kept()).toEqual(before);
  });

  it.each<[what: string, content: () => Buffer | Promise<Buffer>, name: string]>([
    ['a picture without its pixels', () => hugePng(1000, 1000), 'empty.png'],
    ['a JPEG that was cut after its head', async () => (await photo()).subarray(0, 700), 'cut.jpg'],
    ['a document', () => Buffer.from(`%PDF-1.7\n${Math.random()}`), 'a.pdf'],
  ])('of %s there is none, which is said and leaves nothing', async (_what, content, name) => {
    const file = await upload(await content(), name);
    const before = await room.kept();
    for (let time = 0; time < 2; time += 1) {
      const answer = await room.fetch(`${file.address}?width=160`, author);
      expect([answer.status, await answer.json()]).toMatchObject([422, { code: 'files.no_variant' }]);
    }
    expect((await room.fetch(file.address, author)).status).toBe(200);
    expect(await room.kept()).toEqual(before);
  });

  it('is never made of SVG, whatever it is called', async () => {
    const svg = Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>',
    );
    expect((await room.upload(author, svg, 'a.png')).status).toBe(415);
    await expect(sharp(svg).metadata()).rejects.toThrow(/unsupported image format/);
  });

  it.each(['0', '161', '480px', '-160', '', '1e3'])('is refused for the width %j', async (width) => {
    const file = await upload(picture(), 'a.png');
    const answer = await room.fetch(`${file.address}?width=${width}`, author);
    expect([answer.status, await answer.json()]).toMatchObject([422, { code: 'request.invalid' }]);
  });

  it('is removed together with its file', async () => {
    const store = (alone = await FilesRoom.open());
    const person = await store.app.person('instructor');
    store.app.clock.set('2026-03-01T10:00:00Z');
    const file = (await store.file(person, await photo(), 'a.jpg')) as Picture;
    const { pageId, course } = await store.page([file], person);
    for (const { url } of file.variants) expect((await store.fetch(url)).status).toBe(200);
    expect((await store.kept()).stored).toHaveLength(4);
    expectStatus(await course.instructor.delete(`/v1/activities/${pageId}`), 204);
    store.app.clock.set('2026-03-03T10:00:00Z');
    await store.collect();
    expect(await store.kept()).toEqual({ stored: [], contents: 0, files: 0, leftovers: 0 });
  });

  it('that is made while its file is collected leaves nothing, and says that there is no file', async () => {
    const store = (alone = await FilesRoom.open());
    const person = await store.app.person('instructor');
    for (let round = 0; round < 6; round += 1) {
      store.app.clock.set('2026-03-01T10:00:00Z');
      const file = (await store.file(person, await photo(), 'a.jpg')) as Picture;
      const ways = [160, 480].map((width) => store.fetch(`${file.address}?width=${width}`, person));
      store.app.clock.set('2026-03-03T10:00:00Z');
      await store.collect();
      const statuses = (await Promise.all(ways)).map(({ status }) => status);
      for (const status of statuses) expect([200, 404, 503]).toContain(status);
      await store.collect();
      expect(await store.kept()).toEqual({ stored: [], contents: 0, files: 0, leftovers: 0 });
    }
  });
});
