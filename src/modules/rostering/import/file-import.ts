import { isDuplicateKey } from '../../../shared/database/constraint-errors';
import type { Transactions } from '../../../shared/database/transactions';
import type { OperationChanges } from '../../../shared/operations/operation-changes.repository';
import type { NewIssue } from '../../../shared/operations/operation-issue.entity';
import type { EntityKind } from '../bundle/columns';
import type { RowBatch } from '../bundle/row-reader';
import type { RosterKind, RowRemark } from '../kinds/roster-kind';
import { DryRunNotes } from './dry-run-notes';
import { type FileState, type ImportPlace, type ImportRun, issueOf } from './import-run';
import { sentences } from '../rostering.sentences';
import { readAhead } from '../bundle/read-ahead';
import type { AnyRecord, ReadRow } from './read-row';
import {
  type AnyPendingRow,
  type PreparedBatch,
  type PreparationServices,
  RowPreparer,
} from './row-preparer';
import { isChanged } from './row-differences';
import { countsOf, outcomeOf, remarksOn } from './row-outcomes';
import { type Changed, RowWriter, StaleBatch, type Writable } from './row-writer';
import { stuckRows } from './waiting-rows';

/** Rows whose parent comes later in the file wait in memory. No school has this many organizations or terms. */
const MOST_WAITING = 10_000;
/** Waiting rows that one transaction imports. */
const WAITING_AT_ONCE = 1000;
const MOST_TRIES = 5;
/** After this many skipped rows the counts are saved, so that the progress of the operation is visible. */
const MOST_SKIPPED = 20_000;

/** The rows that one transaction imports. */
interface Portion {
  rows: readonly ReadRow[];
  issues: NewIssue[];
  /** Rows of the file that this portion covers, and how many of them could not be read. */
  rowsRead: number;
  badRows: number;
  /** How many waiting rows, from the first one, this portion covers. */
  fromWaiting: number;
  /** At most this many of its rows may wait for their parent. */
  mostWaiting: number;
}

/** The services that the imports of all files share. */
export interface ImportServices extends PreparationServices {
  transactions: Transactions;
  changes: OperationChanges;
}

/**
 * Imports one file. For each batch the stored rows are looked up and compared in memory, and one short transaction
 * writes the differences, with at most three statements for the rows themselves. If the table had no imported rows, the
 * lookup is left out: should a row exist nevertheless, the unique index refuses it, and the batch is imported again with
 * the lookup ("careful").
 */
export class FileImport {
  private readonly preparer: RowPreparer;
  private readonly writer: RowWriter;
  private readonly dryRun: DryRunNotes;
  private waiting: readonly ReadRow[] = [];
  /** Rows of the file whose import is saved. */
  private rowsDone = 0;
  /** Rows after those which change nothing, and whose count is not saved yet. */
  private rowsSkipped = 0;
  private readonly leftUnread = new Set<string>();

  constructor(
    private readonly kind: RosterKind<EntityKind, object>,
    private readonly state: FileState,
    private readonly run: ImportRun,
    private readonly services: ImportServices,
  ) {
    this.preparer = new RowPreparer(kind, state, run, services);
    this.writer = new RowWriter(kind, run);
    this.dryRun = new DryRunNotes(kind, run, services.seen);
  }

  /** @param from the place at which the previous attempt stopped, or the beginning of the file. */
  async import(batches: AsyncIterable<RowBatch<AnyRecord>>, from: ImportPlace): Promise<void> {
    const { kind, state, services } = this;
    this.waiting = from.waiting;
    this.rowsDone = from.rows;
    const { compared } = state;
    if (compared?.changedAt?.length === 0) {
      this.rowsSkipped = compared.rows - from.rows;
      return this.saveSkipped();
    }
    state.hasEnds = kind.endPolicy !== undefined && (await services.ends.holdsAny(kind.kind));
    for await (const { batch, prepared } of readAhead(this.preparedAhead(batches, from.rows))) {
      const { rows, rowsRead, badRows } = batch;
      if (this.isKnownUnchanged(this.rowsDone + this.rowsSkipped)) {
        await this.skip(rowsRead);
        continue;
      }
      await this.saveSkipped();
      const { mostWaiting } = this;
      const issues = this.issuesIn(batch);
      await this.importRows({ rows, issues, rowsRead, badRows, fromWaiting: 0, mostWaiting }, prepared);
    }
    await this.saveSkipped();
    await this.importWaiting();
  }

  private isKnownUnchanged(rowsBefore: number): boolean {
    const changedAt = this.state.compared?.changedAt ?? null;
    return changedAt !== null && !changedAt.includes(rowsBefore);
  }

  /** Leaves out rows that change nothing. Several batches share one transaction. */
  private async skip(rows: number): Promise<void> {
    this.rowsSkipped += rows;
    if (this.rowsSkipped >= MOST_SKIPPED) await this.saveSkipped();
  }

  private async saveSkipped(): Promise<void> {
    const { run, services, kind, waiting, rowsSkipped } = this;
    if (rowsSkipped === 0) return;
    const rows = this.rowsDone + rowsSkipped;
    const apply = await services.transactions.run(async () => {
      await run.report(run.phaseOf(kind.kind));
      const place = { kind: kind.kind, rows, waiting: [...waiting], isRead: false };
      return run.save(place, { read: rowsSkipped, unchanged: rowsSkipped });
    });
    apply();
    this.rowsDone = rows;
    this.rowsSkipped = 0;
  }

  /** Without a lookup, rows do not depend on earlier batches: they are prepared while those are written. */
  private async *preparedAhead(
    batches: AsyncIterable<RowBatch<AnyRecord>>,
    skippedRows: number,
  ): AsyncGenerator<{ batch: RowBatch<AnyRecord>; prepared?: PreparedBatch }, void, undefined> {
    let passed = 0;
    for await (const batch of batches) {
      passed += batch.rowsRead;
      if (passed <= skippedRows) this.noteLeftUnread(batch);
      else if (this.isCareful) yield { batch };
      else
        yield {
          batch,
          prepared: await this.preparer.prepare(batch.rows, {
            isCareful: false,
            mostWaiting: this.mostWaiting,
          }),
        };
    }
  }

  /** Imports waiting rows whose parent is stored by now. After a round without progress, some must do without. */
  private async importWaiting(): Promise<void> {
    for (let before = Infinity; this.waiting.length > 0;) {
      let left = this.waiting.length;
      if (left >= before) {
        await this.importStuck();
        before = Infinity;
        continue;
      }
      before = left;
      while (left > 0) {
        const rows = this.waiting.slice(0, Math.min(left, WAITING_AT_ONCE));
        left -= rows.length;
        const mostWaiting = WAITING_AT_ONCE;
        await this.importRows({ ...NOT_FROM_FILE, rows, fromWaiting: rows.length, mostWaiting });
      }
    }
  }

  private async importStuck(): Promise<void> {
    const { kind } = this;
    const { stuck, others } = stuckRows(this.waiting, ({ record }) =>
      kind.referencesOf(record).flatMap((named) => (named.kind === kind.kind ? named.sourcedIds : [])),
    );
    this.waiting = [...stuck, ...others];
    await this.importRows({ ...NOT_FROM_FILE, rows: stuck, fromWaiting: stuck.length, mostWaiting: 0 });
  }

  private async importRows(portion: Portion, preparedAhead?: PreparedBatch): Promise<void> {
    let { isCareful } = this;
    let prepared = preparedAhead;
    for (let tries = 1; ; tries += 1) {
      try {
        prepared ??= await this.preparer.prepare(portion.rows, {
          isCareful,
          mostWaiting: portion.mostWaiting,
        });
        await this.write(prepared, portion, isCareful);
        return;
      } catch (error) {
        const mayTryAgain = error instanceof StaleBatch || (isDuplicateKey(error) && !isCareful);
        if (!mayTryAgain || tries === MOST_TRIES) throw error;
        isCareful = true;
        prepared = undefined;
      }
    }
  }

  private get isCareful(): boolean {
    return this.state.hadRows || this.run.isDryRun;
  }

  private get mostWaiting(): number {
    return Math.max(MOST_WAITING - this.waiting.length, 0);
  }

  private issuesIn(batch: RowBatch<AnyRecord>): NewIssue[] {
    return [
      ...this.noteLeftUnread(batch).map((column) => leftUnreadIssue(this.kind.kind, column)),
      ...batch.issues.map((issue): NewIssue => ({ ...issue, severity: 'error' })),
    ];
  }

  /** Returns the columns that have not been reported yet. */
  private noteLeftUnread({ leftUnread }: RowBatch<AnyRecord>): string[] {
    const unread = [...leftUnread].filter((column) => !this.leftUnread.has(column));
    unread.forEach((column) => this.leftUnread.add(column));
    return unread;
  }

  private async write(
    { pendingRows, waiting: newlyWaiting }: PreparedBatch,
    portion: Portion,
    isCareful: boolean,
  ): Promise<void> {
    const { run, services, kind } = this;
    const outcomes = new Map(pendingRows.map((pending) => [pending, outcomeOf(pending, kind, run)]));
    const writable = pendingRows.filter((pending): pending is Writable => pending.isOpen);
    const added = writable.filter(({ stored }) => stored === undefined);
    const changed = writable.filter(
      (pending): pending is Changed =>
        pending.stored !== undefined && isChanged(kind, pending.stored, pending.wanted),
    );
    const waiting = [...this.waiting.slice(portion.fromWaiting), ...newlyWaiting];
    const takenOver = run.isDryRun ? await this.dryRun.absentTakenOver(writable) : 0;
    const rows = this.rowsDone + portion.rowsRead;
    // The file row that loses its stored row may be in a batch that changed nothing until now.
    if (
      this.state.compared &&
      pendingRows.some(({ takesFromOtherBatch, isOpen }) => takesFromOtherBatch && isOpen)
    )
      this.state.compared = { ...this.state.compared, changedAt: null };
    const { refused, apply } = await services.transactions.run(async () => {
      await run.report(run.phaseOf(kind.kind));
      const refused = new Map(run.isDryRun ? [] : await this.writer.write(added, changed, isCareful));
      await run.task.addIssues(
        [...portion.issues, ...remarksOn(pendingRows, refused, kind)].sort(
          (one, other) => (one.line ?? 0) - (other.line ?? 0),
        ),
      );
      if (run.isDryRun) {
        await this.dryRun.forgetRefused(pendingRows);
      } else {
        await this.writeEnds(writable, refused);
        await services.changes.add(run.operationId, this.writer.changesOf(added, changed, refused));
      }
      const place = { kind: kind.kind, rows, waiting, isRead: false };
      return { refused, apply: await run.save(place, countsOf(outcomes, refused, portion)) };
    });
    apply();
    this.state.absent -= takenOver;
    this.rowsDone = rows;
    this.waiting = waiting;
    services.references.remember(
      kind,
      writable.filter((pending) => !refused.has(pending)).map(({ wanted }) => wanted),
    );
  }

  private async writeEnds(
    writable: Writable[],
    refused: ReadonlyMap<AnyPendingRow, RowRemark>,
  ): Promise<void> {
    const changedEnds = writable.filter(
      (pending) => pending.requestedEnd !== pending.previousEnd && !refused.has(pending),
    );
    if (changedEnds.length === 0) return;
    this.state.hasEnds = true;
    await this.services.ends.write(
      this.kind.kind,
      changedEnds.map(({ wanted, requestedEnd }) => ({ rowId: wanted.id, ended: requestedEnd })),
    );
  }
}

/** A portion of waiting rows, which were counted when they were read. */
const NOT_FROM_FILE = { issues: [], rowsRead: 0, badRows: 0 };

function leftUnreadIssue(kind: EntityKind, column: string): NewIssue {
  const message = sentences.columnIgnored({ column });
  return issueOf(kind, null, 'warning', { column, code: `${column}_ignored`, message, value: null });
}
