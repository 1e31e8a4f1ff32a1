import { newId, toBinary } from '../../../src/shared/database/ids';
import { ApplicationProcess } from '../../support/application-process';
import { expectStatus } from '../../support/course-room';
import { type Caller, TestApp } from '../../support/test-app';
import { until } from '../../support/until';

const SIGNALS = 3000;
const PRELOADS = ['preloads/quick-heartbeats.ts', 'preloads/small-erasures.ts'];

jest.setTimeout(120_000);

describe('an erasure', () => {
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
  const signalsOf = async ({ id }: Caller): Promise<number> => {
    const [row] = await app.database.rows<{ count: number }>(
      'SELECT COUNT(*) AS count FROM activity_signals WHERE user_id = ?',
      [toBinary(id)],
    );
    return Number(row?.count);
  };

  it('goes on in another process after two were killed in the middle, and counts every row once', async () => {
    const [administrator, noor, other] = [
      await app.person('administrator'),
      await app.person(),
      await app.person(),
    ];
    const now = app.clock.now();
    for (const { id } of [noor, other])
      await app.database.insertMany(
        'activity_signals',
        ['user_id', 'id', 'course_id', 'activity_id', 'kind', 'occurred_at', 'recorded_at'],
        Array.from({ length: SIGNALS }, () => [
          ...[toBinary(id), toBinary(newId()), toBinary(newId()), toBinary(newId()), 'view', now, now],
        ]),
      );
    const { username } = expectStatus(await administrator.get(`/v1/users/${noor.id}`), 200);
    const first = await run();
    const response = await fetch(`${first.url}/v1/users/${noor.id}/erasures`, {
      method: 'POST',
      headers: { authorization: `Bearer ${administrator.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ username }),
    });
    expect(response.status).toBe(202);
    const { id } = (await response.json()) as { id: string };
    const operation = async () => expectStatus(await administrator.get(`/v1/operations/${id}`), 200);
    await until(async () => (await signalsOf(noor)) < SIGNALS * 0.9, 60);
    await first.end('SIGKILL');
    expect((await operation()).status).toBe('running');
    const second = await run();
    await until(async () => (await signalsOf(noor)) < SIGNALS * 0.5, 60);
    await second.end('SIGKILL');
    expect((await operation()).status).toBe('running');
    await run();
    await until(async () => (await operation()).status === 'succeeded', 60);
    const { summary } = await operation();
    expect(summary).toContainEqual(
      expect.objectContaining({ part: 'activity_signals', read: SIGNALS, ended: SIGNALS }),
    );
    expect([await signalsOf(noor), await signalsOf(other)]).toEqual([0, SIGNALS]);
    expect(expectStatus(await administrator.get(`/v1/users/${noor.id}`), 200).givenName).toBe(
      'Erased person',
    );
  });
});
