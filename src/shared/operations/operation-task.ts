import type { Clock } from '../clock/clock';
import type { Confirmation, Lease, PartCounts } from './operation';
import type { NewIssue } from './operation-issue.entity';
import type { OperationIssues } from './operation-issues.repository';
import type { OperationLeases } from './operation-leases.repository';
import type { Operation } from './operation.entity';
import { OperationStoppedError } from './operations.errors';

/** How far the work is. */
export interface Progress {
  /** What is being done, for people: `Importing users.csv`. */
  phase: string;
  done: number;
  /** In the unit of `done`; null while it is unknown. */
  total: number | null;
}

/** Progress that a transaction saves together with the work it has done. */
export interface Saved extends Omit<Progress, 'phase'> {
  summary: PartCounts[];
  /** Plain JSON data from which the next attempt continues. */
  checkpoint: object;
}

/**
 * What the work of an operation uses to report, save and stop. Every call checks that this process still holds the lease,
 * under a row lock that lasts until the transaction ends. So nothing commits after the operation was canceled or taken by
 * another process.
 */
export class OperationTask {
  /** Counts so far. Saved with every report and at the end, also when the work fails or is canceled. */
  summary: PartCounts[] = [];
  /** What needs a confirmation, set by work that stops for it and by dry runs. */
  confirmation: Confirmation | null = null;

  constructor(
    readonly operation: Operation,
    private readonly lease: Lease,
    private readonly leases: OperationLeases,
    private readonly found: OperationIssues,
    private readonly clock: Clock,
    private readonly isProcessEnding: () => boolean,
  ) {}

  /**
   * Saves the progress and a heartbeat. In a transaction that changes anything, call it first.
   *
   * @throws OperationStoppedError when the work must stop: do not catch it. The other calls throw it too.
   */
  async report({ phase, done, total }: Progress): Promise<void> {
    if (this.isProcessEnding()) throw new OperationStoppedError('The process is ending');
    const news = { phase, done, total, summary: this.summary };
    this.requireLease(await this.leases.report(this.lease, news, this.clock.now()));
  }

  /** Call it in the transaction that did the work: an attempt after a failure continues from here. */
  async save(saved: Saved): Promise<void> {
    this.requireLease(await this.leases.save(this.lease, saved));
  }

  /** Deletes the issues of an earlier attempt that saved nothing. Call it in a transaction. */
  async startAfresh(): Promise<void> {
    this.requireLease(await this.found.forget(this.lease));
  }

  /** Call it in the transaction of the work that found the issues. */
  async addIssues(issues: NewIssue[]): Promise<void> {
    this.requireLease(await this.found.add(this.lease, issues));
  }

  private requireLease(isHeld: boolean): void {
    if (!isHeld) throw new OperationStoppedError('The operation was canceled or taken by another process');
  }
}
