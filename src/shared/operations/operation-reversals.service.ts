import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../clock/clock';
import { isDuplicateKey } from '../database/constraint-errors';
import { Transactions } from '../database/transactions';
import { inEnglish } from '../sentences/say';
import { FINISHED_STATUSES, type PartCounts } from './operation';
import type { LoggedChange } from './operation-changes';
import { OperationChanges } from './operation-changes.repository';
import type { NewIssue } from './operation-issue.entity';
import { type OperationHandler, type OperationOutcome, OperationRunner } from './operation-runner';
import type { OperationTask } from './operation-task';
import type { NewOperation, Operation } from './operation.entity';
import { NotReversibleError, OperationNotFoundError } from './operations.errors';
import { OperationsRepository } from './operations.repository';
import { sentences } from './operations.sentences';
import type { ReversalFacts, ReversedChange, Reverter } from './reversal';

export const REVERSAL = 'reversal';

const CHANGES_AT_ONCE = 1000;

/** How an operation is reversed. */
export interface ReversalRequest {
  /** `removals`: only rows that the operation ended. Everything if left out. */
  only?: 'removals';
  dryRun: boolean;
  /** The user id; null for a command at the terminal. */
  requestedBy: string | null;
}

interface ReversalInput {
  operationId: string;
  kind: string;
  only?: 'removals';
  exclusiveKey?: string;
}

interface ReversalCheckpoint {
  now: string;
  /** The changes from this one on are done. */
  before: number;
  done: number;
}

/**
 * Reverses operations by their log of changed rows: it goes through the log backwards and puts each row back, unless
 * somebody has changed the row since. A reversal is an operation itself, with progress, issues and a log of its own.
 */
@Injectable()
export class OperationReversals implements OperationHandler, OnModuleInit {
  readonly isExclusive = false;
  private readonly reverters = new Map<string, Reverter>();

  constructor(
    private readonly runner: OperationRunner,
    private readonly operations: OperationsRepository,
    private readonly changes: OperationChanges,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.runner.register(REVERSAL, this);
  }

  /** Called by the owner of a kind when the application starts. */
  register(kind: string, reverter: Reverter): void {
    this.reverters.set(kind, reverter);
  }

  exclusiveKeyOf({ input }: Pick<NewOperation, 'input'>): string | null {
    const { kind, exclusiveKey } = input as ReversalInput;
    return exclusiveKey ?? this.reverterOf(kind)?.exclusiveWith ?? null;
  }

  /** Undefined for a kind that cannot be reversed. A reversal is reversed as the operation that it reversed. */
  reverterOf(kind: string): Reverter | undefined {
    return this.reverters.get(kind);
  }

  /** The kind of the operation that was reversed, or of the operation itself. */
  kindOf({ kind, input }: Pick<Operation, 'kind' | 'input'>): string {
    return kind === REVERSAL ? (input as ReversalInput).kind : kind;
  }

  /** The operation of which this one is a reversal, or a reversal of one; itself if it is none. */
  async originalOf(operation: Operation): Promise<Operation> {
    if (operation.kind !== REVERSAL) return operation;
    const reversed = await this.operations.find((operation.input as ReversalInput).operationId);
    if (!reversed) throw new NotReversibleError();
    return this.originalOf(reversed);
  }

  /** @throws NotReversibleError, and OperationRunningError while something runs that excludes it. */
  async start(original: Operation, { only, dryRun, requestedBy }: ReversalRequest): Promise<Operation> {
    const kind = this.kindOf(original);
    const isFinished = FINISHED_STATUSES.some((status) => status === original.status);
    if (
      !isFinished ||
      original.isDryRun ||
      !this.reverterOf(kind) ||
      (await this.changes.count(original.id, undefined)) === 0
    )
      throw new NotReversibleError();
    const reverter = this.reverterOf(kind);
    const exclusiveKey = reverter?.exclusiveKeyFor?.((await this.originalOf(original)).input);
    const input: ReversalInput = {
      ...{ operationId: original.id, kind, ...(only && { only }) },
      ...(exclusiveKey !== undefined && { exclusiveKey }),
    };
    return this.runner.start({
      kind: REVERSAL,
      subject: original.subject,
      requestedBy,
      isDryRun: dryRun,
      isConfirmed: false,
      input,
    });
  }

  async run(task: OperationTask): Promise<OperationOutcome> {
    const { id, input, isDryRun, checkpoint, summary } = task.operation;
    const { operationId, kind, only } = input as ReversalInput;
    const reverter = this.reverterOf(kind);
    if (!reverter) throw new OperationNotFoundError();
    const saved = checkpoint as ReversalCheckpoint | null;
    task.summary = saved ? (summary ?? []) : [];
    const facts = { operationId: id, now: saved ? new Date(saved.now) : this.clock.now(), isDryRun };
    const total = await this.changes.count(operationId, only);
    const portion = new Portion(task, reverter, facts, total, this.changes, this.transactions);
    for (let place = saved ?? { before: Number.MAX_SAFE_INTEGER, done: 0 }; ;) {
      const atOnce = reverter.changesAtOnce ?? CHANGES_AT_ONCE;
      const page = await this.changes.backwards(operationId, place.before, atOnce, only);
      const first = page.at(-1);
      if (!first) break;
      await portion.reverse(page, place.done);
      place = { before: first.seq, done: place.done + page.length };
    }
    await reverter.finish?.(facts);
    return task.summary.some(({ refused }) => refused > 0) ? 'partly_done' : 'done';
  }
}

/** Reverses some changes of the log, together or one by one. */
class Portion {
  constructor(
    private readonly task: OperationTask,
    private readonly reverter: Reverter,
    private readonly facts: ReversalFacts,
    private readonly total: number,
    private readonly changes: OperationChanges,
    private readonly transactions: Transactions,
  ) {}

  async reverse(page: readonly LoggedChange[], done: number): Promise<void> {
    try {
      await this.together(page, done, () => this.reverter.reverse(page, this.facts));
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      for (const [index, change] of page.entries()) await this.alone(change, done + index);
    }
  }

  private async alone(change: LoggedChange, done: number): Promise<void> {
    try {
      await this.together([change], done, () => this.reverter.reverse([change], this.facts));
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      await this.together([change], done, () => Promise.resolve([valueTaken(change)]));
    }
  }

  private async together(
    page: readonly LoggedChange[],
    done: number,
    reverse: () => Promise<ReversedChange[]>,
  ): Promise<void> {
    const { task, facts, total } = this;
    const phase = inEnglish(facts.isDryRun ? sentences.comparingRows() : sentences.puttingRowsBack());
    const summary = await this.transactions.run(async () => {
      await task.report({ phase, done, total });
      const results = await reverse();
      await task.addIssues(page.flatMap((change, index) => issueOf(change, results[index])));
      await this.changes.add(
        task.operation.id,
        results.flatMap(({ change }) => change ?? []),
      );
      const counted = withCounts(task.summary, page, results);
      const before = Math.min(...page.map(({ seq }) => seq));
      const saved = { done: done + page.length, total, summary: counted };
      const checkpoint: ReversalCheckpoint = { now: facts.now.toISOString(), before, done: saved.done };
      await task.save({ ...saved, checkpoint });
      return counted;
    });
    task.summary = summary;
  }
}

const COUNT_OF = { restored: 'changed', ended: 'ended', unchanged: 'unchanged', left: 'refused' } as const;

function withCounts(
  summary: readonly PartCounts[],
  page: readonly LoggedChange[],
  results: readonly ReversedChange[],
): PartCounts[] {
  const counts = new Map(summary.map((part) => [part.part, { ...part }]));
  for (const [index, { part }] of page.entries()) {
    const own = counts.get(part) ?? { part, ...NOTHING_COUNTED };
    own.read += 1;
    own[COUNT_OF[results[index]?.outcome ?? 'left']] += 1;
    counts.set(part, own);
  }
  return [...counts.values()];
}

const NOTHING_COUNTED = { read: 0, added: 0, changed: 0, ended: 0, unchanged: 0, refused: 0 };

function issueOf({ part }: LoggedChange, result: ReversedChange | undefined): NewIssue[] {
  if (!result?.remark) return [];
  return [{ severity: 'error', file: part, line: null, column: null, ...result.remark }];
}

function valueTaken({ rowId }: LoggedChange): ReversedChange {
  return { outcome: 'left', remark: { code: 'value_taken', message: sentences.valueTaken(), value: rowId } };
}
