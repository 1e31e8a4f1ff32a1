import { setTimeout as delay } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { Clock } from '../clock/clock';
import { newId } from '../database/ids';
import { Transactions } from '../database/transactions';
import { storeFault } from '../database/store-faults';
import { DomainError, UnavailableError } from '../errors/domain-error';
import type { Lease, OperationStatus } from './operation';
import type { NewOperation, Operation, OperationSign } from './operation.entity';
import { OperationInputs, type ReceivedInput } from './operation-inputs';
import { OperationIssues } from './operation-issues.repository';
import { type OperationEnding, OperationLeases } from './operation-leases.repository';
import { OperationTask } from './operation-task';
import {
  InputUnavailableError,
  InputUnavailableTooLongError,
  NothingToConfirmError,
  OperationFinishedError,
  OperationNotFoundError,
  OperationRunningError,
  OperationStoppedError,
  OperationStuckError,
  ReplicaUnableError,
  DatabaseUnavailableTooLongError,
} from './operations.errors';
import { HEARTBEAT } from './heartbeat';
import { OperationsRepository } from './operations.repository';
import { sentences } from './operations.sentences';
import { inEnglish } from '../sentences/say';

/** How long work waits for an unreachable database, from the last statement that succeeded. A failover takes seconds. */
const PATIENCE_MILLISECONDS = 10 * 60_000;
const FIRST_PAUSE_MILLISECONDS = 200;
const LONGEST_PAUSE_MILLISECONDS = 5_000;
/** Work that crashes every process which runs it must not be started again for ever. */
const MOST_ATTEMPTS = 5;
/** For how long a process does not take an operation again that it could not run on its machine. */
const UNABLE_MILLISECONDS = 60_000;
const KEEP_FINISHED_DAYS = 90;

/** How the work ended: done, done but for parts that were refused, or not begun, since it must be confirmed. */
export type OperationOutcome = 'done' | 'partly_done' | 'needs_confirmation';

const STATUS_AFTER = {
  done: 'succeeded',
  partly_done: 'partly_succeeded',
  needs_confirmation: 'needs_confirmation',
} as const satisfies Record<OperationOutcome, OperationStatus>;

/** The work of one kind of operation. */
export interface OperationHandler {
  /** Whether only one of the kind may run at a time, in all processes. */
  isExclusive: boolean;
  /** Another kind of which none may run at the same time; null for none. By default, the own kind if it is exclusive. */
  exclusiveKeyOf?(operation: Pick<NewOperation, 'input'>): string | null;
  /**
   * Does the work, and returns how it ended. Where the operation has a checkpoint, the work continues
   * from it. The text of a DomainError becomes the operation's error; after a database fault `run` is called again.
   */
  run(task: OperationTask): Promise<OperationOutcome>;
}

/**
 * Runs operations in this process, after the request or command that asked for them has been answered. Their state is
 * in the database, where another process reads it, cancels the operation, or continues it.
 */
@Injectable()
export class OperationRunner implements BeforeApplicationShutdown {
  private readonly logger = new Logger(OperationRunner.name);
  private readonly handlers = new Map<string, OperationHandler>();
  private readonly running = new Map<string, { kind: string; ended: Promise<void> }>();
  /** By operation id: until when this process does not take it again. */
  private readonly unable = new Map<string, number>();
  private readonly ending = new AbortController();

  constructor(
    private readonly operations: OperationsRepository,
    private readonly leases: OperationLeases,
    private readonly issues: OperationIssues,
    private readonly inputs: OperationInputs,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** Called by the owner of a kind when the application starts. */
  register(kind: string, handler: OperationHandler): void {
    this.handlers.set(kind, handler);
  }

  /** Running work stops at its next report, between two transactions, and is queued for another process. */
  async beforeApplicationShutdown(): Promise<void> {
    this.ending.abort();
    await Promise.all([...this.running.values()].map(({ ended }) => ended));
  }

  /**
   * Queues an operation. It begins after the running transaction, if there is one, has committed. An operation of an
   * exclusive kind cancels those of its kind that wait for a confirmation. Operations that finished long ago are deleted.
   *
   * @param received its input, if it has one. Where this fails, the caller removes that.
   * @throws OperationRunningError when the kind is exclusive and another one is queued or running.
   */
  async start(operation: NewOperation, received?: ReceivedInput): Promise<Operation> {
    const id = received?.operationId ?? newId();
    const handler = this.handlerOf(operation.kind);
    const key = handler.exclusiveKeyOf?.(operation) ?? (handler.isExclusive ? operation.kind : null);
    await this.operations.deleteFinishedBefore(
      new Date(this.clock.now().getTime() - KEEP_FINISHED_DAYS * 86_400_000),
    );
    return this.transactions.run(async () => {
      if (!(await this.operations.add(id, operation, key, this.clock.now())))
        throw new OperationRunningError();
      if (received) await this.inputs.hold(received);
      if (key !== null) await this.supersedeWaiting(key);
      return this.queued(id);
    });
  }

  /** Queues an operation that waits for a confirmation again, now confirmed. */
  async confirm(operation: Operation): Promise<Operation> {
    const { isExclusive } = this.handlerOf(operation.kind);
    return this.transactions.run(async () => {
      const outcome = await this.operations.confirm(operation.id, isExclusive, this.clock.now());
      if (outcome === 'not_waiting') throw new NothingToConfirmError();
      if (outcome === 'taken') throw new OperationRunningError();
      return this.queued(operation.id);
    });
  }

  /** Cancels it: at once where it waits, between two transactions where it runs. What it has saved stays. */
  async cancel({ id }: Operation): Promise<void> {
    if (!(await this.operations.cancel(id, this.clock.now()))) throw new OperationFinishedError();
    await this.removeInput(id);
  }

  /** Resolves when this process no longer runs the operation. */
  async settled(id: string): Promise<void> {
    await this.running.get(id)?.ended;
  }

  /** Resolves when this process runs no operation of the kind. */
  async idle(kind: string): Promise<void> {
    for (;;) {
      const running = [...this.running.values()].filter((one) => one.kind === kind);
      if (running.length === 0) return;
      await Promise.all(running.map(({ ended }) => ended));
    }
  }

  /** Whether this process runs the operation. */
  runs(id: string): boolean {
    return this.running.has(id);
  }

  /** How many operations this process runs. */
  get load(): number {
    return this.running.size;
  }

  /** Whether this process can run it and is not running it already. */
  mayTake({ id, kind }: OperationSign): boolean {
    for (const [unable, until] of this.unable) if (until < this.clock.monotonic()) this.unable.delete(unable);
    if (this.unable.has(id)) return false;
    return this.handlers.has(kind) && !this.running.has(id) && !this.ending.signal.aborted;
  }

  /** Takes the operation, unless another process was quicker, and runs it in the background. */
  take(sign: OperationSign): void {
    // Outside the context of the request, so that the work takes part in none of its transactions.
    const ended = this.transactions
      .outside(() => this.claimAndRun(sign))
      .finally(() => this.running.delete(sign.id));
    this.running.set(sign.id, { kind: sign.kind, ended });
  }

  private async queued(id: string): Promise<Operation> {
    const operation = await this.operations.find(id);
    if (!operation) throw new OperationNotFoundError();
    this.transactions.afterCommit(() => {
      if (this.mayTake(operation)) this.take(operation);
    });
    return operation;
  }

  private async claimAndRun(sign: OperationSign): Promise<void> {
    try {
      const lease = await this.leases.claim(sign, this.clock.now());
      if (lease) await this.runHeld(lease);
    } catch (error) {
      // The database was unreachable at the start or at the end. The next process that looks continues the operation.
      this.logger.error(
        { err: error, operationId: sign.id },
        'An operation could not be started or finished',
      );
    }
  }

  private async runHeld(lease: Lease): Promise<void> {
    // Heartbeats go on during long statements and lock waits, which must not look like a crash.
    const beat = setInterval(() => void this.beat(lease), HEARTBEAT.everyMilliseconds);
    beat.unref();
    try {
      await this.transactions.inBackground(() =>
        this.retryWhileUnavailable(lease, () => this.attempt(lease)),
      );
    } finally {
      clearInterval(beat);
    }
  }

  /** Repeats the attempt for as long as the database or the storage of the input is unreachable, up to a limit. */
  private async retryWhileUnavailable(lease: Lease, attempt: () => Promise<void>): Promise<void> {
    let pause = FIRST_PAUSE_MILLISECONDS;
    for (let failingSince: number | undefined; ;) {
      const begun = this.clock.monotonic();
      try {
        return await attempt();
      } catch (error) {
        if (!isPassing(error) || this.ending.signal.aborted) throw error;
        const now = this.clock.monotonic();
        // An attempt that ran for a while before it failed met a new outage. A storage may be silent for as long.
        const isNew =
          now - begun > LONGEST_PAUSE_MILLISECONDS * 2 && !(error instanceof InputUnavailableError);
        if (failingSince === undefined || isNew) {
          failingSince = now;
          pause = FIRST_PAUSE_MILLISECONDS;
        }
        if (now - failingSince > PATIENCE_MILLISECONDS) return this.fail(lease, waitedTooLongFor(error));
        this.logger.warn(
          { err: error as Error, operationId: lease.id },
          'An operation waits for the database or the storage of files',
        );
      }
      await delay(Math.random() * pause, undefined, { signal: this.ending.signal }).catch(() => undefined);
      pause = Math.min(pause * 2, LONGEST_PAUSE_MILLISECONDS);
    }
  }

  private async attempt(lease: Lease): Promise<void> {
    const operation = await this.operations.find(lease.id);
    if (operation?.status !== 'running' || operation.fence !== lease.fence) return;
    if (this.ending.signal.aborted) return this.leases.release(lease, { isAttempt: false });
    if (operation.attempts > MOST_ATTEMPTS) return this.fail(lease, new OperationStuckError());
    const isEnding = (): boolean => this.ending.signal.aborted;
    const task = new OperationTask(operation, lease, this.leases, this.issues, this.clock, isEnding);
    try {
      if (operation.checkpoint === null && operation.issueCount > 0)
        await this.transactions.run(() => task.startAfresh());
      const outcome = await this.handlerOf(operation.kind).run(task);
      await this.end(lease, { ...task, status: STATUS_AFTER[outcome], error: null });
    } catch (error) {
      if (isPassing(error)) throw error;
      if (error instanceof ReplicaUnableError) await this.leaveToOthers(lease, error);
      else if (!(error instanceof OperationStoppedError)) await this.fail(lease, error, task);
      else if (isEnding()) await this.leases.release(lease, { isAttempt: false });
      else await this.leases.keepSummary(lease, task.summary);
    }
  }

  private async leaveToOthers(lease: Lease, error: Error): Promise<void> {
    this.logger.error(
      { err: error, operationId: lease.id },
      'This process cannot run an operation; another one may',
    );
    this.unable.set(lease.id, this.clock.monotonic() + UNABLE_MILLISECONDS);
    await this.leases.release(lease, { isAttempt: true });
  }

  private async fail(lease: Lease, error: unknown, task?: OperationTask): Promise<void> {
    const operation = task ?? (await this.operations.find(lease.id));
    const { summary = null, confirmation = null } = operation ?? {};
    await this.end(lease, { status: 'failed', summary, confirmation, error: this.shown(error, lease.id) });
  }

  private async end(lease: Lease, ending: OperationEnding): Promise<void> {
    const isEnded = await this.leases.end(lease, ending, this.clock.now());
    if (isEnded && ending.status !== 'needs_confirmation') await this.removeInput(lease.id);
  }

  /** The error as shown to the requester. An unexpected error is logged instead of shown. */
  private shown(error: unknown, operationId: string): { code: string; detail: string } {
    if (error instanceof DomainError) return { code: error.code, detail: error.message };
    this.logger.error({ err: error, operationId }, 'An operation failed');
    return {
      code: 'server.error',
      detail: inEnglish(sentences.serverError()),
    };
  }

  private async beat(lease: Lease): Promise<void> {
    try {
      await this.leases.beat(lease, this.clock.now());
    } catch (error) {
      this.logger.warn({ err: error as Error, operationId: lease.id }, 'A heartbeat could not be saved');
    }
  }

  private async supersedeWaiting(kind: string): Promise<void> {
    for (const id of await this.operations.waiting(kind)) {
      await this.operations.cancel(id, this.clock.now());
      this.transactions.afterCommit(() => void this.removeInput(id));
    }
  }

  /** An input that cannot be removed now is removed by the poller later. */
  private async removeInput(id: string): Promise<void> {
    try {
      await this.inputs.remove(id);
    } catch (error) {
      this.logger.warn({ err: error as Error, operationId: id }, 'An input could not be removed yet');
    }
  }

  private handlerOf(kind: string): OperationHandler {
    const handler = this.handlers.get(kind);
    if (!handler) throw new Error(`Nothing runs operations of the kind ${kind}`);
    return handler;
  }
}

/**
 * Whether to attempt the work again: the database was busy, unreachable or full, the storage of the input is away, or the outcome of
 * a commit is unknown.
 * The next attempt continues from what was saved, so it does not matter which.
 */
function isPassing(error: unknown): boolean {
  return error instanceof UnavailableError || storeFault(error) !== undefined;
}

function waitedTooLongFor(error: unknown): DomainError {
  return error instanceof InputUnavailableError
    ? new InputUnavailableTooLongError()
    : new DatabaseUnavailableTooLongError();
}
