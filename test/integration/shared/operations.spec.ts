import type { NewIssue } from '../../../src/shared/operations/operation';
import { OperationRunner } from '../../../src/shared/operations/operation-runner';
import type { OperationTask } from '../../../src/shared/operations/operation-task';
import { newId, toBinary } from '../../../src/shared/database/ids';
import { Transactions } from '../../../src/shared/database/transactions';
import { ConflictError } from '../../../src/shared/errors/domain-error';
import { expectStatus } from '../../support/course-room';
import { type Caller, TestApp } from '../../support/test-app';

class NotToday extends ConflictError {
  constructor() {
    super('test.not_today', 'Not today.');
  }
}

describe('operations', () => {
  let app: TestApp;
  let runner: OperationRunner;
  let owner: Caller;
  let administrator: Caller;
  let work: (task: OperationTask) => Promise<'done' | 'needs_confirmation'>;
  const discarded: string[] = [];

  beforeAll(async () => {
    app = await TestApp.start();
    runner = app.get(OperationRunner);
    owner = await app.person('instructor');
    administrator = await app.person('administrator');
    for (const isExclusive of [true, false]) {
      runner.register(isExclusive ? 'test_one' : 'test_many', {
        isExclusive,
        run: (task) => work(task),
        discard: async ({ subject }) => void discarded.push(subject),
      });
    }
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    work = () => Promise.resolve('done');
    discarded.length = 0;
    await app.database.run('DELETE FROM operations');
  });

  const start = async (kind = 'test_many', subject = 'things.zip'): Promise<string> => {
    const operation = { kind, subject, requestedBy: owner.id, isDryRun: false, isConfirmed: false };
    return (await runner.start({ ...operation, input: { of: subject } })).id;
  };
  const ended = async (id: string, caller = owner) => {
    await runner.settled(id);
    return expectStatus(await caller.get(`/v1/operations/${id}`), 200);
  };
  /** As another process leaves it in the store that was last heard of at the instant. */
  const runningElsewhere = async (subject: string, heardAt: Date): Promise<void> => {
    await app.database.run(
      `INSERT INTO operations (id, kind, status, exclusive_key, subject, dry_run, confirmed, input, created_at, heartbeat_at)
       VALUES (?, 'test_one', 'running', 'test_one', ?, 0, 0, '{}', ?, ?)`,
      [toBinary(newId()), subject, heardAt, heardAt],
    );
  };
  const issue = (line: number): NewIssue => ({
    ...{ severity: 'error', file: 'things.csv', line, column: 'name', code: 'odd' },
    ...{ message: `Line ${line} is odd.`, value: 'x'.repeat(300) },
  });

  it('begin after the transaction that asked for them, and never when it is rolled back', async () => {
    const begun: string[] = [];
    work = async ({ operation }) => {
      begun.push(operation.subject);
      return 'done';
    };
    const transactions = app.get(Transactions);
    let id = '';
    await transactions.run(async () => {
      id = await start('test_many', 'committed');
      await new Promise((resume) => setImmediate(resume));
      expect(begun).toEqual([]);
    });
    await ended(id);
    const undone = transactions.run(async () => {
      await start('test_many', 'rolled back');
      throw new Error('undo');
    });
    await expect(undone).rejects.toThrow('undo');
    expect(begun).toEqual(['committed']);
  });

  it('tell how far they are, and keep their counts', async () => {
    let reported: unknown;
    work = async (task) => {
      task.summary = [{ part: 'things', read: 3, added: 3, changed: 0, ended: 0, unchanged: 0, refused: 0 }];
      await task.report({ phase: 'Adding things', done: 3, total: 12 });
      reported = expectStatus(await owner.get(`/v1/operations/${task.operation.id}`), 200);
      return 'done';
    };
    const operation = await ended(await start());
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

  it('are for those who asked for them, and for administrators', async () => {
    const id = await start();
    await ended(id);
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

  it('are listed with the newest first, page by page', async () => {
    const ids: string[] = [];
    for (let count = 0; count < 5; count += 1) ids.push(await start());
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { data, page } = expectStatus(await owner.get(`/v1/operations?limit=2${cursor}`), 200);
      seen.push(...data.map((operation: { id: string }) => operation.id));
      cursor = page.next === null ? null : `&cursor=${page.next}`;
    }
    expect(seen).toEqual(ids.reverse());
    expect((await owner.get('/v1/operations?cursor=rubbish')).status).toBe(400);
  });

  it('list their issues in the order in which they were found, page by page', async () => {
    work = async (task) => {
      const transactions = app.get(Transactions);
      await transactions.run(() => task.addIssues([issue(2), issue(3)]));
      await transactions.run(() => task.addIssues([issue(7)]));
      return 'done';
    };
    const id = await start();
    expect(await ended(id)).toMatchObject({ issueCount: 3 });
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

  it('fail in the words of a domain error, and without words of what nobody foresaw', async () => {
    work = () => Promise.reject(new NotToday());
    expect(await ended(await start())).toMatchObject({
      status: 'failed',
      error: { code: 'test.not_today', detail: 'Not today.' },
    });
    work = () => Promise.reject(new Error('secret'));
    const { error } = await ended(await start());
    expect(error).toMatchObject({ code: 'server.error' });
    expect(error.detail).not.toContain('secret');
  });

  it('wait for a confirmation, and then begin again from what they were given', async () => {
    const begun: unknown[] = [];
    work = async (task) => {
      const { isConfirmed, input } = task.operation;
      begun.push([isConfirmed, input]);
      await app.get(Transactions).run(() => task.addIssues([issue(2)]));
      task.confirmation = { detail: 'Sure?', items: [] };
      return isConfirmed ? 'done' : 'needs_confirmation';
    };
    const id = await start('test_one');
    expect(await ended(id)).toMatchObject({
      status: 'needs_confirmation',
      confirmation: { detail: 'Sure?' },
    });
    expectStatus(await owner.put(`/v1/operations/${id}/confirmation`), 202);
    expect(await ended(id)).toMatchObject({ status: 'succeeded', issueCount: 1 });
    expect(begun).toEqual([
      [false, { of: 'things.zip' }],
      [true, { of: 'things.zip' }],
    ]);
  });

  it('of an exclusive kind run one at a time; a new one takes the place of those that wait', async () => {
    const gate = Promise.withResolvers<'needs_confirmation'>();
    work = () => gate.promise;
    const first = await start('test_one', 'first');
    await expect(start('test_one', 'too early')).rejects.toMatchObject({
      code: 'operations.already_running',
    });
    await start('test_many', 'another kind');
    gate.resolve('needs_confirmation');
    expect(await ended(first)).toMatchObject({ status: 'needs_confirmation' });
    const second = await start('test_one', 'second');
    expect(await owner.get(`/v1/operations/${first}`)).toMatchObject({ body: { status: 'cancelled' } });
    expect(discarded).toEqual(['first']);
    expect(await ended(second)).toMatchObject({ status: 'needs_confirmation' });
  });

  it('cannot be confirmed while another one of their exclusive kind runs', async () => {
    work = () => Promise.resolve('needs_confirmation');
    const waiting = await start('test_one');
    await ended(waiting);
    await runningElsewhere('elsewhere', app.clock.now());
    expect(await owner.put(`/v1/operations/${waiting}/confirmation`)).toMatchObject({
      status: 409,
      body: { code: 'operations.already_running' },
    });
    expect(await owner.get(`/v1/operations/${waiting}`)).toMatchObject({
      body: { status: 'needs_confirmation' },
    });
  });

  it('stop where they are when they are cancelled', async () => {
    work = async (task) => {
      expectStatus(await owner.delete(`/v1/operations/${task.operation.id}`), 204);
      task.summary = [{ part: 'things', read: 1, added: 1, changed: 0, ended: 0, unchanged: 0, refused: 0 }];
      await task.report({ phase: 'On and on', done: 1, total: null });
      throw new Error('It went on');
    };
    const id = await start();
    expect(await ended(id)).toMatchObject({ status: 'cancelled', error: null, summary: [{ added: 1 }] });
    expect(await owner.delete(`/v1/operations/${id}`)).toMatchObject({
      status: 409,
      body: { code: 'operations.finished' },
    });
  });

  it('are forgotten a quarter of a year after they finished, with their issues', async () => {
    work = async (task) => {
      await app.get(Transactions).run(() => task.addIssues([issue(2)]));
      return 'done';
    };
    const old = await start();
    await ended(old);
    app.clock.advanceDays(60);
    const young = await start();
    await ended(young);
    app.clock.advanceDays(31);
    const last = await start();
    await ended(last);
    const { data } = expectStatus(await owner.get('/v1/operations'), 200);
    expect(data.map(({ id }: { id: string }) => id)).toEqual([last, young]);
    expect(await app.database.rows('SELECT 1 FROM operation_issues')).toHaveLength(2);
  });

  it('that a process left behind are given up at the next start', async () => {
    await runningElsewhere('left behind', new Date(app.clock.now().getTime() - 31_000));
    const id = await start('test_one');
    expect(await ended(id)).toMatchObject({ status: 'succeeded' });
    const { data } = expectStatus(await administrator.get('/v1/operations'), 200);
    expect(data).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          ...{ subject: 'left behind', status: 'failed' },
          error: expect.objectContaining({ code: 'operations.interrupted' }),
        }),
      ]),
    );
  });
});
