import { Transactions } from '../../../src/shared/database/transactions';
import { toBinary } from '../../../src/shared/database/ids';
import { silentMilliseconds } from '../../../src/shared/operations/heartbeat';
import { OperationPoller } from '../../../src/shared/operations/operation-poller';
import { ReplicaUnableError } from '../../../src/shared/operations/operations.errors';
import { negativeControl } from '../../support/negative-control';
import { rewriteStatements } from '../../support/statements';
import { TestApp } from '../../support/test-app';
import { issueAt, OperationsRoom } from './operations-room';

negativeControl('the fence of an operation', ['an operation writes nothing once another'], () => {
  rewriteStatements(/`operations`/, /AND (\(*)((`Operation`\.)?`fence`) = \?/, 'AND $1($2 = ? OR TRUE)');
});
negativeControl('the beats of an operation', ['an operation with heartbeats is not taken over'], () => {
  rewriteStatements(/FROM `operations`.*`status` IN/, /`Operation`\.`beats`/, '0');
  rewriteStatements(/`operations`/, /AND (`beats`) = \?/, 'AND ($1 = ? OR TRUE)');
});
negativeControl(
  'the look for operations of dead processes',
  ['an operation is taken over from a crashed process'],
  () => {
    rewriteStatements(/FROM `operations`.*`status` IN/, /WHERE/, 'WHERE FALSE AND');
  },
);

describe('operations in several processes', () => {
  let app: TestApp;
  let room: OperationsRoom;
  let poller: OperationPoller;
  beforeAll(async () => {
    app = await TestApp.start();
    room = await OperationsRoom.open(app);
    poller = app.get(OperationPoller);
  });
  afterAll(() => app.stop());
  beforeEach(() => room.empty());

  it('an operation is taken over from a crashed process once its heartbeats have stopped for a while', async () => {
    const begun: string[] = [];
    room.work = async ({ operation }) => {
      begun.push(operation.subject);
      return 'done';
    };
    const id = await room.runningElsewhere('left behind');
    await expect(room.start('test_one')).rejects.toMatchObject({ code: 'operations.already_running' });
    await poller.look();
    app.clock.advance(silentMilliseconds() - 1);
    await poller.look();
    expect(begun).toEqual([]);
    app.clock.advance(1);
    await poller.look();
    expect(await room.ended(id, room.administrator)).toMatchObject({ status: 'succeeded' });
    expect(begun).toEqual(['left behind']);
  });

  it('an operation with heartbeats is not taken over, whatever the clocks say', async () => {
    const id = await room.runningElsewhere('elsewhere');
    for (const instant of ['2020-01-01T00:00:00Z', '2030-01-01T00:00:00Z', '2026-03-02T09:00:00Z']) {
      await poller.look();
      app.clock.set(instant);
      app.clock.advance(silentMilliseconds() - 1);
      // A beat.
      await app.database.run('UPDATE operations SET beats = beats + 1 WHERE id = ?', [toBinary(id)]);
    }
    await poller.look();
    expect(await room.ended(id, room.administrator)).toMatchObject({ status: 'running' });
  });

  it('an operation continues from its checkpoint after it was released', async () => {
    const transactions = app.get(Transactions);
    const progress = { done: 1, total: 2, summary: [] };
    const checkpoints: unknown[] = [];
    room.work = async (task) => {
      checkpoints.push(task.operation.checkpoint);
      if (task.operation.checkpoint !== null) return 'done';
      await transactions.run(async () => {
        await task.addIssues([issueAt(2)]);
        await task.save({ ...progress, checkpoint: { at: 7 } });
      });
      throw new ReplicaUnableError('The disk is full');
    };
    const id = await room.start();
    expect(await room.ended(id)).toMatchObject({ status: 'queued', progress: { done: 1 } });
    // For a while, it is left to others.
    await poller.look();
    expect(await room.ended(id)).toMatchObject({ status: 'queued' });
    app.clock.advance(60_001);
    await poller.look();
    expect(await room.ended(id)).toMatchObject({ status: 'succeeded', issueCount: 1 });
    expect(checkpoints).toEqual([null, { at: 7 }]);
  });

  it('an operation writes nothing once another process has taken it over', async () => {
    const transactions = app.get(Transactions);
    const outcomes: string[] = [];
    const tried = async (write: Promise<unknown>): Promise<void> => {
      outcomes.push(await write.then(String, (error: Error) => error.constructor.name));
    };
    room.work = async (task) => {
      await app.database.run('UPDATE operations SET fence = fence + 1');
      await tried(task.report({ phase: 'On', done: 1, total: 1 }));
      await tried(transactions.run(() => task.addIssues([issueAt(2)])));
      await tried(transactions.run(() => task.startAfresh()));
      await tried(task.save({ done: 1, total: 1, summary: [], checkpoint: {} }));
      return 'done';
    };
    const id = await room.start();
    expect(await room.ended(id)).toMatchObject({ status: 'running', progress: { done: 0 }, issueCount: 0 });
    expect(outcomes).toEqual(Array<string>(4).fill('OperationStoppedError'));
  });
});
