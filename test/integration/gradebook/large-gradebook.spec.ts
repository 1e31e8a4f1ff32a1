import { existsSync, readFileSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OperationRunner } from '../../../src/shared/operations/operation-runner';
import { ApplicationProcess } from '../../support/application-process';
import { expectStatus } from '../../support/course-room';
import { GradedCourse } from '../../support/graded-course';
import { populate } from '../../support/populous-course';
import { sqlOf } from '../../support/query-counter';
import { type Answer, TestApp } from '../../support/test-app';
import { until } from '../../support/until';

/** 5,000 learners with 100 line items are the long form: `MATRIX_LEARNERS=5000 MATRIX_ITEMS=100`. */
const LEARNERS = Number(process.env['MATRIX_LEARNERS'] ?? 300);
const ITEMS = Number(process.env['MATRIX_ITEMS'] ?? 20);
const PAGE = 100;
const MEGABYTE = 2 ** 20;
/** Beyond what a process has at rest: it does not grow with the course. */
const MOST_MEGABYTES = 96;

jest.setTimeout(180_000 + LEARNERS * 200);

interface Signs {
  residentBytes: number;
  busyMilliseconds: number;
}

/** The whole gradebook of a large course, leafed through and as a spreadsheet. */
describe(`a gradebook of ${LEARNERS} × ${ITEMS}`, () => {
  let folder: string;
  let app: TestApp;
  let course: GradedCourse;
  let server: ApplicationProcess;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stoa-matrix-'));
    app = await TestApp.start();
    // Whoever signs in here is known to a process whose clock goes on.
    app.clock.set(new Date().toISOString());
    course = await GradedCourse.open(app, { startDate: '2026-01-05' });
    const { courseId, sectionId } = course;
    const place = { courseId, sectionId, timeZone: 'UTC', startDate: '2026-01-05' };
    await populate(app, place, { learners: LEARNERS, activities: 0, lineItems: ITEMS, seed: 9 });
    const signs = { STOA_VITAL_SIGNS: join(folder, 'signs.json') };
    // As `npm start` runs it.
    const memory = { NODE_OPTIONS: '--max-old-space-size=192 --max-semi-space-size=8' };
    server = await ApplicationProcess.start(app.target, { ...signs, ...memory }, ['preloads/vital-signs.ts']);
  });
  afterAll(async () => {
    await server?.end('SIGTERM');
    await app?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** What the server has seen of itself since it was asked last. */
  async function signs(): Promise<Signs> {
    const path = join(folder, 'signs.json');
    rmSync(path, { force: true });
    server.signal('SIGUSR2');
    await until(() => existsSync(path) && readFileSync(path, 'utf8').endsWith('}'));
    return JSON.parse(readFileSync(path, 'utf8')) as Signs;
  }
  const fetched = (path: string): Promise<Response> =>
    fetch(server.url + course.url + path, {
      headers: { authorization: `Bearer ${course.instructor.token}` },
    });
  const get = (query: string): Promise<Answer> => course.instructor.get(`${course.url}/gradebook?${query}`);
  const after = (cursor: string | null): string =>
    cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;

  /** Has all totals be stored. */
  async function settle(): Promise<void> {
    for (;;) {
      if ((await get('sort=total&limit=1')).status === 200) return;
      const { data } = expectStatus(await course.instructor.get('/v1/operations'), 200);
      for (const { id } of data) await app.get(OperationRunner).settled(id as string);
    }
  }

  const told = (what: string, atRest: Signs, seen: Signs, details: string): void => {
    const more = ((seen.residentBytes - atRest.residentBytes) / MEGABYTE).toFixed(1);
    process.stderr.write(
      `${LEARNERS} × ${ITEMS} ${what}: ${details}; ${more} MB more than the ${(atRest.residentBytes / MEGABYTE).toFixed(0)} MB at rest; computed ${seen.busyMilliseconds.toFixed(0)} ms at once at most\n`,
    );
    expect(Number(more)).toBeLessThan(MOST_MEGABYTES);
  };

  it('sends as many statements for its last page as for its first, in each order', async () => {
    const refreshing = performance.now();
    await settle();
    process.stderr.write(`all totals stored in ${Math.round(performance.now() - refreshing)} ms\n`);
    for (const [sort, statements] of [
      ['name', 3],
      ['total', 5],
      ['-total', 5],
    ] as const) {
      let cursor: string | null = null;
      let rows = 0;
      const costs = new Set<number>();
      do {
        let page: Answer | undefined;
        const query = `sort=${sort}&limit=${PAGE}${after(cursor)}`;
        costs.add((await sqlOf(async () => (page = await get(query)))).length);
        const { data, page: info } = expectStatus(page!, 200);
        rows += data.length;
        cursor = info.next;
      } while (cursor !== null);
      expect([rows > LEARNERS / 2, [...costs]]).toEqual([true, [statements]]);
    }
  });

  it('is leafed through with memory for a page', async () => {
    await settle();
    expect((await fetched(`/gradebook?limit=${PAGE}`)).status).toBe(200);
    await signs();
    const atRest = await signs();
    const times: number[] = [];
    let bytes = 0;
    for (let cursor: string | null | undefined; cursor !== null;) {
      const begun = performance.now();
      const text = await (
        await fetched(`/gradebook?learners=all&limit=${PAGE}${after(cursor ?? null)}`)
      ).text();
      times.push(performance.now() - begun);
      bytes += text.length;
      cursor = JSON.parse(text).page.next as string | null;
    }
    const sorted = times.toSorted((one, other) => one - other);
    const at = (share: number): number => Math.round(sorted[Math.floor((sorted.length - 1) * share)]!);
    told(
      'leafed through',
      atRest,
      await signs(),
      `${times.length} pages of ${(bytes / times.length / MEGABYTE).toFixed(2)} MB, ${at(0.5)} ms at the median, ${at(1)} ms at most`,
    );
    expect(times).toHaveLength(Math.ceil(LEARNERS / PAGE));
  });

  it.each(['entered', 'counted'])(
    'is written as a spreadsheet of %s scores with memory for a part of it',
    async (scores) => {
      await settle();
      expect(await (await fetched('/gradebook.csv')).text()).not.toBe('');
      await signs();
      const atRest = await signs();
      const begun = performance.now();
      const response = await fetched(`/gradebook.csv?learners=all&scores=${scores}`);
      let first = 0;
      let [bytes, lines] = [0, 0];
      for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
        first ||= performance.now() - begun;
        bytes += chunk.length;
        for (const byte of chunk) if (byte === 10) lines += 1;
      }
      const took = performance.now() - begun;
      told(
        `as a spreadsheet of ${scores} scores`,
        atRest,
        await signs(),
        `${(bytes / MEGABYTE).toFixed(1)} MB in ${(took / 1000).toFixed(1)} s, the first of it after ${Math.round(first)} ms`,
      );
      expect(lines).toBe(LEARNERS + 1);
    },
  );
});
