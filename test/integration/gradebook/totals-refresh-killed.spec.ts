import { ApplicationProcess } from '../../support/application-process';
import { expectStatus } from '../../support/course-room';
import { GradedCourse } from '../../support/graded-course';
import { populate } from '../../support/populous-course';
import { TestApp } from '../../support/test-app';
import { fractionOf, StoredTotalsOf } from '../../support/totals-room';
import { until } from '../../support/until';

const LEARNERS = 200;
const PRELOADS = ['preloads/quick-heartbeats.ts', 'preloads/small-refreshes.ts'];
/** Ends after 80 learners. */
const STOPPING = [...PRELOADS, 'preloads/stopping-refreshes.ts'];

jest.setTimeout(240_000);

describe('a refresh of stored totals', () => {
  let app: TestApp;
  let course: GradedCourse;
  const processes: ApplicationProcess[] = [];
  beforeAll(async () => {
    app = await TestApp.start();
    course = await GradedCourse.open(app, { startDate: '2026-01-05' });
    const { courseId, sectionId } = course;
    const terms = { courseId, sectionId, timeZone: 'UTC', startDate: '2026-01-05' };
    await populate(app, terms, { learners: LEARNERS, activities: 0, lineItems: 6 });
  });
  afterAll(async () => {
    await Promise.all(processes.map((process) => process.end('SIGKILL')));
    await app.stop();
  });

  const run = async (preloads = PRELOADS): Promise<ApplicationProcess> => {
    const process = await ApplicationProcess.start(app.target, {}, preloads);
    processes.push(process);
    return process;
  };
  const operation = async () => {
    const { data } = expectStatus(await course.instructor.get('/v1/operations'), 200);
    return data.find(({ kind }: { kind: string }) => kind === 'totals_refresh');
  };
  const done = (share: number) => async (): Promise<boolean> =>
    ((await operation())?.progress.done ?? 0) >= LEARNERS * share;

  it('is killed in the middle, twice, and goes on in another process until all totals are of the new rules', async () => {
    const stored = new StoredTotalsOf(app, course);
    const before = await stored.version();
    const first = await run(STOPPING);
    const rules = { parts: 'items', aggregation: 'points', missing: 'zero' };
    const { status } = await fetch(`${first.url}${course.url}/grade-rules`, {
      ...{ method: 'PUT', body: JSON.stringify(rules) },
      headers: { authorization: `Bearer ${course.instructor.token}`, 'content-type': 'application/json' },
    });
    expect(status).toBe(200);
    expect(await stored.version()).toBe(before + 1);
    await until(done(0.4), 60);
    await first.end('SIGKILL');
    const interrupted = await operation();
    expect(interrupted).toMatchObject({ status: 'running', requestedBy: course.instructor.id });
    expect(interrupted.progress.done).toBeLessThan(LEARNERS);
    const second = await run(STOPPING);
    await until(done(0.8), 60);
    await second.end('SIGKILL');
    await run();
    await until(async () => (await operation()).status === 'succeeded', 120);
    const rows = (await stored.rows()).filter(({ scopeKind }) => scopeKind === 'course');
    expect(rows).toHaveLength(LEARNERS);
    expect(new Set(rows.map(({ structureVersion }) => structureVersion))).toEqual(new Set([before + 1]));
    for (const { userId, shares } of rows.slice(0, 10)) {
      const expected = (await stored.computed({ id: userId })).course;
      for (const [name, share] of Object.entries(shares))
        expect(fractionOf(share)).toBe(fractionOf(expected[name]!));
    }
  });
});
