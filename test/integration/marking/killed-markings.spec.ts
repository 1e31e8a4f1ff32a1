import { ApplicationProcess } from '../../support/application-process';
import { expectStatus } from '../../support/course-room';
import { MarkingRoom } from '../../support/marking-room';
import { chosen, RubricRoom, withNamedWorth } from '../../support/rubric-room';
import { type Caller, TestApp } from '../../support/test-app';
import { until } from '../../support/until';

const SCRIPTS = 60;
const PRELOADS = ['preloads/quick-heartbeats.ts', 'preloads/small-markings.ts'];

jest.setTimeout(180_000);

describe('an operation that gives many marks', () => {
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
  const send = async (
    process: ApplicationProcess,
    caller: Caller,
    path: string,
    body: object,
  ): Promise<string> => {
    const isForm = body instanceof FormData;
    const response = await fetch(`${process.url}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${caller.token}`,
        ...(isForm ? {} : { 'content-type': 'application/json' }),
      },
      body: isForm ? body : JSON.stringify(body),
    });
    expect(response.status).toBe(202);
    return ((await response.json()) as { id: string }).id;
  };
  /** Starts it in a process that is killed in the middle, and waits until another one has done it. */
  async function survives(
    caller: Caller,
    start: (process: ApplicationProcess) => Promise<string>,
  ): Promise<string> {
    const operation = async (id: string) => expectStatus(await caller.get(`/v1/operations/${id}`), 200);
    const first = await run();
    const id = await start(first);
    await until(async () => ((await operation(id)).progress?.done ?? 0) >= SCRIPTS / 6, 60);
    await first.end('SIGKILL');
    const { status, progress } = await operation(id);
    expect(status).toBe('running');
    expect(progress.done).toBeLessThan(SCRIPTS);
    const second = await run();
    await until(async () => !['running', 'queued'].includes((await operation(id)).status), 90);
    await second.end('SIGTERM');
    expect(await operation(id)).toMatchObject({ status: 'succeeded', summary: [{ read: SCRIPTS }] });
    const [log] = await app.database.rows<{ count: number; distinct: number }>(
      `SELECT COUNT(*) AS count, COUNT(DISTINCT row_id) AS \`distinct\` FROM operation_changes
       WHERE part = 'marks' AND operation_id = UNHEX(?)`,
      [id.replaceAll('-', '')],
    );
    expect(log).toEqual({ count: SCRIPTS, distinct: SCRIPTS });
    return id;
  }
  const scores = async (marking: MarkingRoom, learners: Caller[]): Promise<Set<string | null>> =>
    new Set(await Promise.all(learners.map(async (learner) => (await marking.result(learner)).score)));

  it('goes on with a file and with a changed rule where a killed process left off, and marks nothing twice', async () => {
    const marking = await MarkingRoom.open(app);
    const { instructor, quizId, questionIds } = marking.room;
    const learners = await marking.handInMany(SCRIPTS);
    const scripts = await marking.queue('?limit=100');
    const form = new FormData();
    const lines = scripts.map(({ id, version }) => `${id},3,${version}`);
    form.append('file', new Blob([`script_id,points,version\n${lines.join('\n')}`]), 'marks.csv');
    await survives(instructor, (process) =>
      send(process, instructor, `/v1/quizzes/${quizId}/mark-imports`, form),
    );
    expect(await scores(marking, learners)).toEqual(new Set(['4']));
    const url = `/v1/quizzes/${quizId}/marking-rules/${questionIds[1]}/changes`;
    await survives(instructor, (process) => send(process, instructor, url, { method: 'average' }));
    expect(await scores(marking, learners)).toEqual(new Set([null]));
  });

  it('goes on with a changed rubric likewise', async () => {
    const room = await RubricRoom.open(app);
    const learners: Caller[] = [];
    for (let number = 0; number < SCRIPTS; number += 1)
      learners.push((await room.marked(chosen('named', '1'))).learner);
    await survives(room.instructor, (process) =>
      send(process, room.instructor, `${room.url}/changes`, { rubric: withNamedWorth('1.75') }),
    );
    expect(await scores(room.marking, learners)).toEqual(new Set(['3.75']));
  });
});
