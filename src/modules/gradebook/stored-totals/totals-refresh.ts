import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../../shared/clock/clock';
import { Transactions } from '../../../shared/database/transactions';
import type { PartCounts } from '../../../shared/operations/operation';
import {
  type OperationHandler,
  type OperationOutcome,
  OperationRunner,
} from '../../../shared/operations/operation-runner';
import type { OperationTask } from '../../../shared/operations/operation-task';
import type { NewOperation } from '../../../shared/operations/operation.entity';
import { inPortions } from '../../../shared/operations/portions';
import { inEnglish } from '../../../shared/sentences/say';
import { sentences } from '../gradebook.sentences';
import { StoredTotalsRepository } from './stored-totals.repository';
import { TotalsKeeper } from './totals-keeper';
import { exclusiveKeyOf, type RefreshInput, TOTALS_REFRESH } from './totals-refreshes';

/** How many learners one transaction computes: so many that they have these results, within bounds. A test of killed processes makes it fewer. */
export const PORTION = { cells: 5_000, mostLearners: 500, fewestLearners: 20 };

/** What a run saves with each transaction. */
interface Checkpoint {
  /** Learners up to this one are done; null: none is. */
  after: string | null;
  /** Of the structure when the walk through all learners began. */
  version: number;
  total: number;
  /** In this walk, and in all. */
  done: number;
  changed: number;
}

/** Computes the stored totals of a course that are older than its structure, or hold no more, some hundred in a transaction. */
@Injectable()
export class TotalsRefresh implements OperationHandler, OnModuleInit {
  readonly isExclusive = false;

  constructor(
    private readonly runner: OperationRunner,
    private readonly stored: StoredTotalsRepository,
    private readonly keeper: TotalsKeeper,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.runner.register(TOTALS_REFRESH, this);
  }

  exclusiveKeyOf({ input }: Pick<NewOperation, 'input'>): string {
    return exclusiveKeyOf(input as RefreshInput);
  }

  async run(task: OperationTask): Promise<OperationOutcome> {
    const { courseId } = task.operation.input as RefreshInput;
    await inPortions<Checkpoint>(task, this.transactions, {
      begin: () => this.begin(task, courseId),
      next: (place) => this.portion(task, courseId, place),
      summaryOf,
    });
    return 'done';
  }

  private begin(task: OperationTask, courseId: string): Promise<Checkpoint> {
    return this.transactions.run(async () => {
      const total = await this.stored.countLearners(courseId);
      await task.report({ phase: PHASE(), done: 0, total });
      const { version } = await this.keeper.settled(courseId);
      const checkpoint = { after: null, version, total, done: 0, changed: 0 };
      await task.save({ done: 0, total, summary: [summaryOf(checkpoint)], checkpoint });
      return checkpoint;
    });
  }

  /** The next learners, in the transaction that is running; from the first again where the structure has changed since. */
  private async portion(task: OperationTask, courseId: string, place: Checkpoint): Promise<Checkpoint> {
    const { total } = place;
    await task.report({ phase: PHASE(), done: place.done, total });
    const { version, items } = await this.keeper.settled(courseId);
    const now = this.clock.now();
    const found = await this.stored.older(courseId, {
      version,
      now,
      after: place.after,
      limit: sizeFor(items),
    });
    const last = found.at(-1);
    if (last === undefined) {
      if (version !== place.version && place.after !== null)
        return this.saved(task, { ...place, after: null, version, done: 0 });
      await this.stored.forgetParts(courseId);
      return place;
    }
    await this.keeper.refresh(courseId, found);
    const changed = place.changed + found.length;
    return this.saved(task, {
      ...place,
      after: last,
      changed,
      done: Math.min(total, place.done + found.length),
    });
  }

  private async saved(task: OperationTask, checkpoint: Checkpoint): Promise<Checkpoint> {
    const { done, total } = checkpoint;
    await task.save({ done, total, summary: [summaryOf(checkpoint)], checkpoint });
    return checkpoint;
  }
}

const PHASE = (): string => inEnglish(sentences.computingTotals());

function sizeFor(items: number): number {
  const fitting = Math.floor(PORTION.cells / Math.max(items, 1));
  return Math.min(Math.max(fitting, PORTION.fewestLearners), PORTION.mostLearners);
}

function summaryOf({ changed }: Pick<Checkpoint, 'changed'>): PartCounts {
  return {
    ...{ part: 'totals', read: changed, changed, unchanged: 0 },
    ...{ added: 0, ended: 0, refused: 0 },
  };
}
