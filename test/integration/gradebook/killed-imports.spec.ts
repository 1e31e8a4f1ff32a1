import { ApplicationProcess } from '../../support/application-process';
import { expectStatus } from '../../support/course-room';
import { GradedCourse } from '../../support/graded-course';
import { populate } from '../../support/populous-course';
import { TestApp } from '../../support/test-app';
import { until } from '../../support/until';

const LEARNERS = 400;
const PRELOADS = ['preloads/quick-heartbeats.ts', 'preloads/small-imports.ts'];

jest.setTimeout(180_000);

describe('an import of scores', () => {
  let app: TestApp;
  const processes: ApplicationProcess[] = [];
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(async () => {
    await Promise.all(processes.map((process) => process.end('SIGKILL')));
    await app.stop();
  });

  const run = async (): Promise<ApplicationProcess> => {
    const process = await ApplicationProcess.start(app.target, {}, PRELOADS);
    processes.push(process);
    return process;
  };

  it('goes on where a killed process left off, and records no score twice', async () => {
    const course = await GradedCourse.open(app, { startDate: '2026-01-05' });
    const { courseId, sectionId, instructor } = course;
    const place = { courseId, sectionId, timeZone: 'UTC', startDate: '2026-01-05' };
    const { learners } = await populate(app, place, { learners: LEARNERS, activities: 1, lineItems: 1 });
    const { id: item } = await course.lineItem();
    const form = new FormData();
    const lines = learners.map(({ userId }, index) => `${userId},${index % 20}`);
    form.append('file', new Blob([`Learner id,${item}\n${lines.join('\n')}`]), 'scores.csv');

    const first = await run();
    const response = await fetch(`${first.url}${course.url}/gradebook-imports`, {
      ...{ method: 'POST', body: form, headers: { authorization: `Bearer ${instructor.token}` } },
    });
    expect(response.status).toBe(202);
    const { id } = (await response.json()) as { id: string };
    const operation = async () => expectStatus(await instructor.get(`/v1/operations/${id}`), 200);
    await until(async () => {
      const { progress } = await operation();
      return progress?.phase === 'Recording scores' && progress.done >= LEARNERS / 10;
    }, 60);
    await first.end('SIGKILL');
    const { status, progress } = await operation();
    expect(status).toBe('running');
    expect(progress.done).toBeLessThan(LEARNERS);
    const second = await run();
    await until(async () => !['running', 'queued'].includes((await operation()).status), 90);
    await second.end('SIGTERM');

    const done = await operation();
    expect(done).toMatchObject({ status: 'succeeded', issueCount: 0 });
    expect(done.summary).toContainEqual(
      expect.objectContaining({ part: 'results', read: LEARNERS, added: LEARNERS, changed: 0, unchanged: 0 }),
    );
    const [logged] = await app.database.rows<{ changes: number; learners: number }>(
      `SELECT COUNT(*) AS changes, COUNT(DISTINCT row_id) AS learners FROM operation_changes WHERE operation_id = UNHEX(?)`,
      [id.replaceAll('-', '')],
    );
    expect(logged).toEqual({ changes: LEARNERS, learners: LEARNERS });
    const [stored] = await app.database.rows<{ results: number; versions: number; points: string }>(
      `SELECT COUNT(*) AS results, CAST(SUM(version) AS SIGNED) AS versions, SUM(score) AS points FROM results
       WHERE line_item_id = UNHEX(?)`,
      [(item as string).replaceAll('-', '')],
    );
    const points = (LEARNERS / 20) * 190;
    expect(stored).toEqual({ results: LEARNERS, versions: LEARNERS, points: `${points}.0000` });
  });
});
