import { RosterImportsService } from '../../../src/modules/rostering';
import { Transactions } from '../../../src/shared/database/transactions';
import { OperationLeases } from '../../../src/shared/operations/operation-leases.repository';
import { silentMilliseconds } from '../../../src/shared/operations/heartbeat';
import { OperationPoller } from '../../../src/shared/operations/operation-poller';
import { OperationRunner } from '../../../src/shared/operations/operation-runner';
import { expectStatus } from '../../support/course-room';
import { buildBundle } from '../../support/oneroster-bundle';
import { manyStudents, smallSchool } from '../../support/small-school';
import { TestApp } from '../../support/test-app';
import { countsOf, PROGRESS_REPORT, RosterRoom } from './roster-room';
import { negativeControl } from '../../support/negative-control';
import { beforeNext, endWatches, rewriteStatements, watchStatements } from '../../support/statements';

negativeControl('the fence of an import', ['an import continues in another process, whose clock'], () => {
  rewriteStatements(/`operations`/, /AND (\(*)((`Operation`\.)?`fence`) = \?/, 'AND $1($2 = ? OR TRUE)');
});
negativeControl('the beats of an import', ['an import stays in its process while that is alive'], () => {
  rewriteStatements(/FROM `operations`.*`status` IN/, /`Operation`\.`beats`/, '0');
  rewriteStatements(/`operations`/, /AND (`beats`) = \?/, 'AND ($1 = ? OR TRUE)');
});

/** The statement with which an import saves the place that it has reached. */
const SAVED_PLACE = /^UPDATE `operations` SET `progress_done` .*`checkpoint`/;

const MANY = 5000;

/** A school with so many accounts that an import can be caught in the middle of them; one row is bad. */
function manyUsers(renamed: number[] = []): Promise<string> {
  const { orgs, users } = smallSchool();
  const students = manyStudents(MANY);
  for (const index of renamed) students[index]!['familyName'] = 'Renamed';
  return buildBundle({ orgs, users: [{ ...users[2]!, sourcedId: 'u-bad', role: 'wizard' }, ...students] });
}

describe('an import that is interrupted', () => {
  let app: TestApp;
  let room: RosterRoom;
  beforeEach(async () => {
    app = await TestApp.start();
    room = await RosterRoom.open(app);
  });
  afterEach(() => app.stop());

  const start = async (path: string): Promise<string> => {
    const request = { path, name: 'school.zip', requestedBy: null };
    return (await app.get(RosterImportsService).start({ ...request, dryRun: false, confirmed: false })).id;
  };

  /** Calls back just before that transaction of the import of accounts, which writes a batch, changes anything. */
  const beforeBatch = (batch: number, callback: () => Promise<unknown>): void => {
    // The first of them begins the file.
    let reports = -1;
    watchStatements({
      ...{ of: app, having: PROGRESS_REPORT, value: 'Importing users.csv' },
      before: () => ((reports += 1) === batch ? callback() : undefined),
    });
  };
  /** How many accounts an application writes from now on. */
  const countWritten = (writer: TestApp): (() => number) => {
    let rows = 0;
    watchStatements({
      ...{ of: writer, having: /^INSERT INTO users / },
      after: ({ affectedRows = 0 }) => {
        rows += affectedRows;
      },
    });
    return () => rows;
  };
  /** Another replica looks for what it may take up, until it has found out that nobody runs the import any more. */
  const lookUntilSilent = async (replica: TestApp): Promise<void> => {
    const poller = replica.get(OperationPoller);
    await poller.look();
    replica.clock.advance(silentMilliseconds());
    await poller.look();
  };
  afterEach(endWatches);

  const usersStored = async (): Promise<number> =>
    (await room.rows('SELECT 1 FROM users WHERE sourced_id IS NOT NULL')).length;

  /** It has become what it would have without the interruption, and nothing of its input is kept. */
  const expectAllThere = async (id: string): Promise<void> => {
    const operation = await room.finished(id);
    expect(operation).toMatchObject({ status: 'partly_succeeded', error: null, issueCount: 1 });
    expect(operation.progress.done).toBe(operation.progress.total);
    expect(countsOf(operation)).toEqual({
      'orgs.csv': { added: 2 },
      'users.csv': { added: MANY, refused: 1 },
    });
    expect(operation.summary.find(({ part }) => part === 'users.csv')!.read).toBe(MANY + 1);
    expect(await room.issues(id)).toHaveLength(1);
    expect(await usersStored()).toBe(MANY);
    expect(await room.rows('SELECT 1 FROM operation_files')).toEqual([]);
  };
  /** The first batch has a bad row. */
  const FIRST_BATCHES = 2999;

  it('an import ends between two batches if it is canceled, and the next import does the rest', async () => {
    const bundle = await manyUsers();
    beforeBatch(3, async () => {
      const [row] = await app.get(Transactions).outside(() => app.get(OperationLeases).unfinished(1));
      const cancel = () => room.administrator.delete(`/v1/operations/${row!.id}`);
      expectStatus(await app.get(Transactions).outside(cancel), 204);
    });
    const operation = await room.finished(await start(bundle));
    expect(operation).toMatchObject({ status: 'cancelled', error: null });
    expect(countsOf(operation)['users.csv']).toEqual({ added: 1999, refused: 1 });
    expect(await usersStored()).toBe(1999);
    expect(await room.rows('SELECT 1 FROM operation_files')).toEqual([]);
    endWatches();
    const again = await room.import(bundle);
    expect(countsOf(again)['users.csv']).toEqual({ added: MANY - 1999, unchanged: 1999, refused: 1 });
  });

  it('an import waits for another process if its own ends, and continues there where it stopped', async () => {
    beforeBatch(3, async () => {
      // Not awaited: the end of the process waits for the work.
      void app.get(OperationRunner).beforeApplicationShutdown();
    });
    const id = await start(await manyUsers());
    expect(await room.finished(id)).toMatchObject({ status: 'queued', error: null, finishedAt: null });
    expect(await usersStored()).toBe(FIRST_BATCHES);

    const replica = await TestApp.start({}, app.target);
    const written = countWritten(replica);
    await replica.get(OperationPoller).look();
    await replica.get(OperationRunner).settled(id);
    await expectAllThere(id);
    // The rest alone, and not all again.
    expect(written()).toBe(MANY - FIRST_BATCHES);
    await replica.stop();
  });

  it('an import continues in another process where it stopped in a file with few changes', async () => {
    await room.import(await manyUsers());
    beforeBatch(3, async () => {
      void app.get(OperationRunner).beforeApplicationShutdown();
    });
    // In the second and the fourth batch: the fourth report passes over the third.
    const id = await start(await manyUsers([1500, 3500]));
    expect(await room.finished(id)).toMatchObject({ status: 'queued' });
    const renamed = `SELECT sourced_id FROM users WHERE family_name = 'Renamed' ORDER BY 1`;
    expect(await room.rows(renamed)).toEqual([{ sourced_id: 'u-1500' }]);

    const replica = await TestApp.start({}, app.target);
    await replica.get(OperationPoller).look();
    await replica.get(OperationRunner).settled(id);
    const operation = await room.finished(id);
    expect(operation).toMatchObject({ status: 'partly_succeeded', issueCount: 1 });
    expect(operation.progress.done).toBe(operation.progress.total);
    expect(countsOf(operation)['users.csv']).toEqual({ changed: 2, unchanged: MANY - 2, refused: 1 });
    expect(await room.rows(renamed)).toEqual([{ sourced_id: 'u-1500' }, { sourced_id: 'u-3500' }]);
    await replica.stop();
  });

  it.each([
    ['an hour ahead', '2025-10-01T10:00:00.000Z'],
    ['an hour behind', '2025-10-01T08:00:00.000Z'],
  ])(
    'an import continues in another process, whose clock is %s, if its own is paused',
    async (_where, instant) => {
      const pause = Promise.withResolvers<void>();
      const isPaused = Promise.withResolvers<void>();
      beforeBatch(3, () => {
        isPaused.resolve();
        return pause.promise;
      });
      const id = await start(await manyUsers());
      await isPaused.promise;
      const replica = await TestApp.start({}, app.target);
      replica.clock.set(instant);
      const written = countWritten(app);
      const woken: Promise<void>[] = [];
      watchStatements({
        ...{ of: replica, having: SAVED_PLACE },
        before: () => {
          // While the other one is in the middle of it, the paused one wakes up, and has nothing to say any more.
          if (woken.length > 0) return;
          pause.resolve();
          woken.push(app.get(OperationRunner).settled(id));
        },
      });
      await lookUntilSilent(replica);
      await Promise.all([replica, app].map((one) => one.get(OperationRunner).settled(id)));
      expect(woken).toHaveLength(1);
      expect(written()).toBe(0);
      await expectAllThere(id);
      await replica.stop();
    },
  );

  it.each([
    ['set an hour ahead', '2025-10-01T10:00:00.000Z'],
    ['set back an hour', '2025-10-01T08:00:00.000Z'],
  ])('an import stays in its process while that is alive, though a clock is %s', async (_how, instant) => {
    const replica = await TestApp.start({}, app.target);
    const poller = replica.get(OperationPoller);
    beforeBatch(2, async () => {
      await poller.look();
      app.clock.set(instant);
    });
    const written = countWritten(replica);
    let places = 0;
    watchStatements({
      ...{ of: app, having: SAVED_PLACE },
      after: async () => {
        places += 1;
        // Less than a silence after the last sign of life, however many there are.
        await poller.look();
        replica.clock.advance(silentMilliseconds() - 1);
      },
    });
    const id = await start(await manyUsers());
    await expectAllThere(id);
    expect(places).toBeGreaterThan(5);
    expect(written()).toBe(0);
    await replica.stop();
  });

  it('an import fails if it is interrupted again and again without any progress', async () => {
    const id = await start(await manyUsers());
    await room.finished(id);
    await app.database.run(
      `UPDATE operations SET status = 'queued', exclusive_key = kind, finished_at = NULL, attempts = 5`,
    );
    await app.get(OperationPoller).look();
    expect(await room.finished(id)).toMatchObject({
      status: 'failed',
      error: { code: 'operations.interrupted', detail: expect.stringContaining('Run it again') },
    });
  });

  it('an import compares a row again if somebody changes it before it is written', async () => {
    const school = smallSchool();
    await room.import(await buildBundle(school));
    for (const user of school.users) user.familyName += '-Smith';
    // The rows that the import has compared are about to be locked and written.
    beforeNext(/^SELECT id FROM users .* FOR UPDATE/, () =>
      app
        .get(Transactions)
        .outside(() =>
          app.database.run(`UPDATE users SET disabled_at = '2025-09-30' WHERE sourced_id = 's-bao'`),
        ),
    );
    const operation = await room.import(await buildBundle(school));
    expect(countsOf(operation)['users.csv']).toEqual({ changed: 10 });
    expect(await room.rows(`SELECT family_name, disabled_at FROM users WHERE sourced_id = 's-bao'`)).toEqual([
      { family_name: 'Nguyễn-Smith', disabled_at: new Date('2025-09-30T00:00:00Z') },
    ]);
  });
});
