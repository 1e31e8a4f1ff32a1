import { createHash } from 'node:crypto';
import type { NewIssue } from '../../../src/shared/operations/operation-issue.entity';
import { OperationInputs } from '../../../src/shared/operations/operation-inputs';
import { OperationPoller, SILENT_MILLISECONDS } from '../../../src/shared/operations/operation-poller';
import { OperationRunner } from '../../../src/shared/operations/operation-runner';
import type { OperationTask } from '../../../src/shared/operations/operation-task';
import { ReplicaUnableError } from '../../../src/shared/operations/operations.errors';
import { fromBinary, newId, toBinary } from '../../../src/shared/database/ids';
import { Transactions } from '../../../src/shared/database/transactions';
import { ConflictError } from '../../../src/shared/errors/domain-error';
import { expectStatus } from '../../support/course-room';
import { type Caller, TestApp } from '../../support/test-app';
import { until } from '../../support/until';
import { alterStore, negativeControl } from '../../support/negative-control';
import { rewriteStatements } from '../../support/statements';

negativeControl('the fence of an operation', ['write nothing once another process'], () => {
  rewriteStatements(/`operations`/, /AND (\(*)((`Operation`\.)?`fence`) = \?/, 'AND $1($2 = ? OR TRUE)');
});
negativeControl('the beats of an operation', ['with heartbeats are not taken over'], () => {
  rewriteStatements(/FROM `operations`.*`status` IN/, /`Operation`\.`beats`/, '0');
  rewriteStatements(/`operations`/, /AND (`beats`) = \?/, 'AND ($1 = ? OR TRUE)');
});
negativeControl('the one operation of its kind', ['cannot be confirmed while another one'], () => {
  alterStore('ALTER TABLE operations DROP INDEX uq_operations_exclusive');
});

class NotToday extends ConflictError {
  constructor() {
    super('test.not_today', 'Not today.');
  }
}

describe('operations', () => {
  let app: TestApp;
  let runner: OperationRunner;
  let poller: OperationPoller;
  let owner: Caller;
  let administrator: Caller;
  let work: (task: OperationTask) => Promise<'done' | 'needs_confirmation'>;

  beforeAll(async () => {
    app = await TestApp.start();
    runner = app.get(OperationRunner);
    poller = app.get(OperationPoller);
    owner = await app.person('instructor');
    administrator = await app.person('administrator');
    for (const isExclusive of [true, false]) {
      runner.register(isExclusive ? 'test_one' : 'test_many', {
        isExclusive,
        run: (task) => work(task),
      });
    }
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    work = () => Promise.resolve('done');
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
  /** As another process leaves it in the store that runs it, or ran it and died. */
  const runningElsewhere = async (subject: string): Promise<string> => {
    const id = newId();
    await app.database.run(
      `INSERT INTO operations (id, kind, status, exclusive_key, subject, dry_run, confirmed, input, created_at, heartbeat_at)
       VALUES (?, 'test_one', 'running', 'test_one', ?, 0, 0, '{}', ?, ?)`,
      [toBinary(id), subject, app.clock.now(), app.clock.now()],
    );
    return id;
  };
  const issue = (line: number): NewIssue => ({
    ...{ severity: 'error', file: 'things.csv', line, column: 'name', code: 'odd' },
    ...{ message: `Line ${line} is odd.`, value: 'x'.repeat(300) },
  });

  it('begin after the transaction that started them has committed, and never when it is rolled back', async () => {
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

  it('show their progress and keep their counts', async () => {
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

  it('are visible to the people who started them and to administrators', async () => {
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

  it('fail with the text of a domain error, and with a general text for an unexpected error', async () => {
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

  it('wait for a confirmation and then start again with their input', async () => {
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

  it('of an exclusive kind run one at a time, and a new one cancels those that wait for a confirmation', async () => {
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
    expect(await ended(second)).toMatchObject({ status: 'needs_confirmation' });
  });

  it('cannot be confirmed while another one of their exclusive kind runs', async () => {
    work = () => Promise.resolve('needs_confirmation');
    const waiting = await start('test_one');
    await ended(waiting);
    await runningElsewhere('elsewhere');
    expect(await owner.put(`/v1/operations/${waiting}/confirmation`)).toMatchObject({
      status: 409,
      body: { code: 'operations.already_running' },
    });
    expect(await owner.get(`/v1/operations/${waiting}`)).toMatchObject({
      body: { status: 'needs_confirmation' },
    });
  });

  it('stop between two transactions when they are canceled', async () => {
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

  it('are deleted with their issues a quarter of a year after they finished', async () => {
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

  it('are taken over from a crashed process once their heartbeats have stopped for a while', async () => {
    const begun: string[] = [];
    work = async ({ operation }) => {
      begun.push(operation.subject);
      return 'done';
    };
    const id = await runningElsewhere('left behind');
    await expect(start('test_one')).rejects.toMatchObject({ code: 'operations.already_running' });
    await poller.look();
    app.clock.advance(SILENT_MILLISECONDS - 1);
    await poller.look();
    expect(begun).toEqual([]);
    app.clock.advance(1);
    await poller.look();
    expect(await ended(id, administrator)).toMatchObject({ status: 'succeeded' });
    expect(begun).toEqual(['left behind']);
  });

  it('with heartbeats are not taken over, whatever the clocks say', async () => {
    const id = await runningElsewhere('elsewhere');
    for (const instant of ['2020-01-01T00:00:00Z', '2030-01-01T00:00:00Z', '2026-03-02T09:00:00Z']) {
      await poller.look();
      app.clock.set(instant);
      app.clock.advance(SILENT_MILLISECONDS - 1);
      // A beat.
      await app.database.run('UPDATE operations SET beats = beats + 1 WHERE id = ?', [toBinary(id)]);
    }
    await poller.look();
    expect(await ended(id, administrator)).toMatchObject({ status: 'running' });
  });

  it('continue from their checkpoint after they were released', async () => {
    const transactions = app.get(Transactions);
    const progress = { done: 1, total: 2, summary: [] };
    const checkpoints: unknown[] = [];
    work = async (task) => {
      checkpoints.push(task.operation.checkpoint);
      if (task.operation.checkpoint !== null) return 'done';
      await transactions.run(async () => {
        await task.addIssues([issue(2)]);
        await task.save({ ...progress, checkpoint: { at: 7 } });
      });
      throw new ReplicaUnableError('The disk is full');
    };
    const id = await start();
    expect(await ended(id)).toMatchObject({ status: 'queued', progress: { done: 1 } });
    // For a while, it is left to others.
    await poller.look();
    expect(await ended(id)).toMatchObject({ status: 'queued' });
    app.clock.advance(60_001);
    await poller.look();
    expect(await ended(id)).toMatchObject({ status: 'succeeded', issueCount: 1 });
    expect(checkpoints).toEqual([null, { at: 7 }]);
  });

  it('write nothing once another process has taken them', async () => {
    const transactions = app.get(Transactions);
    const outcomes: string[] = [];
    const tried = async (write: Promise<unknown>): Promise<void> => {
      outcomes.push(await write.then(String, (error: Error) => error.constructor.name));
    };
    work = async (task) => {
      await app.database.run('UPDATE operations SET fence = fence + 1');
      await tried(task.report({ phase: 'On', done: 1, total: 1 }));
      await tried(transactions.run(() => task.addIssues([issue(2)])));
      await tried(transactions.run(() => task.startAfresh()));
      await tried(task.save({ done: 1, total: 1, summary: [], checkpoint: {} }));
      return 'done';
    };
    const id = await start();
    expect(await ended(id)).toMatchObject({ status: 'running', progress: { done: 0 }, issueCount: 0 });
    expect(outcomes).toEqual(Array<string>(4).fill('OperationStoppedError'));
  });
});

describe('inputs of operations', () => {
  let app: TestApp;
  let inputs: OperationInputs;
  beforeAll(async () => {
    app = await TestApp.start();
    inputs = app.get(OperationInputs);
  });
  afterAll(() => app.stop());

  async function* pieces(...sizes: number[]): AsyncGenerator<Buffer> {
    for (const [index, size] of sizes.entries()) yield await Promise.resolve(Buffer.alloc(size, index + 1));
  }
  const kept = async (): Promise<number[]> =>
    (
      await app.database.rows<{ size: number }>(
        'SELECT LENGTH(bytes) AS size FROM operation_inputs ORDER BY seq',
      )
    ).map(({ size }) => size);
  const MEGABYTE = 1024 * 1024;

  it('are read as they were stored, whatever the sizes of the chunks, with the hash of their content', async () => {
    const id = newId();
    const sizes = [10, 3 * MEGABYTE, MEGABYTE - 10, 0, 7];
    const content = Buffer.concat(sizes.map((size, index) => Buffer.alloc(size, index + 1)));
    expect(await inputs.store(id, pieces(...sizes))).toEqual({
      bytes: content.length,
      sha256: createHash('sha256').update(content).digest('hex'),
    });
    expect(await kept()).toEqual([MEGABYTE, MEGABYTE, MEGABYTE, MEGABYTE, 7]);
    const read: Buffer[] = [];
    for await (const piece of inputs.read(id)) read.push(piece);
    expect(Buffer.concat(read).equals(content)).toBe(true);
    await inputs.remove(id);
    expect(await kept()).toEqual([]);
  });

  it('are removed when they break off', async () => {
    async function* breaking(): AsyncGenerator<Buffer> {
      yield* pieces(MEGABYTE, MEGABYTE);
      throw new Error('cut off');
    }
    await expect(inputs.store(newId(), breaking())).rejects.toThrow('cut off');
    expect(await kept()).toEqual([]);
  });

  it('hold no connection while they arrive, even when more arrive than there are connections', async () => {
    const gate = Promise.withResolvers<void>();
    async function* slow(): AsyncGenerator<Buffer> {
      yield Buffer.alloc(MEGABYTE);
      await gate.promise;
      yield Buffer.alloc(1);
    }
    const ids = Array.from({ length: app.settings.databasePoolSize * 2 }, () => newId());
    const arriving = ids.map((id) => inputs.store(id, slow()));
    await until(async () => (await kept()).length === ids.length);
    await app.get(Transactions).run(() => app.database.run('DELETE FROM operations'));
    gate.resolve();
    await Promise.all(arriving);
    await Promise.all(ids.map((id) => inputs.remove(id)));
  });

  it('are removed when no operation is going to use them', async () => {
    const stored = async (): Promise<string> => {
      const id = newId();
      await inputs.store(id, pieces(1));
      return id;
    };
    const [waiting, finished, arriving, abandoned] = [
      await stored(),
      await stored(),
      await stored(),
      await stored(),
    ];
    for (const [id, status] of [
      [waiting, 'needs_confirmation'],
      [finished, 'cancelled'],
    ] as const)
      await app.database.run(
        `INSERT INTO operations (id, kind, status, subject, dry_run, confirmed, input, created_at, heartbeat_at)
         VALUES (?, 'test', ?, '', 0, 0, '{}', ?, ?)`,
        [toBinary(id), status, app.clock.now(), app.clock.now()],
      );
    await app.database.run(
      'UPDATE operation_inputs SET stored_at = UTC_TIMESTAMP(3) - INTERVAL 61 MINUTE WHERE operation_id IN (?, ?)',
      [toBinary(waiting), toBinary(abandoned)],
    );
    // The clock of the process has no say in it.
    app.clock.set('2036-01-01T00:00:00Z');
    await inputs.removeOrphans();
    const left = await app.database.rows<{ id: Buffer }>('SELECT operation_id AS id FROM operation_inputs');
    expect(left.map(({ id }) => fromBinary(id)).sort()).toEqual([waiting, arriving].sort());
  });
});
