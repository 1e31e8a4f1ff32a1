import { ApplicationProcess } from '../../../support/application-process';
import { BulkRoom, somePeople } from '../../../support/bulk-room';
import { expectStatus } from '../../../support/course-room';
import { TestApp } from '../../../support/test-app';
import { until } from '../../../support/until';

const PEOPLE = 300;
const PRELOADS = ['preloads/quick-heartbeats.ts', 'preloads/small-bulk-changes.ts'];

jest.setTimeout(180_000);

describe('a change of many enrollments', () => {
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

  it('goes on where a killed process left off, and does no row twice', async () => {
    const { course } = await BulkRoom.open(app);
    const { instructor } = course;
    const people = await somePeople(app, PEOPLE);
    const form = new FormData();
    const lines = people.map((id) => `${id},enroll`);
    form.append('file', new Blob([`userId,action\n${lines.join('\n')}`]), 'people.csv');

    const first = await run();
    const response = await fetch(`${first.url}${course.url}/enrollment-imports`, {
      ...{ method: 'POST', body: form, headers: { authorization: `Bearer ${instructor.token}` } },
    });
    expect(response.status).toBe(202);
    const { id } = (await response.json()) as { id: string };
    const operation = async () => expectStatus(await instructor.get(`/v1/operations/${id}`), 200);
    await until(async () => (await operation()).progress.done >= PEOPLE / 10, 60);
    await first.end('SIGKILL');
    const { status, progress } = await operation();
    expect(status).toBe('running');
    expect(progress).toMatchObject({ total: PEOPLE });
    expect(progress.done).toBeLessThan(PEOPLE);
    const second = await run();
    await until(async () => !['running', 'queued'].includes((await operation()).status), 90);
    await second.end('SIGTERM');

    expect(await operation()).toMatchObject({ status: 'succeeded', issueCount: 0 });
    const [stored] = await app.database.rows(
      `SELECT (SELECT COUNT(*) FROM enrollments WHERE course_id = c.id AND role = 'learner') AS learners,
         (SELECT SUM(version) FROM enrollments WHERE course_id = c.id AND role = 'learner') + 0e0 AS versions,
         (SELECT COUNT(DISTINCT user_id) FROM enrollment_change_rows WHERE operation_id = o.id AND outcome = 'done') AS done,
         (SELECT COUNT(*) FROM enrollment_change_rows WHERE operation_id = o.id) AS told,
         (SELECT COUNT(*) FROM operation_changes WHERE operation_id = o.id) AS logged
       FROM operations o JOIN courses c ON c.id = UNHEX(?) WHERE o.id = UNHEX(?)`,
      [course.courseId.replaceAll('-', ''), id.replaceAll('-', '')],
    );
    expect(stored).toEqual({
      ...{ learners: PEOPLE, versions: PEOPLE, done: PEOPLE, told: PEOPLE, logged: PEOPLE },
    });
  });
});
