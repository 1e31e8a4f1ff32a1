import type { Clock } from '../clock/clock';
import type { Confirmation, NewIssue, OperationRecord, PartCounts } from './operation';
import { OperationStoppedError } from './operations.errors';
import type { OperationsRepository } from './operations.repository';

/** How far the work is. */
export interface Progress {
  /** What is being done, for people: `Importing users.csv`. */
  phase: string;
  done: number;
  /** In the unit of `done`; null while it is not known. */
  total: number | null;
}

/** The side of an operation that its work sees. */
export class OperationTask {
  /** Counts so far; shown with every report, kept whatever happens. */
  summary: PartCounts[] = [];
  /** What would have to be agreed to, for work that stops at it and for dry runs. */
  confirmation: Confirmation | null = null;

  constructor(
    readonly operation: OperationRecord,
    private readonly operations: OperationsRepository,
    private readonly clock: Clock,
    private readonly isProcessEnding: () => boolean,
  ) {}

  /**
   * Tells how far the work is, and that it lives. Inside a transaction it comes first: it locks the operation's row,
   * so that nothing commits after the operation was cancelled or given up for dead.
   *
   * @throws OperationStoppedError when the work must stop; let it pass.
   */
  async report({ phase, done, total }: Progress): Promise<void> {
    if (this.isProcessEnding()) throw new OperationStoppedError('The process is ending');
    const news = { phase, done, total, summary: this.summary };
    if (!(await this.operations.report(this.operation.id, news, this.clock.now())))
      throw new OperationStoppedError('The operation is no longer running');
  }

  /** Call it in the transaction of the work that the issues come from. */
  async addIssues(issues: NewIssue[]): Promise<void> {
    await this.operations.addIssues(this.operation.id, issues);
  }
}
