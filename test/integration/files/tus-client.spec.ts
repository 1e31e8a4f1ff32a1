import { createHash } from 'node:crypto';
import { type HttpResponse, Upload, type UploadOptions } from 'tus-js-client';
import { CuttingProxy } from '../../support/cutting-proxy';
import { expectStatus } from '../../support/course-room';
import { FilesRoom } from '../../support/files-room';
import { largePicture } from '../../support/resumable';
import type { Caller } from '../../support/test-app';

const MEGABYTE = 1024 * 1024;

describe('tus-js-client', () => {
  let room: FilesRoom;
  let author: Caller;
  let port: number;
  beforeAll(async () => {
    room = await FilesRoom.open();
    author = await room.app.person('instructor');
    port = Number(new URL((await room.fetch('/health/live')).url).port);
  });
  afterAll(() => room.close());

  /** Uploads with the client. Resolves with its last answer when the client says that all is done. */
  function upload(
    content: Buffer,
    url: string,
    options: Partial<UploadOptions> = {},
  ): Promise<HttpResponse | undefined> {
    return new Promise((resolve, reject) => {
      new Upload(content, {
        endpoint: `${url}/v1/file-uploads`,
        headers: { authorization: `Bearer ${author.token}` },
        metadata: { filename: 'film.png', filetype: 'image/png', purpose: 'activity' },
        retryDelays: Array<number>(20).fill(10),
        onError: reject,
        onSuccess: ({ lastResponse }) => resolve(lastResponse),
        ...options,
      }).start();
    });
  }

  async function expectFile(answer: HttpResponse | undefined, content: Buffer): Promise<void> {
    const file = answer?.getHeader('stoa-file');
    const sha256 = createHash('sha256').update(content).digest('hex');
    expect(expectStatus(await author.get(String(file)), 200)).toMatchObject({ sha256, name: 'film.png' });
    const bytes = Buffer.from(await (await room.fetch(`${file}/content`, author)).arrayBuffer());
    expect(bytes.equals(content)).toBe(true);
    const { stored, contents, leftovers } = await room.kept();
    expect([stored.length, leftovers]).toEqual([contents, 0]);
  }

  it.each<[how: string, options: Partial<UploadOptions>]>([
    ['in one piece', {}],
    ['in pieces', { chunkSize: 300_000 }],
    ['beginning with the request that creates it', { uploadDataDuringCreation: true, chunkSize: 500_000 }],
  ])('uploads a file %s', async (_how, options) => {
    const content = largePicture(MEGABYTE + 1);
    await expectFile(await upload(content, `http://127.0.0.1:${port}`, options), content);
  });

  it('resumes an upload at every tenth of it at which the connection is cut', async () => {
    const content = largePicture(10 * MEGABYTE);
    // Of each connection a tenth comes through.
    const proxy = await CuttingProxy.before(port, Array<number>(10).fill(content.length / 10));
    const offsets: number[] = [];
    const answer = await upload(content, proxy.url, {
      onAfterResponse: (request, response) => {
        if (request.getMethod() === 'HEAD') offsets.push(Number(response.getHeader('upload-offset')));
      },
    });
    expect(proxy.cuts).toBe(10);
    // It went on from what had been kept, and never from before it.
    expect(offsets).toEqual(offsets.toSorted((a, b) => a - b));
    expect(offsets.at(-1)).toBeGreaterThan(0);
    await expectFile(answer, content);
    await proxy.stop();
  });

  it('resumes an upload that was paused, by its address', async () => {
    const content = largePicture(2 * MEGABYTE);
    const url = await new Promise<string>((resolve, reject) => {
      const paused = new Upload(content, {
        endpoint: `http://127.0.0.1:${port}/v1/file-uploads`,
        headers: { authorization: `Bearer ${author.token}` },
        metadata: { filename: 'film.png', purpose: 'activity' },
        chunkSize: MEGABYTE / 2,
        onChunkComplete: (_size, sent) => {
          if (sent >= MEGABYTE) void paused.abort().then(() => resolve(String(paused.url)));
        },
        onError: reject,
      });
      paused.start();
    });
    await expectFile(await upload(content, '', { uploadUrl: url }), content);
  });

  it('gives an upload up', async () => {
    const before = await room.kept();
    const url = await new Promise<string>((resolve, reject) => {
      const begun = new Upload(largePicture(MEGABYTE), {
        endpoint: `http://127.0.0.1:${port}/v1/file-uploads`,
        headers: { authorization: `Bearer ${author.token}` },
        metadata: { purpose: 'activity' },
        chunkSize: 100_000,
        onChunkComplete: () => void begun.abort().then(() => resolve(String(begun.url))),
        onError: reject,
      });
      begun.start();
    });
    await Upload.terminate(url, { headers: { authorization: `Bearer ${author.token}` } });
    expect(await room.kept()).toEqual(before);
  });

  it('is told why a file is refused', async () => {
    const refused = upload(Buffer.from('<script>alert(1)</script>'), `http://127.0.0.1:${port}`);
    await expect(refused).rejects.toMatchObject({
      message: expect.stringContaining('files.type_not_allowed') as string,
    });
  });
});
