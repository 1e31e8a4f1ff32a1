import { AssessmentsFacade } from '../../../src/modules/assessments';
import { ApplicationProcess } from '../../support/application-process';
import { expectStatus } from '../../support/course-room';
import { RegradeRoom, storeOf } from '../../support/regrade-room';
import { type Caller, TestApp } from '../../support/test-app';
import { until } from '../../support/until';

/** `REGRADE_ATTEMPTS=10000 npm test -- regrades-killed` is the long form. */
const ATTEMPTS = Number(process.env['REGRADE_ATTEMPTS'] ?? 200);
const PRELOADS = ['preloads/quick-heartbeats.ts', 'preloads/small-regrades.ts'];

jest.setTimeout(120_000 + ATTEMPTS * 60);

describe(`a regrade of ${ATTEMPTS} attempts`, () => {
  let app: TestApp;
  let room: RegradeRoom;
  const learners: Caller[] = [];
  const processes: ApplicationProcess[] = [];
  beforeAll(async () => {
    app = await TestApp.start();
    room = await RegradeRoom.open(app, { settings: { passPercentage: '50' } });
    const startedAt = app.clock.now();
    for (let number = 0; number < ATTEMPTS; number += 1) {
      const learner = await app.person();
      await app.get(AssessmentsFacade).recordAttempt({
        ...{ activityId: room.room.quizId, userId: learner.id, startedAt },
        submittedAt: new Date(startedAt.getTime() + 600_000),
        responses: room.room.byQuestion([['median', 'mean', null][number % 3], 'heliotrope']),
      });
      learners.push(learner);
    }
  });
  afterAll(async () => {
    await Promise.all(processes.map((process) => process.end('SIGKILL')));
    await app.stop();
  });

  const run = async (): Promise<ApplicationProcess> => {
    const process = await ApplicationProcess.start(
      app.target,
      { REGRADE_ATTEMPTS: String(ATTEMPTS) },
      PRELOADS,
    );
    processes.push(process);
    return process;
  };
  const post = async (process: ApplicationProcess, path: string, body: object): Promise<string> => {
    const response = await fetch(`${process.url}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${room.room.instructor.token}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(202);
    return ((await response.json()) as { id: string }).id;
  };
  const operation = async (id: string) =>
    expectStatus(await room.room.instructor.get(`/v1/operations/${id}`), 200);
  const done = (id: string, share: number) => async (): Promise<boolean> =>
    (await operation(id)).progress.done >= ATTEMPTS * share;
  const over = (id: string) => async (): Promise<boolean> =>
    !['queued', 'running'].includes((await operation(id)).status as string);
  const scores = async (): Promise<string[]> => {
    const rows = await app.database.rows<{ score: string }>(
      'SELECT r.score FROM results r JOIN users u ON u.id = r.user_id ORDER BY u.id',
    );
    return rows.map(({ score }) => score);
  };

  it('is previewed, applied by processes of which two are killed in the middle, and taken back row by row', async () => {
    const { quizId } = room.room;
    const before = await storeOf(app, quizId);
    expectStatus(
      await room.correct(0, {
        definition: {
          options: [
            { id: 'mean', text: 'The mean' },
            { id: 'median', text: 'The median' },
          ],
          key: 'mean',
        },
      }),
      200,
    );
    const first = await run();
    const begun = performance.now();
    const preview = await post(first, `/v1/quizzes/${quizId}/regrades`, {
      policy: 'recompute',
      dryRun: true,
    });
    await until(over(preview), 120);
    const previewed = performance.now() - begun;
    const changed = ATTEMPTS - Math.floor(ATTEMPTS / 3);
    const page = `/v1/regrades/${preview}/attempts?limit=1&total=true`;
    expect((await room.room.instructor.get(page)).body.page.total).toBe(Math.min(changed, 10_000));
    expect(await storeOf(app, quizId)).toEqual(before);

    const id = await post(first, `/v1/quizzes/${quizId}/regrades`, {
      policy: 'recompute',
      tellLearners: false,
    });
    await until(done(id, 0.2), 60);
    await first.end('SIGKILL');
    expect((await operation(id)).status).toBe('running');
    const second = await run();
    await until(done(id, 0.6), 120);
    await second.end('SIGKILL');
    expect((await operation(id)).status).toBe('running');
    const third = await run();
    await until(over(id), 240);
    expect(await operation(id)).toMatchObject({
      ...{ status: 'succeeded', progress: { done: ATTEMPTS, total: ATTEMPTS } },
      summary: [{ read: ATTEMPTS, changed: ATTEMPTS }],
    });
    const expected = ['1.5000', '3.5000', '1.5000'];
    expect(await scores()).toEqual(learners.map((_, index) => expected[index % 3]));
    const [log] = await app.database.rows<{ count: number; distinct: number }>(
      'SELECT COUNT(*) AS count, COUNT(DISTINCT row_id) AS `distinct` FROM operation_changes',
    );
    expect(log).toEqual({ count: ATTEMPTS, distinct: ATTEMPTS });

    const undone = performance.now();
    const reversal = await post(third, `/v1/operations/${id}/reversal`, {});
    await until(over(reversal), 240);
    const took = performance.now() - undone;
    expect(await operation(reversal)).toMatchObject({ status: 'succeeded', issueCount: 0 });
    expect(await storeOf(app, quizId)).toEqual(before);
    process.stderr.write(
      `${ATTEMPTS} attempts: previewed in ${Math.round(previewed)} ms, taken back in ${Math.round(took)} ms\n`,
    );
  });
});
