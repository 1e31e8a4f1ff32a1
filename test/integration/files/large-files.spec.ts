import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, existsSync, readFileSync, rmSync } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Upload } from 'tus-js-client';
import { ApplicationProcess } from '../../support/application-process';
import { CuttingProxy } from '../../support/cutting-proxy';
import { picture } from '../../support/files-room';
import { negativeControl } from '../../support/negative-control';
import { TestApp } from '../../support/test-app';
import { until } from '../../support/until';

/** `LARGE_FILE_MEGABYTES=1024 npm test -- large-files` is the long form. */
const MEGABYTES = Number(process.env['LARGE_FILE_MEGABYTES'] ?? 100);
const MEGABYTE = 1024 * 1024;
const CUTS = 10;
const RANGE = 8 * MEGABYTE;

/** What is in the air at once: what the connection, the hash and the disk work on. */
const BUFFERS = 16 * MEGABYTE;

const preloads = ['preloads/vital-signs.ts'];
negativeControl('the memory that is given back', ['goes up, cut off and resumed ten times'], () =>
  preloads.push('preloads/kept-memory.ts'),
);

jest.setTimeout(540_000);

interface VitalSigns {
  residentBytes: number;
  bufferBytes: number;
  delayMilliseconds: number;
  busyMilliseconds: number;
}

describe(`A file of ${MEGABYTES} MB`, () => {
  let folder: string;
  let app: TestApp;
  let server: ApplicationProcess;
  let token: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stoa-large-'));
    app = await TestApp.start({ FILES_DIRECTORY: join(folder, 'files') });
    app.clock.set(new Date().toISOString());
    token = (await app.person('instructor')).token!;
    server = await ApplicationProcess.start(
      app.target,
      {
        ...{ FILES_DIRECTORY: join(folder, 'files'), FILE_LIMIT_MEGABYTES: '2048' },
        FILES_PER_PERSON_MEGABYTES: '4096',
        STOA_VITAL_SIGNS: join(folder, 'signs.json'),
        // As `npm start` runs it.
        NODE_OPTIONS: '--max-old-space-size=192 --max-semi-space-size=8',
      },
      preloads,
    );
  });
  afterAll(async () => {
    await server?.end('SIGTERM');
    await app?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** What the server has seen of itself since it was asked last. */
  async function signs(): Promise<VitalSigns> {
    const path = join(folder, 'signs.json');
    rmSync(path, { force: true });
    server.signal('SIGUSR2');
    await until(() => existsSync(path) && readFileSync(path, 'utf8').endsWith('}'));
    return JSON.parse(readFileSync(path, 'utf8')) as VitalSigns;
  }

  /** Writes a picture with so many megabytes behind it. Returns its hash. */
  async function write(path: string, megabytes: number): Promise<string> {
    const digest = createHash('sha256');
    const file = await open(path, 'w');
    const head = picture();
    for (let written = 0; written < megabytes; written += 1) {
      const bytes = randomBytes(MEGABYTE);
      if (written === 0) head.copy(bytes);
      digest.update(bytes);
      await file.write(bytes);
    }
    await file.close();
    return digest.digest('hex');
  }

  function send(path: string, url: string): Promise<string> {
    return new Promise((resolve, reject) => {
      new Upload(createReadStream(path), {
        endpoint: `${url}/v1/file-uploads`,
        headers: { authorization: `Bearer ${token}` },
        metadata: { filename: 'film.png', purpose: 'activity' },
        retryDelays: Array<number>(CUTS * 3).fill(50),
        onError: reject,
        onSuccess: ({ lastResponse }) => resolve(String(lastResponse.getHeader('stoa-file'))),
      }).start();
    });
  }

  async function fetched(file: string, bytes: number): Promise<string> {
    const digest = createHash('sha256');
    for (let start = 0; start < bytes; start += RANGE) {
      const range = `bytes=${start}-${Math.min(start + RANGE, bytes) - 1}`;
      const answer = await get(file, { range });
      expect(answer.status).toBe(206);
      digest.update(Buffer.from(await answer.arrayBuffer()));
    }
    return digest.digest('hex');
  }

  async function fetchedAtOnce(file: string): Promise<string> {
    const digest = createHash('sha256');
    for await (const part of (await get(file)).body!) digest.update(part);
    return digest.digest('hex');
  }

  function get(file: string, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${server.url}${file}/content`, {
      headers: { authorization: `Bearer ${token}`, ...headers },
    });
  }

  it('goes up, cut off and resumed ten times, and comes down in ranges and at once, with little memory and no pause for others', async () => {
    const [small, large] = [join(folder, 'small'), join(folder, 'large')];
    await write(small, 2);
    const sha256 = await write(large, MEGABYTES);
    // Once before, so that all code is loaded.
    await fetched(await send(small, server.url), 2 * MEGABYTE);
    await signs();
    const atRest = await signs();
    const part = Math.floor((MEGABYTES * MEGABYTE) / (CUTS + 1));
    const proxy = await CuttingProxy.before(Number(new URL(server.url).port), Array<number>(CUTS).fill(part));
    const start = performance.now();
    const file = await send(large, proxy.url);
    const uploaded = performance.now();
    const up = await signs();
    expect(proxy.cuts).toBe(CUTS);
    expect(await fetched(file, MEGABYTES * MEGABYTE)).toBe(sha256);
    const inRanges = await signs();
    const fetching = performance.now();
    expect(await fetchedAtOnce(file)).toBe(sha256);
    const atOnce = await signs();
    await proxy.stop();
    const most = (sign: keyof VitalSigns): number =>
      Math.max(...[up, inRanges, atOnce].map((seen) => seen[sign]));
    const more = most('residentBytes') - atRest.residentBytes;
    const [buffers, busy, late] = [most('bufferBytes'), most('busyMilliseconds'), most('delayMilliseconds')];
    process.stderr.write(
      `${MEGABYTES} MB: up in ${seconds(start, uploaded)} s, down in ${seconds(uploaded, fetching)} s in ranges and ${seconds(fetching, performance.now())} s at once; ` +
        `${(more / MEGABYTE).toFixed(1)} MB more than the ${(atRest.residentBytes / MEGABYTE).toFixed(0)} MB at rest, ` +
        `${[up, inRanges, atOnce].map(({ bufferBytes }) => (bufferBytes / MEGABYTE).toFixed(1)).join(', ')} MB in buffers; ` +
        `the event loop computed ${busy.toFixed(0)} ms at most, and was ${late.toFixed(0)} ms late at most\n`,
    );
    expect(more).toBeLessThan(64 * MEGABYTE);
    expect(buffers).toBeLessThan(BUFFERS);
    expect(busy).toBeLessThan(100);
  });

  it('comes as a form, by itself and five at the same moment, with little memory', async () => {
    const form = (megabytes: number): Promise<Response> => {
      const boundary = 'stoa-form';
      const part = (name: string, more = ''): string =>
        `--${boundary}\r\ncontent-disposition: form-data; name="${name}"${more}\r\n\r\n`;
      async function* body(): AsyncGenerator<Buffer> {
        yield Buffer.from(`${part('purpose')}activity\r\n${part('file', '; filename="film.png"')}`);
        yield picture();
        for (let sent = 0; sent < megabytes; sent += 1) yield randomBytes(MEGABYTE);
        yield Buffer.from(`\r\n--${boundary}--\r\n`);
      }
      return fetch(`${server.url}/v1/files`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': `multipart/form-data; boundary=${boundary}`,
        },
        body: ReadableStream.from(body()),
        duplex: 'half',
      });
    };
    expect((await form(2)).status).toBe(201);
    await signs();
    const atRest = await signs();
    const one = await form(MEGABYTES);
    const alone = await signs();
    const several = await Promise.all(Array.from({ length: 5 }, () => form(MEGABYTES / 5)));
    const together = await signs();
    const more = [alone, together].map(
      ({ residentBytes }) => (residentBytes - atRest.residentBytes) / MEGABYTE,
    );
    process.stderr.write(
      `${MEGABYTES} MB as a form: ${more.map((megabytes) => megabytes.toFixed(1)).join(' and, as five, ')} MB more than at rest; ` +
        `${[alone, together].map(({ bufferBytes }) => (bufferBytes / MEGABYTE).toFixed(1)).join(', ')} MB in buffers\n`,
    );
    expect([one, ...several].map(({ status }) => status)).toEqual(Array<number>(6).fill(201));
    // What the parser of forms has read comes back with a garbage collection, for which V8 waits until it is 64 MB.
    expect(Math.max(...more)).toBeLessThan(96);
  });
});

function seconds(from: number, to: number): string {
  return ((to - from) / 1000).toFixed(1);
}
