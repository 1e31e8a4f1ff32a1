import { setTimeout as delay } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { Clock } from '../clock/clock';
import { newId } from '../database/ids';
import { Transactions } from '../database/transactions';
import { DomainError } from '../errors/domain-error';
import type { Lease } from './operation';
import type { NewOperation, Operation, OperationSign } from './operation.entity';
import { OperationInputs } from './operation-inputs';
import { OperationIssues } from './operation-issues.repository';
import { type OperationEnding, OperationLeases } from './operation-leases.repository';
import { OperationTask } from './operation-task';
import {
  NothingToConfirmError,
  OperationFinishedError,
  OperationNotFoundError,
  OperationRunningError,
  OperationStoppedError,
  OperationStuckError,
  ReplicaUnableError,
  StoreAwayTooLongError,
} from './operations.errors';
import { OperationsRepository } from './operations.repository';
import { isStoreAway } from './store-away';
import { sentences } from './operations.sentences';
import { inEnglish } from '../sentences/say';

export const BEAT_MILLISECONDS = 4_000;
/** How long work waits for a store that is away, from the last time that it was there. A failover takes seconds. */
const PATIENCE_MILLISECONDS = 10 * 60_000;
const FIRST_PAUSE_MILLISECONDS = 200;
const LONGEST_PAUSE_MILLISECONDS = 5_000;
/** Work that ends every process which takes it up must not go on for ever. */
const MOST_ATTEMPTS = 5;
/** How long a process leaves alone what it could not do. */
const UNABLE_MILLISECONDS = 60_000;
const KEEP_FINISHED_DAYS = 90;

/** The work of one kind of operation. */
export interface OperationHandler {
  /** Whether only one of the kind may run at a time, in all processes. */
  isExclusive: boolean;
  /**
   * Does the work, or finds that it must be confirmed first. Where the operation has a checkpoint, it goes on from
   * there. A DomainError becomes the operation's error in its own words; after a fault of the store it is called again.
   */
  run(task: OperationTask): Promise<'done' | 'needs_confirmation'>;
}

/**
 * Runs operations in this process, after the request or command that asked for them has its answer. What it does
 * stands in the store: that is where another process sees it, cancels it, or goes on with it.
 */
@Injectable()
export class OperationRunner implements BeforeApplicationShutdown {
  private readonly logger = new Logger(OperationRunner.name);
  private readonly handlers = new Map<string, OperationHandler>();
  private readonly running = new Map<string, Promise<void>>();
  /** By id, until when this process leaves alone what it could not do. */
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

  /** Work stops at its next report, between two transactions, and waits for another process to go on with it. */
  async beforeApplicationShutdown(): Promise<void> {
    this.ending.abort();
    await Promise.all(this.running.values());
  }

  /**
   * Queues an operation; it begins after the running transaction, if any, has committed. One of an exclusive kind
   * takes the place of those that still wait for a confirmation. Those that finished long ago are forgotten.
   *
   * @param id under which its input is kept, if it has one.
   * @throws OperationRunningError when another one of an exclusive kind is queued or running.
   */
  async start(operation: NewOperation, id = newId()): Promise<Operation> {
    const handler = this.handlerOf(operation.kind);
    await this.operations.deleteFinishedBefore(
      new Date(this.clock.now().getTime() - KEEP_FINISHED_DAYS * 86_400_000),
    );
    return this.transactions.run(async () => {
      if (!(await this.operations.add(id, operation, handler.isExclusive, this.clock.now())))
        throw new OperationRunningError();
      if (handler.isExclusive) await this.supersedeWaiting(operation.kind);
      return this.queued(id);
    });
  }

  /** Lets a waiting operation go on. */
  async confirm(operation: Operation): Promise<Operation> {
    const { isExclusive } = this.handlerOf(operation.kind);
    return this.transactions.run(async () => {
      const outcome = await this.operations.confirm(operation.id, isExclusive, this.clock.now());
      if (outcome === 'not_waiting') throw new NothingToConfirmError();
      if (outcome === 'taken') throw new OperationRunningError();
      return this.queued(operation.id);
    });
  }

  /** Stops it: at once where it waits, between two transactions where it runs. What was done stays done. */
  async cancel({ id }: Operation): Promise<void> {
    if (!(await this.operations.cancel(id, this.clock.now()))) throw new OperationFinishedError();
    await this.removeInput(id);
  }

  /** Resolves when this process no longer runs the operation. */
  async settled(id: string): Promise<void> {
    await this.running.get(id);
  }

  /** Whether this process runs the operation. */
  runs(id: string): boolean {
    return this.running.has(id);
  }

  /** How many operations this process runs. */
  get load(): number {
    return this.running.size;
  }

  /** Whether this process could run it and does not yet. */
  mayTake({ id, kind }: OperationSign): boolean {
    for (const [unable, until] of this.unable) if (until < this.clock.monotonic()) this.unable.delete(unable);
    if (this.unable.has(id)) return false;
    return this.handlers.has(kind) && !this.running.has(id) && !this.ending.signal.aborted;
  }

  /** Takes the operation, unless another process was quicker, and runs it in the background. */
  take(sign: OperationSign): void {
    // Outside the context of the request, whose transactions are none of the work's.
    const work = this.transactions
      .outside(() => this.claimAndRun(sign))
      .finally(() => this.running.delete(sign.id));
    this.running.set(sign.id, work);
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
      // The store is away, or was when it should have been told. Whoever sees the operation next goes on with it.
      this.logger.error({ err: error, operationId: sign.id }, 'An operation could not be begun or ended');
    }
  }

  private async runHeld(lease: Lease): Promise<void> {
    // Long statements and waits for locks must not pass for death.
    const beat = setInterval(() => void this.beat(lease), BEAT_MILLISECONDS);
    beat.unref();
    try {
      await this.transactions.inBackground(() => this.patiently(lease, () => this.attempt(lease)));
    } finally {
      clearInterval(beat);
    }
  }

  /** Attempts it again for as long as the store is away, up to a limit. */
  private async patiently(lease: Lease, attempt: () => Promise<void>): Promise<void> {
    let pause = FIRST_PAUSE_MILLISECONDS;
    for (let awaySince: number | undefined; ;) {
      const begun = this.clock.monotonic();
      try {
        return await attempt();
      } catch (error) {
        if (!isStoreAway(error) || this.ending.signal.aborted) throw error;
        const now = this.clock.monotonic();
        // An attempt that went well for a while met another outage.
        if (awaySince === undefined || now - begun > LONGEST_PAUSE_MILLISECONDS * 2) {
          awaySince = now;
          pause = FIRST_PAUSE_MILLISECONDS;
        }
        if (now - awaySince > PATIENCE_MILLISECONDS) return this.fail(lease, new StoreAwayTooLongError());
        this.logger.warn({ err: error as Error, operationId: lease.id }, 'An operation waits for the store');
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
      const status = outcome === 'done' ? 'succeeded' : outcome;
      await this.end(lease, { ...task, status, error: null });
    } catch (error) {
      if (isStoreAway(error)) throw error;
      if (error instanceof ReplicaUnableError) await this.leaveToOthers(lease, error);
      else if (!(error instanceof OperationStoppedError)) await this.fail(lease, error, task);
      else if (isEnding()) await this.leases.release(lease, { isAttempt: false });
      else await this.leases.keepSummary(lease, task.summary);
    }
  }

  private async leaveToOthers(lease: Lease, error: Error): Promise<void> {
    this.logger.error({ err: error, operationId: lease.id }, 'An operation is left to other processes');
    this.unable.set(lease.id, this.clock.monotonic() + UNABLE_MILLISECONDS);
    await this.leases.release(lease, { isAttempt: true });
  }

  private async fail(lease: Lease, error: unknown, task?: OperationTask): Promise<void> {
    const operation = task ?? (await this.operations.find(lease.id));
    const { summary = null, confirmation = null } = operation ?? {};
    await this.end(lease, { status: 'failed', summary, confirmation, error: this.told(error, lease.id) });
  }

  private async end(lease: Lease, ending: OperationEnding): Promise<void> {
    const isEnded = await this.leases.end(lease, ending, this.clock.now());
    if (isEnded && ending.status !== 'needs_confirmation') await this.removeInput(lease.id);
  }

  /** The error in words for whoever asked for the work; what nobody foresaw is for the log. */
  private told(error: unknown, operationId: string): { code: string; detail: string } {
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
      this.logger.warn({ err: error as Error, operationId: lease.id }, 'A heartbeat did not reach the store');
    }
  }

  private async supersedeWaiting(kind: string): Promise<void> {
    for (const id of await this.operations.waiting(kind)) {
      await this.operations.cancel(id, this.clock.now());
      this.transactions.afterCommit(() => void this.removeInput(id));
    }
  }

  /** What cannot be removed now, the next look for orphans removes. */
  private async removeInput(id: string): Promise<void> {
    try {
      await this.inputs.remove(id);
    } catch (error) {
      this.logger.warn({ err: error as Error, operationId: id }, 'An input stays for now');
    }
  }

  private handlerOf(kind: string): OperationHandler {
    const handler = this.handlers.get(kind);
    if (!handler) throw new Error(`Nothing runs operations of the kind ${kind}`);
    return handler;
  }
}
