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
  /** In the unit of `done`; null while it is not known. */
  total: number | null;
}

/** What a transaction saves of the work that it has done. */
export interface Saved extends Omit<Progress, 'phase'> {
  summary: PartCounts[];
  /** Plain data that survives JSON: from here the next attempt goes on. */
  checkpoint: object;
}

/**
 * The side of an operation that its work sees. Every call checks, under a lock that lasts as long as the transaction,
 * that the operation is still this process's to run; so nothing commits after it was canceled or taken by another.
 */
export class OperationTask {
  /** Counts so far; shown with every report, kept whatever happens. */
  summary: PartCounts[] = [];
  /** What would have to be agreed to, for work that stops at it and for dry runs. */
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
   * Tells how far the work is, and that it lives. In a transaction that changes anything it comes first.
   *
   * @throws OperationStoppedError when the work must stop; let it pass. So do the other calls.
   */
  async report({ phase, done, total }: Progress): Promise<void> {
    if (this.isProcessEnding()) throw new OperationStoppedError('The process is ending');
    const news = { phase, done, total, summary: this.summary };
    this.requireLease(await this.leases.report(this.lease, news, this.clock.now()));
  }

  /** Call it in the transaction that did what it tells of: an attempt after a failure goes on from here. */
  async save(saved: Saved): Promise<void> {
    this.requireLease(await this.leases.save(this.lease, saved));
  }

  /** Forgets the issues of an attempt that saved nothing. Call it in a transaction. */
  async startAfresh(): Promise<void> {
    this.requireLease(await this.found.forget(this.lease));
  }

  /** Call it in the transaction of the work that the issues come from. */
  async addIssues(issues: NewIssue[]): Promise<void> {
    this.requireLease(await this.found.add(this.lease, issues));
  }

  private requireLease(isHeld: boolean): void {
    if (!isHeld) throw new OperationStoppedError('Another process may run the operation by now');
  }
}
