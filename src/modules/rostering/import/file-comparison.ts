import type { RowBatch } from '../bundle/row-reader';
import type { ComparedFile } from './import-run';
import type { AnyRecord } from './read-row';
import type { ComparedRows, RowDrafter, StoredRows } from './row-drafter';
import { RowSet } from './row-set';

/** More batches that change something are not listed: then all are looked at. A list goes into every checkpoint. */
const MOST_LISTED = 1000;

/**
 * Holds a complete file against the store, batch by batch, before anything is written. A school sends much the same file
 * every night: batches that change nothing need no second look, and where all rows that last are in the file, they need
 * not be noted one by one to know it.
 */
export class FileComparison {
  /** The stored rows that last and have a row in the file. */
  readonly lasting = new RowSet();
  batches = 0;
  private readonly changedAt: number[] = [];
  private rows = 0;
  private readonly leftUnread = new Set<string>();
  private readonly lookups = new Map<RowBatch<AnyRecord>, Promise<StoredRows>>();

  constructor(private readonly drafter: RowDrafter) {}

  /** Asks the store for what `compare` needs, while that is still busy with the batch before. */
  lookUp(batch: RowBatch<AnyRecord>): void {
    const lookup = this.drafter.lookUp(batch.rows);
    // If it fails, that is told when it is waited for.
    lookup.catch(() => undefined);
    this.lookups.set(batch, lookup);
  }

  async compare(batch: RowBatch<AnyRecord>): Promise<ComparedRows> {
    const stored = await (this.lookups.get(batch) ?? this.drafter.lookUp(batch.rows));
    this.lookups.delete(batch);
    const compared = await this.drafter.compare(batch.rows, stored);
    this.lasting.add(compared.lasting);
    // What has to be said of a batch is said when it is imported.
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
