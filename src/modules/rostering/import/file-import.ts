import { isDuplicateKey } from '../../../shared/database/retryable';
import type { Sourced } from '../../../shared/database/sourced-table';
import type { Transactions } from '../../../shared/database/transactions';
import type { NewIssue } from '../../../shared/operations/operation';
import type { EntityKind } from '../bundle/entities';
import { BATCH_ROWS } from '../bundle/limits';
import type { RowBatch } from '../bundle/row-reader';
import type { RosterKind, RowRemark } from '../kinds/roster-kind';
import { type FileState, fileOf, type ImportRun, issueOf, type Outcome } from './import-run';
import { readAhead } from './read-ahead';
import {
  type AnyDraft,
  type AnyRecord,
  type DraftedBatch,
  type DraftingServices,
  type ReadRow,
  repeated,
  RowDrafter,
} from './row-drafter';
import { differ, sameRow } from './row-differences';
import { writeTolerantly } from './write-tolerantly';

type Placed = AnyDraft & { wanted: Sourced<object> };
type Changing = Placed & { stored: Sourced<object> };

/** Rows whose parent comes later in the file wait in memory. No school has as many organisations or terms. */
const MOST_WAITING = 10_000;
const MOST_TRIES = 5;

/** What all files of a run share. */
export interface ImportServices extends DraftingServices {
  transactions: Transactions;
}

/** Somebody changed a row between the moment it was read and the moment it was to be written. */
class StaleBatch extends Error {}

/**
 * Imports one file. Each batch of rows is looked up, held against the store in memory, and written in one short
 * transaction with three statements at most for the rows themselves. Where the table held nothing from a roster, even
 * the lookup is left out: a row that exists all the same is then found by the unique index, and the batch is done again
 * with care.
 */
export class FileImport {
  private readonly drafter: RowDrafter;
  private readonly waiting: ReadRow[] = [];
  private readonly leftUnread = new Set<string>();

  constructor(
    private readonly kind: RosterKind<EntityKind, object>,
    private readonly state: FileState,
    private readonly run: ImportRun,
    private readonly services: ImportServices,
  ) {
    this.drafter = new RowDrafter(kind, state, run, services);
  }

  async import(batches: AsyncIterable<RowBatch<AnyRecord>>): Promise<void> {
    const { kind, state, run, services } = this;
    state.hasEnds = kind.ending !== undefined && (await services.ends.holdsAny(kind.kind));
    for await (const { batch, drafted } of readAhead(this.draftedAhead(batches))) {
      run.counts(kind.kind).read += batch.rowsRead;
      run.counts(kind.kind).refused += batch.badRows;
      run.advance(batch.rowsRead);
      await this.importRows(batch.rows, this.issuesIn(batch), this.mostWaiting, drafted);
    }
    await this.importWaiting();
  }

  /** Where nothing need be looked up that the batches before change, rows are made ready while those are written. */
  private async *draftedAhead(
    batches: AsyncIterable<RowBatch<AnyRecord>>,
  ): AsyncGenerator<{ batch: RowBatch<AnyRecord>; drafted?: DraftedBatch }, void, undefined> {
    for await (const batch of batches) {
      if (this.isCareful) yield { batch };
      else
        yield {
          batch,
          drafted: await this.drafter.draft(batch.rows, { isCareful: false, mostWaiting: this.mostWaiting }),
        };
    }
  }

  /** Round by round, those whose parent has come by now; then nobody's children are refused. */
  private async importWaiting(): Promise<void> {
    for (let before = Infinity; this.waiting.length > 0;) {
      const rows = this.waiting.splice(0);
      const isLastRound = rows.length >= before;
      before = rows.length;
      for (let start = 0; start < rows.length; start += BATCH_ROWS)
        await this.importRows(rows.slice(start, start + BATCH_ROWS), [], isLastRound ? 0 : BATCH_ROWS);
    }
  }

  private async importRows(
    rows: readonly ReadRow[],
    issues: NewIssue[],
    mostWaiting: number,
    draftedAhead?: DraftedBatch,
  ): Promise<void> {
    let { isCareful } = this;
    let drafted = draftedAhead;
    for (let tries = 1; ; tries += 1) {
      try {
        drafted ??= await this.drafter.draft(rows, { isCareful, mostWaiting });
        await this.write(drafted.drafts, issues, isCareful);
        this.waiting.push(...drafted.waiting);
        return;
      } catch (error) {
        const mayTryAgain = error instanceof StaleBatch || (isDuplicateKey(error) && !isCareful);
        if (!mayTryAgain || tries === MOST_TRIES) throw error;
        isCareful = true;
        drafted = undefined;
      }
    }
  }

  private get isCareful(): boolean {
    return this.state.hadRows || this.run.isDryRun;
  }

  private get mostWaiting(): number {
    return Math.max(MOST_WAITING - this.waiting.length, 0);
  }

  private issuesIn({ issues, leftUnread }: RowBatch<AnyRecord>): NewIssue[] {
    const unread = [...leftUnread].filter((column) => !this.leftUnread.has(column));
    unread.forEach((column) => this.leftUnread.add(column));
    return [
      ...unread.map((column) => leftUnreadIssue(this.kind.kind, column)),
      ...issues.map((issue): NewIssue => ({ ...issue, severity: 'error' })),
    ];
  }

  private async write(drafts: AnyDraft[], issues: NewIssue[], isCareful: boolean): Promise<void> {
    const { run, services, kind } = this;
    const outcomes = new Map(drafts.map((draft) => [draft, this.outcomeOf(draft)]));
    const placed = drafts.filter((draft): draft is Placed => draft.isOpen);
    const added = placed.filter(({ stored }) => stored === undefined);
    const changed = placed.filter(
      (draft): draft is Changing => draft.stored !== undefined && this.isChanged(draft.stored, draft.wanted),
    );
    const refused = await services.transactions.run(async () => {
      await run.report(`${run.isDryRun ? 'Comparing' : 'Importing'} ${fileOf(kind.kind)}`);
      const conflicts = run.isDryRun ? [] : await this.writeRows(added, changed, isCareful);
      const found = this.issuesOf(drafts, new Map(conflicts));
      await run.task.addIssues(
        [...issues, ...found].sort((one, other) => (one.line ?? 0) - (other.line ?? 0)),
      );
      if (run.isDryRun) await this.forgetRefused(drafts);
      else await this.writeEnds(placed, new Map(conflicts));
      return new Map(conflicts);
    });
    for (const [draft, outcome] of outcomes)
      run.counts(kind.kind)[refused.has(draft) ? 'refused' : outcome] += 1;
    services.references.remember(
      kind,
      placed.filter((draft) => !refused.has(draft)).map(({ wanted }) => wanted),
    );
  }

  /** The rows themselves. Returns those that a unique index refused. */
  private async writeRows(
    added: Placed[],
    changed: Changing[],
    isCareful: boolean,
  ): Promise<[AnyDraft, RowRemark][]> {
    const { kind, run } = this;
    await this.requireUntouched(changed);
    const released = added.flatMap((draft) => draft.released ?? []);
    if (released.length > 0) await kind.release?.(released, run.now);
    const insert = (drafts: readonly Placed[]): Promise<void> =>
      kind.rows.insert(
        drafts.map(({ wanted }) => wanted),
        run.now,
      );
    const update = (drafts: readonly Changing[]): Promise<void> =>
      kind.rows.update(
        drafts.map(({ stored, wanted }) => ({ stored, wanted })),
        run.now,
      );
    if (!isCareful) {
      if (added.length > 0) await insert(added);
      return [];
    }
    const conflicts = [
      ...(await writeTolerantly(changed, update)),
      ...(await writeTolerantly(added, insert)),
    ];
    return conflicts.map(({ item, error }) => [item, this.conflict(item, error)]);
  }

  /** Locks the rows that are to change, and sees to it that nobody has changed them since they were read. */
  private async requireUntouched(changed: Changing[]): Promise<void> {
    if (changed.length === 0) return;
    const locked = await this.kind.rows.lock(changed.map(({ stored }) => stored.id));
    const byId = new Map(locked.map((row) => [row.id, row]));
    for (const { stored } of changed) {
      const row = byId.get(stored.id);
      if (!row || !sameRow(stored, row)) throw new StaleBatch();
    }
  }

  private async writeEnds(placed: Placed[], refused: ReadonlyMap<AnyDraft, RowRemark>): Promise<void> {
    const words = placed.filter((draft) => draft.endAsked !== draft.endBefore && !refused.has(draft));
    if (words.length === 0) return;
    this.state.hasEnds = true;
    await this.services.ends.write(
      this.kind.kind,
      words.map(({ wanted, endAsked }) => ({ rowId: wanted.id, ended: endAsked })),
    );
  }

  private isChanged(stored: Sourced<object>, wanted: Sourced<object>): boolean {
    const { compared, ending } = this.kind;
    return (
      stored.sourcedId !== wanted.sourcedId ||
      differ(stored, wanted, compared) ||
      (ending !== undefined && ending.of(stored) !== ending.of(wanted))
    );
  }

  private outcomeOf(draft: AnyDraft): Outcome {
    const { stored, wanted } = draft;
    if (draft.refusal) return 'refused';
    if (!draft.isOpen || !wanted) return 'unchanged';
    if (!stored) return draft.released ? 'changed' : 'added';
    if (!this.isChanged(stored, wanted)) return 'unchanged';
    const { ending } = this.kind;
    const isOver = (row: Sourced<object>): boolean => ending?.isOver(ending.of(row), row, this.run) ?? false;
    return isOver(wanted) && !isOver(stored) ? 'ended' : 'changed';
  }

  private issuesOf(drafts: AnyDraft[], conflicts: ReadonlyMap<AnyDraft, RowRemark>): NewIssue[] {
    return drafts.flatMap((draft) => {
      const refusal = draft.refusal ?? conflicts.get(draft);
      // What is said of a row that is refused does not matter any more.
      if (refusal) return [issueOf(this.kind.kind, draft.line, 'error', refusal)];
      return draft.warnings.map((warning) => issueOf(this.kind.kind, draft.line, 'warning', warning));
    });
  }

  private conflict({ record }: AnyDraft, error: unknown): RowRemark {
    const conflict = this.kind.conflicts.find(({ index }) => isDuplicateKey(error, index));
    if (!conflict) return repeated(record.sourcedId, null);
    const { column, code, message } = conflict;
    return { column, code, message, value: String((record as unknown as Record<string, unknown>)[column]) };
  }

  /** A row that is not added must not pass for one that others may refer to. */
  private async forgetRefused(drafts: AnyDraft[]): Promise<void> {
    const gone = drafts.filter(
      ({ refusal, stored }) => refusal && refusal.code !== 'duplicate_sourced_id' && !stored,
    );
    await this.services.seen.forget(
      this.kind.kind,
      gone.map(({ record }) => record.sourcedId),
    );
  }
}

function leftUnreadIssue(kind: EntityKind, column: string): NewIssue {
  const message = `The values of ${column} were neither read nor kept. Leave them out of the file.`;
  return issueOf(kind, null, 'warning', { column, code: `${column}_ignored`, message, value: null });
}
