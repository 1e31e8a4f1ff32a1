import { sentences } from '../../support/test-sentences';
import type { NewIssue } from '../../../src/shared/operations/operation-issue.entity';
import { OperationRunner } from '../../../src/shared/operations/operation-runner';
import type { OperationTask } from '../../../src/shared/operations/operation-task';
import { newId, toBinary } from '../../../src/shared/database/ids';
import { expectStatus } from '../../support/course-room';
import type { Caller, TestApp } from '../../support/test-app';

type Work = (task: OperationTask) => Promise<'done' | 'needs_confirmation'>;

/** Operations of two kinds that do what a test says: `test_one`, of which one runs at a time, and `test_many`. */
export class OperationsRoom {
  /** What the next operations do. */
  work: Work = () => Promise.resolve('done');

  private constructor(
    private readonly app: TestApp,
    private readonly runner: OperationRunner,
    /** Who starts the operations. */
    readonly owner: Caller,
    readonly administrator: Caller,
  ) {
    for (const isExclusive of [true, false]) {
      runner.register(isExclusive ? 'test_one' : 'test_many', {
        isExclusive,
        run: (task) => this.work(task),
      });
    }
  }

  static async open(app: TestApp): Promise<OperationsRoom> {
    const [owner, administrator] = [await app.person('instructor'), await app.person('administrator')];
    return new OperationsRoom(app, app.get(OperationRunner), owner, administrator);
  }

  /** Before each test. */
  async empty(): Promise<void> {
    this.work = () => Promise.resolve('done');
    await this.app.database.run('DELETE FROM operations');
  }

  /** Returns the id of the operation. */
  async start(kind = 'test_many', subject = 'things.zip'): Promise<string> {
    const operation = { kind, subject, requestedBy: this.owner.id, isDryRun: false, isConfirmed: false };
    return (await this.runner.start({ ...operation, input: { of: subject } })).id;
  }

  /** The operation as the caller sees it once this process has done its part. */
  async ended(id: string, caller = this.owner) {
    await this.runner.settled(id);
    return expectStatus(await caller.get(`/v1/operations/${id}`), 200);
  }

  /** Makes the row of a `test_one` operation that another process runs, or ran until it died. Returns its id. */
  async runningElsewhere(subject: string): Promise<string> {
    const id = newId();
    await this.app.database.run(
      `INSERT INTO operations (id, kind, status, exclusive_key, subject, dry_run, confirmed, input, created_at, heartbeat_at)
       VALUES (?, 'test_one', 'running', 'test_one', ?, 0, 0, '{}', ?, ?)`,
      [toBinary(id), subject, this.app.clock.now(), this.app.clock.now()],
    );
    return id;
  }
}

export function issueAt(line: number): NewIssue {
  return {
    ...{ severity: 'error', file: 'things.csv', line, column: 'name', code: 'odd' },
    ...{ message: sentences.lineIsOdd({ line }), value: 'x'.repeat(300) },
  };
}
