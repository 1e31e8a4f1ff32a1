import { Transactions } from '../../../src/shared/database/transactions';
import { ConflictError } from '../../../src/shared/errors/domain-error';
import { expectStatus } from '../../support/course-room';
import { alterStore, negativeControl } from '../../support/negative-control';
import { type Caller, TestApp } from '../../support/test-app';
import { sentences } from '../../support/test-sentences';
import { issueAt, OperationsRoom } from './operations-room';

negativeControl('the one operation of its kind', ['an operation cannot be confirmed while another'], () => {
  alterStore('ALTER TABLE operations DROP INDEX uq_operations_exclusive');
});

class NotToday extends ConflictError {
  constructor() {
    super('test.not_today', sentences.notToday());
  }
}

describe('operations', () => {
  let app: TestApp;
  let room: OperationsRoom;
  let owner: Caller;
  let administrator: Caller;
  beforeAll(async () => {
    app = await TestApp.start();
    room = await OperationsRoom.open(app);
    ({ owner, administrator } = room);
  });
  afterAll(() => app.stop());
  beforeEach(() => room.empty());

  it('an operation begins after the transaction that started it has committed, and never when it is rolled back', async () => {
    const begun: string[] = [];
    room.work = async ({ operation }) => {
      begun.push(operation.subject);
      return 'done';
    };
    const transactions = app.get(Transactions);
    let id = '';
    await transactions.run(async () => {
      id = await room.start('test_many', 'committed');
      await new Promise((resume) => setImmediate(resume));
      expect(begun).toEqual([]);
    });
    await room.ended(id);
    const undone = transactions.run(async () => {
      await room.start('test_many', 'rolled back');
      throw new Error('undo');
    });
    await expect(undone).rejects.toThrow('undo');
    expect(begun).toEqual(['committed']);
  });

  it('an operation shows its progress while it runs and keeps its counts', async () => {
    let reported: unknown;
    room.work = async (task) => {
      task.summary = [{ part: 'things', read: 3, added: 3, changed: 0, ended: 0, unchanged: 0, refused: 0 }];
      await task.report({ phase: 'Adding things', done: 3, total: 12 });
      reported = expectStatus(await owner.get(`/v1/operations/${task.operation.id}`), 200);
      return 'done';
    };
    const operation = await room.ended(await room.start());
    expect(reported).toMatchObject({
      status: 'running',
      progress: { phase: 'Adding things', done: 3, total: 12 },
      summary: [{ part: 'things', added: 3 }],
    });
    expect(operation).toMatchObject({
      ...{
        kind: 'test_many',
        status: 'succeeded',
        subject: 'things.zip',
        requestedBy: owner.id,
        error: null,
      },
      progress: { phase: null, done: 3, total: 12 },
      summary: [{ part: 'things', added: 3 }],
    });
  });

  it('an operation is visible to the person who started it and to administrators', async () => {
    const id = await room.start();
    await room.ended(id);
    const stranger = await app.person('instructor');
    for (const url of [`/v1/operations/${id}`, `/v1/operations/${id}/issues`]) {
      expect((await stranger.get(url)).body).toMatchObject({ status: 404, code: 'operations.not_found' });
      expectStatus(await administrator.get(url), 200);
    }
    expect((await stranger.delete(`/v1/operations/${id}`)).status).toBe(404);
    expect((await stranger.put(`/v1/operations/${id}/confirmation`)).status).toBe(404);
    expect(expectStatus(await stranger.get('/v1/operations'), 200).data).toEqual([]);
    expect(expectStatus(await administrator.get('/v1/operations'), 200).data).toMatchObject([{ id }]);
  });

  it('operations are listed with the newest first, page by page', async () => {
    const ids: string[] = [];
    for (let count = 0; count < 5; count += 1) ids.push(await room.start());
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { data, page } = expectStatus(await owner.get(`/v1/operations?limit=2${cursor}`), 200);
      seen.push(...data.map((operation: { id: string }) => operation.id));
      cursor = page.next === null ? null : `&cursor=${page.next}`;
    }
    expect(seen).toEqual(ids.reverse());
    expect((await owner.get('/v1/operations?cursor=rubbish')).status).toBe(400);
  });

  it('the issues of an operation are listed in the order in which they were found, page by page', async () => {
    room.work = async (task) => {
      const transactions = app.get(Transactions);
      await transactions.run(() => task.addIssues([issueAt(2), issueAt(3)]));
      await transactions.run(() => task.addIssues([issueAt(7)]));
      return 'done';
    };
    const id = await room.start();
    expect(await room.ended(id)).toMatchObject({ issueCount: 3 });
    const first = expectStatus(await owner.get(`/v1/operations/${id}/issues?limit=2`), 200);
    expect(first.data).toEqual([
      {
        ...{ number: 1, severity: 'error', file: 'things.csv', line: 2, column: 'name', code: 'odd' },
        ...{ message: 'Line 2 is odd.', value: 'x'.repeat(255) },
      },
      expect.objectContaining({ number: 2, line: 3 }),
    ]);
    const second = expectStatus(
      await owner.get(`/v1/operations/${id}/issues?limit=2&cursor=${first.page.next}`),
      200,
    );
    expect(second).toMatchObject({ data: [{ number: 3, line: 7 }], page: { next: null } });
  });

  it('an operation fails with the text of a domain error, and with a general text for an unexpected error', async () => {
    room.work = () => Promise.reject(new NotToday());
    expect(await room.ended(await room.start())).toMatchObject({
      status: 'failed',
      error: { code: 'test.not_today', detail: 'Not today.' },
    });
    room.work = () => Promise.reject(new Error('secret'));
    const { error } = await room.ended(await room.start());
    expect(error).toMatchObject({ code: 'server.error' });
    expect(error.detail).not.toContain('secret');
  });

  it('an operation waits for a confirmation and then starts again with its input', async () => {
    const begun: unknown[] = [];
    room.work = async (task) => {
      const { isConfirmed, input } = task.operation;
      begun.push([isConfirmed, input]);
      await app.get(Transactions).run(() => task.addIssues([issueAt(2)]));
      task.confirmation = { detail: 'Sure?', items: [] };
      return isConfirmed ? 'done' : 'needs_confirmation';
    };
    const id = await room.start('test_one');
    expect(await room.ended(id)).toMatchObject({
      status: 'needs_confirmation',
      confirmation: { detail: 'Sure?' },
    });
    expectStatus(await owner.put(`/v1/operations/${id}/confirmation`), 202);
    expect(await room.ended(id)).toMatchObject({ status: 'succeeded', issueCount: 1 });
    expect(begun).toEqual([
      [false, { of: 'things.zip' }],
      [true, { of: 'things.zip' }],
    ]);
  });

  it('operations of an exclusive kind run one at a time, and a new one cancels those that wait for a confirmation', async () => {
    const gate = Promise.withResolvers<'needs_confirmation'>();
    room.work = () => gate.promise;
    const first = await room.start('test_one', 'first');
    await expect(room.start('test_one', 'too early')).rejects.toMatchObject({
      code: 'operations.already_running',
    });
    await room.start('test_many', 'another kind');
    gate.resolve('needs_confirmation');
    expect(await room.ended(first)).toMatchObject({ status: 'needs_confirmation' });
    const second = await room.start('test_one', 'second');
    expect(await owner.get(`/v1/operations/${first}`)).toMatchObject({ body: { status: 'cancelled' } });
    expect(await room.ended(second)).toMatchObject({ status: 'needs_confirmation' });
  });

  it('an operation cannot be confirmed while another one of its exclusive kind runs', async () => {
    room.work = () => Promise.resolve('needs_confirmation');
    const waiting = await room.start('test_one');
    await room.ended(waiting);
    await room.runningElsewhere('elsewhere');
    expect(await owner.put(`/v1/operations/${waiting}/confirmation`)).toMatchObject({
      status: 409,
      body: { code: 'operations.already_running' },
    });
    expect(await owner.get(`/v1/operations/${waiting}`)).toMatchObject({
      body: { status: 'needs_confirmation' },
    });
  });

  it('a canceled operation stops between two transactions', async () => {
    room.work = async (task) => {
      expectStatus(await owner.delete(`/v1/operations/${task.operation.id}`), 204);
      task.summary = [{ part: 'things', read: 1, added: 1, changed: 0, ended: 0, unchanged: 0, refused: 0 }];
      await task.report({ phase: 'On and on', done: 1, total: null });
      throw new Error('It went on');
    };
    const id = await room.start();
    expect(await room.ended(id)).toMatchObject({ status: 'cancelled', error: null, summary: [{ added: 1 }] });
    expect(await owner.delete(`/v1/operations/${id}`)).toMatchObject({
      status: 409,
      body: { code: 'operations.finished' },
    });
  });

  it('operations are deleted with their issues a quarter of a year after they finished', async () => {
    room.work = async (task) => {
      await app.get(Transactions).run(() => task.addIssues([issueAt(2)]));
      return 'done';
    };
    const old = await room.start();
    await room.ended(old);
    app.clock.advanceDays(60);
    const young = await room.start();
    await room.ended(young);
    app.clock.advanceDays(31);
    const last = await room.start();
    await room.ended(last);
    const { data } = expectStatus(await owner.get('/v1/operations'), 200);
    expect(data.map(({ id }: { id: string }) => id)).toEqual([last, young]);
    expect(await app.database.rows('SELECT 1 FROM operation_issues')).toHaveLength(2);
  });
});
