import type { RowBatch } from '../bundle/row-reader';
import type { ComparedFile } from './import-run';
import type { AnyRecord } from './read-row';
import type { ComparedRows, RowPreparer, StoredRows } from './row-preparer';
import { RowSet } from './row-set';

/** The list of changed batches is part of every checkpoint. If there are more than this, no batch is skipped. */
const MOST_LISTED = 1000;

/**
 * Compares a complete file with the stored rows, batch by batch, before anything is written. Most schools send almost the
 * same file every night. Batches that change nothing are skipped by the import, and if the file contains exactly the
 * active rows, their sourcedIds need not be written to roster_seen to know that none is absent.
 */
export class FileComparison {
  /** The active stored rows that the file contains. */
  readonly active = new RowSet();
  batches = 0;
  private readonly changedAt: number[] = [];
  private rows = 0;
  private readonly leftUnread = new Set<string>();
  private readonly lookups = new Map<RowBatch<AnyRecord>, Promise<StoredRows>>();

  constructor(private readonly preparer: RowPreparer) {}

  /** Starts the query that `compare` needs, while the batch before is still being compared. */
  lookUp(batch: RowBatch<AnyRecord>): void {
    const lookup = this.preparer.lookUp(batch.rows);
    // `compare` reports a failure.
    lookup.catch(() => undefined);
    this.lookups.set(batch, lookup);
  }

  async compare(batch: RowBatch<AnyRecord>): Promise<ComparedRows> {
    const stored = await (this.lookups.get(batch) ?? this.preparer.lookUp(batch.rows));
    this.lookups.delete(batch);
    const compared = await this.preparer.compare(batch.rows, stored);
    this.active.add(compared.active);
    // Issues of a batch are reported when it is imported.
    const isSilent = batch.issues.length === 0 && !this.hasNewColumn(batch);
    const isUnchanged = compared.isUnchanged && isSilent;
    if (!isUnchanged) this.changedAt.push(this.rows);
    this.rows += batch.rowsRead;
    this.batches += 1;
    return { ...compared, isUnchanged };
  }

  get result(): ComparedFile {
    const { rows, changedAt } = this;
    return { rows, changedAt: changedAt.length > MOST_LISTED ? null : changedAt };
  }

  private hasNewColumn({ leftUnread }: RowBatch<AnyRecord>): boolean {
    const before = this.leftUnread.size;
    leftUnread.forEach((column) => this.leftUnread.add(column));
    return this.leftUnread.size > before;
  }
}
