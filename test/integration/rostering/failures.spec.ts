import { until } from '../../support/until';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RosterImportsService } from '../../../src/modules/rostering';
import { OperationRunner } from '../../../src/shared/operations/operation-runner';
import { ApplicationProcess } from '../../support/application-process';
import { HttpLine } from '../../support/http-line';
import { buildBundle } from '../../support/oneroster-bundle';
import { manyStudents, smallSchool } from '../../support/small-school';
import { S3Server } from '../../support/s3-server';
import { StoreProxy } from '../../support/store-proxy';
import { type Caller, TestApp } from '../../support/test-app';
import { PROGRESS_REPORT, RosterRoom } from './roster-room';
import { endWatches, watchStatements } from '../../support/statements';
import { negativeControl } from '../../support/negative-control';

/** A replica takes up what is silent for five seconds, and the rest takes a while on a busy machine. */
let patienceMilliseconds = 150_000;

negativeControl(
  'the look for operations that were left',
  ['an import continues in another worker if its own'],
  () => {
    ApplicationProcess.preloads.push('preloads/idle-pollers.ts');
    patienceMilliseconds = 30_000;
  },
);

const MANY = 20_000;

function manyUsers(count: number, prefix = 'u'): Promise<string> {
  const users = manyStudents(count).map((user) => ({
    ...user,
    ...Object.fromEntries(
      ['sourcedId', 'username', 'email'].map((name) => [name, String(user[name]).replace(/^u/, prefix)]),
    ),
  }));
  return buildBundle({ orgs: smallSchool().orgs, users });
}

async function patiently(condition: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + patienceMilliseconds;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error('It did not come about');
    await new Promise((resume) => setTimeout(resume, 20));
  }
}

async function usersStored(app: TestApp): Promise<number> {
  const [row] = await app.database.rows<{ count: number }>(
    `SELECT COUNT(*) AS count FROM users WHERE sourced_id LIKE 'u-%'`,
  );
  return row!.count;
}

describe('an import whose replica fails', () => {
  let app: TestApp;
  let administrator: Caller;
  let folders: string;
  const started: ApplicationProcess[] = [];
  beforeAll(async () => {
    app = await TestApp.start();
    administrator = await app.person('administrator');
    folders = await mkdtemp(join(tmpdir(), 'stoa-failures-'));
  });
  afterEach(async () => {
    await Promise.all(started.splice(0).map((replica) => replica.end('SIGKILL')));
    await app.database.run(`DELETE FROM users WHERE sourced_id LIKE 'u-%' OR sourced_id LIKE 'n-%'`);
    await app.database.run('DELETE FROM operations');
  });
  afterAll(async () => {
    await app.stop();
    await rm(folders, { recursive: true });
  });

  const replica = async (name: string, environment: Record<string, string> = {}): Promise<HttpLine> => {
    const process = await ApplicationProcess.start(
      app.target,
      { DATA_DIRECTORY: join(folders, name), FILES_DIRECTORY: join(folders, 'shared'), ...environment },
      ['preloads/quick-heartbeats.ts'],
    );
    started.push(process);
    return new HttpLine(process.url);
  };

  async function upload(line: HttpLine, path: string): Promise<string> {
    const { status, body } = await line.upload('/v1/roster-imports', path, administrator.token!);
    expect(status).toBe(202);
    return body.id;
  }

  const untilIt = (line: HttpLine, id: string, is: (operation: never) => boolean): Promise<void> =>
    patiently(async () => {
      const { body } = await line.send(`/v1/operations/${id}`, { token: administrator.token });
      return is(body as never);
    });
  const isHalfway = ({ progress: { phase, done } }: { progress: { phase: string; done: number } }): boolean =>
    phase === 'Importing users.csv' && done > 2000;

  it.each(['SIGKILL', 'SIGTERM'] as const)(
    'an import whose process ends by %s goes on in another one, which adds what was missing and counts all',
    async (signal) => {
      const [here, there] = [await replica(`${signal}-1`), await replica(`${signal}-2`)];
      const id = await upload(here, await manyUsers(MANY));
      await untilIt(there, id, isHalfway);
      await started[0]!.end(signal);
      expect(await usersStored(app)).toBeLessThan(MANY);
      // Whatever became of the process, its copy of the bundle is gone.
      expect(await readdir(join(folders, `${signal}-1`, 'spool'))).toEqual([]);
      await untilIt(there, id, ({ status }: { status: string }) => status === 'succeeded');
      const { body } = await there.send(`/v1/operations/${id}`, { token: administrator.token });
      expect(body.summary.find(({ part }: { part: string }) => part === 'users.csv')).toMatchObject({
        ...{ read: MANY, added: MANY, unchanged: 0 },
      });
      expect(await usersStored(app)).toBe(MANY);
      expect(await app.database.rows('SELECT 1 FROM operation_files')).toEqual([]);
    },
    240_000,
  );

  it('an import that is uploaded at one replica and confirmed at another is finished by the first if that is killed', async () => {
    const s3 = await S3Server.start();
    try {
      const [here, there] = [
        await replica('bucket-1', s3.environment),
        await replica('bucket-2', s3.environment),
      ];
      const untilHas = (id: string, wanted: string): Promise<void> =>
        untilIt(here, id, ({ status }: { status: string }) => status === wanted);
      await untilHas(await upload(here, await manyUsers(10)), 'succeeded');
      // A whole new school, without any of the first ten.
      const id = await upload(here, await manyUsers(MANY, 'n'));
      await untilHas(id, 'needs_confirmation');
      const confirming = { method: 'PUT', token: administrator.token };
      expect((await there.send(`/v1/operations/${id}/confirmation`, confirming)).status).toBe(202);
      await untilIt(here, id, isHalfway);
      await started[1]!.end('SIGKILL');
      await untilHas(id, 'succeeded');
      const { body } = await here.send(`/v1/operations/${id}`, { token: administrator.token });
      expect(body.summary.find(({ part }: { part: string }) => part === 'users.csv')).toMatchObject({
        ...{ read: MANY, added: MANY, ended: 10 },
      });
      // The input is removed once the end is saved, which is seen before that.
      await until(() => s3.objects.size === 0 && s3.uploads.size === 0);
    } finally {
      await s3.stop();
    }
  }, 240_000);

  it('an import continues in another worker if its own is killed', async () => {
    const line = await replica('workers', { WORKERS: '2' });
    const id = await upload(line, await manyUsers(MANY));
    await untilIt(line, id, isHalfway);
    // The runner is one of them, and both are replaced.
    for (const worker of started[0]!.workers) process.kill(worker, 'SIGKILL');
    await patiently(async () => {
      const [row] = await app.database.rows<{ status: string }>('SELECT status FROM operations');
      return row!.status === 'succeeded';
    });
    expect(await usersStored(app)).toBe(MANY);
  }, 240_000);
});

describe('an import whose database becomes unavailable', () => {
  it('an import waits until the database is back, and continues', async () => {
    const direct = await TestApp.start();
    const proxy = await StoreProxy.before(direct.target);
    const app = await TestApp.start({ DATABASE_WAIT_SECONDS: '1' }, proxy.target);
    const room = await RosterRoom.open(direct);
    let reports = 0;
    const back: Promise<void>[] = [];
    watchStatements({
      ...{ of: app, having: PROGRESS_REPORT, value: 'Importing users.csv' },
      before: () => {
        if ((reports += 1) !== 3) return;
        proxy.takeAway();
        back.push(new Promise((resume) => setTimeout(resume, 3000)).then(() => proxy.bringBack()));
      },
    });
    const { id } = await app.get(RosterImportsService).start({
      ...{ path: await manyUsers(5000), name: 'school.zip', requestedBy: null },
      ...{ dryRun: false, confirmed: false },
    });
    await app.get(OperationRunner).settled(id);
    await Promise.all(back);
    expect(await room.finished(id)).toMatchObject({ status: 'succeeded', error: null });
    expect(await usersStored(direct)).toBe(5000);
    endWatches();
    await app.stop();
    await proxy.stop();
    await direct.stop();
  });
});
