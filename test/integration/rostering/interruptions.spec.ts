import { RosterImportsService } from '../../../src/modules/rostering';
import { Database } from '../../../src/shared/database/database';
import { Transactions } from '../../../src/shared/database/transactions';
import { OperationRunner } from '../../../src/shared/operations/operation-runner';
import { OperationsRepository } from '../../../src/shared/operations/operations.repository';
import { expectStatus } from '../../support/course-room';
import { buildBundle } from '../../support/oneroster-bundle';
import { smallSchool } from '../../support/small-school';
import { TestApp } from '../../support/test-app';
import { countsOf, RosterRoom } from './roster-room';

const MANY = 5000;

/** A school with so many accounts that an import can be caught in the middle of them. */
function manyUsers(): Promise<string> {
  const { orgs, users } = smallSchool();
  const copies = Array.from({ length: MANY }, (_, index) => ({
    ...users[2]!,
    ...{ sourcedId: `u-${index}`, username: `u-${index}`, email: `u-${index}@hillview.example` },
  }));
  return buildBundle({ orgs, users: copies });
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
    const request = { path, name: 'school.zip', isTemporary: false, requestedBy: null };
    return (await app.get(RosterImportsService).start({ ...request, dryRun: false, confirmed: false })).id;
  };

  /** Calls back just before the batch of accounts with that number is written. */
  const beforeBatch = (batch: number, callback: () => Promise<unknown>): void => {
    const database = app.get(Database);
    const insertMany = database.insertMany.bind(database);
    let batches = 0;
    jest.spyOn(database, 'insertMany').mockImplementation(async (...args) => {
      if (args[0] === 'users' && (batches += 1) === batch) await callback();
      return insertMany(...args);
    });
  };
  afterEach(() => jest.restoreAllMocks());

  const usersStored = async (): Promise<number> =>
    (await room.rows('SELECT 1 FROM users WHERE sourced_id IS NOT NULL')).length;

  const expectRestToFollow = async (bundle: string, stored: number): Promise<void> => {
    jest.restoreAllMocks();
    const again = await room.import(bundle);
    expect(again).toMatchObject({ status: 'succeeded', issueCount: 0 });
    expect(countsOf(again)['users.csv']).toEqual({ added: MANY - stored, unchanged: stored });
  };

  it('by somebody who cancels it ends between two batches, and the next one makes up for the rest', async () => {
    const bundle = await manyUsers();
    const operations = app.get(OperationsRepository);
    const report = operations.report.bind(operations);
    let batches = 0;
    jest.spyOn(operations, 'report').mockImplementation(async (id, news, now) => {
      if (news.phase === 'Importing users.csv' && (batches += 1) === 3) {
        const cancel = () => room.administrator.delete(`/v1/operations/${id}`);
        expectStatus(await app.get(Transactions).outside(cancel), 204);
      }
      return report(id, news, now);
    });
    const operation = await room.finished(await start(bundle));
    expect(operation).toMatchObject({ status: 'cancelled', error: null });
    expect(operation.summary.find(({ part }) => part === 'users.csv')).toMatchObject({ added: 2000 });
    expect(await usersStored()).toBe(2000);
    await expectRestToFollow(bundle, 2000);
  });

  it('by the end of its process says so', async () => {
    const runner = app.get(OperationRunner);
    let ended: Promise<void> = Promise.resolve();
    beforeBatch(3, async () => {
      // Not awaited: the end of the process waits for the work.
      ended = runner.beforeApplicationShutdown();
    });
    const operation = await room.finished(await start(await manyUsers()));
    await ended;
    expect(operation).toMatchObject({ status: 'failed', error: { code: 'operations.interrupted' } });
    expect(operation.summary.find(({ part }) => part === 'users.csv')).toMatchObject({ added: 3000 });
    expect(await usersStored()).toBe(3000);
  });

  it('by a crash is given up half a minute later, and the next one makes up for the rest', async () => {
    const bundle = await manyUsers();
    await room.import(bundle);
    await app.database.run(`DELETE FROM users WHERE sourced_id > 'u-2'`);
    const stored = await usersStored();
    // As a process leaves it that was killed.
    await app.database.run(
      `UPDATE operations SET status = 'running', exclusive_key = kind, finished_at = NULL, summary = NULL`,
    );
    const [row] = await app.get(OperationsRepository).list(undefined, undefined, 1);
    const url = `/v1/operations/${row!.id}`;
    app.clock.advance(29_000);
    expect(expectStatus(await room.administrator.get(url), 200)).toMatchObject({ status: 'running' });
    app.clock.advance(2_000);
    expect(expectStatus(await room.administrator.get(url), 200)).toMatchObject({
      status: 'failed',
      error: { code: 'operations.interrupted', detail: expect.stringContaining('Run it again') },
    });
    await expectRestToFollow(bundle, stored);
  });

  it('writes nothing more once it was given up for dead', async () => {
    const bundle = await manyUsers();
    beforeBatch(3, async () => {
      app.clock.advance(60_000);
    });
    const id = await start(bundle);
    const operations = app.get(OperationsRepository);
    const end = operations.report.bind(operations);
    jest.spyOn(operations, 'report').mockImplementation(async (...args) => {
      await operations.failSilentSince(new Date(app.clock.now().getTime() - 30_000), app.clock.now());
      return end(...args);
    });
    const operation = await room.finished(id);
    expect(operation).toMatchObject({ status: 'failed', error: { code: 'operations.interrupted' } });
    expect(await usersStored()).toBe(3000);
    await expectRestToFollow(bundle, 3000);
  });

  it('by a change that somebody makes to a row meanwhile looks at that row again', async () => {
    const school = smallSchool();
    await room.import(await buildBundle(school));
    for (const user of school.users) user.familyName += '-Smith';
    const database = app.get(Database);
    const query = database.query.bind(database);
    let isSuspended = false;
    jest.spyOn(database, 'query').mockImplementation(async (sql, params) => {
      const rows = await query(sql, params);
      if (!isSuspended && sql.includes('FROM users t') && sql.includes('sourced_id IN')) {
        isSuspended = true;
        await app.database.run(`UPDATE users SET disabled_at = '2025-09-30' WHERE sourced_id = 's-bao'`);
      }
      return rows;
    });
    const operation = await room.import(await buildBundle(school));
    jest.restoreAllMocks();
    expect(countsOf(operation)['users.csv']).toEqual({ changed: 10 });
    expect(await room.rows(`SELECT family_name, disabled_at FROM users WHERE sourced_id = 's-bao'`)).toEqual([
      { family_name: 'Nguyễn-Smith', disabled_at: new Date('2025-09-30T00:00:00Z') },
    ]);
  });
});
