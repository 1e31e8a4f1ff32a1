import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Clock } from '../clock/clock';
import { newId } from '../database/ids';
import { Transactions } from '../database/transactions';
import { DomainError } from '../errors/domain-error';
import type { NewOperation, OperationRecord } from './operation';
import { OperationTask } from './operation-task';
import {
  NothingToConfirmError,
  OperationFinishedError,
  OperationNotFoundError,
  OperationRunningError,
  OperationStoppedError,
} from './operations.errors';
import { type OperationEnding, OperationsRepository } from './operations.repository';

const BEAT_MILLISECONDS = 5_000;
/** Six beats missed: the process is gone. */
const SILENT_MILLISECONDS = 30_000;
const KEEP_FINISHED_DAYS = 90;

/** The work of one kind of operation. */
export interface OperationHandler {
  /** Whether only one of the kind may run at a time, in all processes. */
  isExclusive: boolean;
  /**
   * Does the work, or finds that it must be confirmed first. A DomainError becomes the operation's error in its own
   * words.
   */
  run(task: OperationTask): Promise<'done' | 'needs_confirmation'>;
  /** Lets go of what an operation holds that will not be run any more. */
  discard(operation: OperationRecord): Promise<void>;
}

/**
 * Runs operations in this process, after the request or command that asked for them has its answer. What it does
 * stands in the store: that is where another process sees it, cancels it, or finds that it died.
 */
@Injectable()
export class OperationRunner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(OperationRunner.name);
  private readonly handlers = new Map<string, OperationHandler>();
  private readonly running = new Map<string, Promise<void>>();
  private isEnding = false;

  constructor(
    private readonly operations: OperationsRepository,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** Called by the owner of a kind when the application starts. */
  register(kind: string, handler: OperationHandler): void {
    this.handlers.set(kind, handler);
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.giveUpSilent();
  }

  /** Work stops at its next report, so that it ends between two transactions. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isEnding = true;
    await Promise.all(this.running.values());
  }

  /**
   * Queues an operation; it begins after the running transaction, if any, has committed. One of an exclusive kind
   * takes the place of those that still wait for a confirmation. Those that finished long ago are forgotten.
   *
   * @throws OperationRunningError when another one of an exclusive kind is queued or running.
   */
  async start(operation: NewOperation): Promise<OperationRecord> {
    const handler = this.handlerOf(operation.kind);
    const id = newId();
    await this.giveUpSilent();
    await this.operations.deleteFinishedBefore(
      new Date(this.clock.now().getTime() - KEEP_FINISHED_DAYS * 86_400_000),
    );
    return this.transactions.run(async () => {
      if (!(await this.operations.add(id, operation, handler.isExclusive, this.clock.now())))
        throw new OperationRunningError();
      if (handler.isExclusive) await this.supersedeWaiting(operation.kind);
      this.transactions.afterCommit(() => this.launch(id));
      return this.existing(id);
    });
  }

  /** Lets a waiting operation go on. */
  async confirm(operation: OperationRecord): Promise<OperationRecord> {
    const { isExclusive } = this.handlerOf(operation.kind);
    return this.transactions.run(async () => {
      const outcome = await this.operations.confirm(operation.id, isExclusive, this.clock.now());
      if (outcome === 'not_waiting') throw new NothingToConfirmError();
      if (outcome === 'taken') throw new OperationRunningError();
      this.transactions.afterCommit(() => this.launch(operation.id));
      return this.existing(operation.id);
    });
  }

  /** Stops it: at once where it waits, between two transactions where it runs. What was done stays done. */
  async cancel(operation: OperationRecord): Promise<void> {
    if (!(await this.operations.cancel(operation.id, this.clock.now()))) throw new OperationFinishedError();
    if (operation.status !== 'running') await this.discard(operation);
  }

  /** Resolves when this process no longer runs the operation. */
  async settled(id: string): Promise<void> {
    await this.running.get(id);
  }

  /** Marks as failed what a process that died has left running: one operation, or all. */
  async giveUpSilent(id?: string): Promise<void> {
    const now = this.clock.now();
    await this.operations.failSilentSince(new Date(now.getTime() - SILENT_MILLISECONDS), now, id);
  }

  /** Outside the context of the request, whose transactions are none of the work's. */
  private launch(id: string): void {
    const work = this.transactions.outside(() => this.execute(id)).finally(() => this.running.delete(id));
    this.running.set(id, work);
  }

  private async execute(id: string): Promise<void> {
    try {
      if (!(await this.operations.begin(id, this.clock.now()))) return;
      await this.perform(await this.existing(id));
    } catch (error) {
      // The store is away. The silence will tell.
      this.logger.error({ err: error, operationId: id }, 'An operation could not be begun or ended');
    }
  }

  private async perform(operation: OperationRecord): Promise<void> {
    const { id } = operation;
    const task = new OperationTask(operation, this.operations, this.clock, () => this.isEnding);
    // Long statements and waits for locks must not pass for death.
    const beat = setInterval(() => void this.beat(id), BEAT_MILLISECONDS);
    beat.unref();
    try {
      const outcome = await this.handlerOf(operation.kind).run(task);
      const status = outcome === 'done' ? 'succeeded' : outcome;
      await this.end(task, { status, error: null });
    } catch (error) {
      if (!(error instanceof OperationStoppedError))
        await this.end(task, { status: 'failed', error: this.told(error, id) });
      else if (this.isEnding) await this.operations.interrupt(id, task.summary, this.clock.now());
      else await this.operations.keepSummary(id, task.summary);
    } finally {
      clearInterval(beat);
    }
  }

  private async end(task: OperationTask, how: Pick<OperationEnding, 'status' | 'error'>): Promise<void> {
    const { summary, confirmation } = task;
    await this.operations.end(task.operation.id, { ...how, summary, confirmation }, this.clock.now());
  }

  /** The error in words for whoever asked for the work; what nobody foresaw is for the log. */
  private told(error: unknown, operationId: string): { code: string; detail: string } {
    if (error instanceof DomainError) return { code: error.code, detail: error.message };
    this.logger.error({ err: error, operationId }, 'An operation failed');
    return {
      code: 'server.error',
      detail: 'Something went wrong on our side. The id of the operation finds it in the logs.',
    };
  }

  private async beat(id: string): Promise<void> {
    try {
      await this.operations.beat(id, this.clock.now());
    } catch (error) {
      this.logger.warn({ err: error as Error, operationId: id }, 'A heartbeat did not reach the store');
    }
  }

  private async supersedeWaiting(kind: string): Promise<void> {
    for (const waiting of await this.operations.waiting(kind)) {
      await this.operations.cancel(waiting.id, this.clock.now());
      this.transactions.afterCommit(() => void this.discard(waiting));
    }
  }

  private async discard(operation: OperationRecord): Promise<void> {
    try {
      await this.handlerOf(operation.kind).discard(operation);
    } catch (error) {
      this.logger.warn(
        { err: error as Error, operationId: operation.id },
        'What an operation held was not let go of',
      );
    }
  }

  private async existing(id: string): Promise<OperationRecord> {
    const operation = await this.operations.find(id);
    if (!operation) throw new OperationNotFoundError();
    return operation;
  }

  private handlerOf(kind: string): OperationHandler {
    const handler = this.handlers.get(kind);
    if (!handler) throw new Error(`Nothing runs operations of the kind ${kind}`);
    return handler;
  }
}
