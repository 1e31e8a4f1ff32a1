import { isDuplicateKey } from '../../../shared/database/constraint-errors';
import type { Sourced } from '../../../shared/database/sourced-table';
import type { Transactions } from '../../../shared/database/transactions';
import type { NewIssue } from '../../../shared/operations/operation-issue.entity';
import type { EntityKind } from '../bundle/entities';
import type { RowBatch } from '../bundle/row-reader';
import type { RosterKind, RowRemark } from '../kinds/roster-kind';
import {
  type FileState,
  type ImportPlace,
  type ImportRun,
  issueOf,
  type MoreCounts,
  type Outcome,
} from './import-run';
import { readAhead } from '../bundle/read-ahead';
import type { AnyRecord, ReadRow } from './read-row';
import { type AnyDraft, type DraftedBatch, type DraftingServices, repeated, RowDrafter } from './row-drafter';
import { isChanged, sameRow } from './row-differences';
import { writeTolerantly } from './write-tolerantly';

type Placed = AnyDraft & { wanted: Sourced<object> };
type Changing = Placed & { stored: Sourced<object> };

/** Rows whose parent comes later in the file wait in memory. No school has as many organizations or terms. */
const MOST_WAITING = 10_000;
/** Of those that wait, how many a transaction takes in. */
const WAITING_AT_ONCE = 1000;
const MOST_TRIES = 5;
/** Rows that change nothing are counted in the store at the latest after so many, for those who watch. */
const MOST_PASSED = 20_000;

/** What a transaction does with rows, and what it stands for in the file. */
interface Portion {
  rows: readonly ReadRow[];
  issues: NewIssue[];
  /** Rows of the file that it takes in, good and bad, and those of them that cannot be read. */
  rowsRead: number;
  badRows: number;
  /** How many of those that wait it takes in, from the first on. */
  fromWaiting: number;
  /** How many of its rows may wait for their parents. */
  mostWaiting: number;
}

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
  private waiting: readonly ReadRow[] = [];
  /** Rows of the file that are done. */
  private rowsDone = 0;
  /** Rows behind those, which change nothing and are not yet counted in the store. */
  private rowsPassed = 0;
  private readonly leftUnread = new Set<string>();

  constructor(
    private readonly kind: RosterKind<EntityKind, object>,
    private readonly state: FileState,
    private readonly run: ImportRun,
    private readonly services: ImportServices,
  ) {
    this.drafter = new RowDrafter(kind, state, run, services);
  }

  /** @param from where an attempt before this one was. */
  async import(batches: AsyncIterable<RowBatch<AnyRecord>>, from: ImportPlace): Promise<void> {
    const { kind, state, services } = this;
    this.waiting = from.waiting;
    this.rowsDone = from.rows;
    const { compared } = state;
    if (compared?.changedAt?.length === 0) {
      this.rowsPassed = compared.rows - from.rows;
      return this.countPassed();
    }
    state.hasEnds = kind.ending !== undefined && (await services.ends.holdsAny(kind.kind));
    for await (const { batch, drafted } of readAhead(this.draftedAhead(batches, from.rows))) {
      const { rows, rowsRead, badRows } = batch;
      if (this.isKnownUnchanged(this.rowsDone + this.rowsPassed)) {
        await this.passOver(rowsRead);
        continue;
      }
      await this.countPassed();
      const { mostWaiting } = this;
      const issues = this.issuesIn(batch);
      await this.importRows({ rows, issues, rowsRead, badRows, fromWaiting: 0, mostWaiting }, drafted);
    }
    await this.countPassed();
    await this.importWaiting();
  }

  private isKnownUnchanged(rowsBefore: number): boolean {
    const changedAt = this.state.compared?.changedAt ?? null;
    return changedAt !== null && !changedAt.includes(rowsBefore);
  }

  /** Rows that change nothing. Several batches of them share a transaction. */
  private async passOver(rows: number): Promise<void> {
    this.rowsPassed += rows;
    if (this.rowsPassed >= MOST_PASSED) await this.countPassed();
  }

  private async countPassed(): Promise<void> {
    const { run, services, kind, waiting, rowsPassed } = this;
    if (rowsPassed === 0) return;
    const rows = this.rowsDone + rowsPassed;
    const apply = await services.transactions.run(async () => {
      await run.report(run.phaseOf(kind.kind));
      const place = { kind: kind.kind, rows, waiting: [...waiting], isRead: false };
      return run.save(place, { read: rowsPassed, unchanged: rowsPassed });
    });
    apply();
    this.rowsDone = rows;
    this.rowsPassed = 0;
  }

  /** Where nothing need be looked up that the batches before change, rows are made ready while those are written. */
  private async *draftedAhead(
    batches: AsyncIterable<RowBatch<AnyRecord>>,
    skippedRows: number,
  ): AsyncGenerator<{ batch: RowBatch<AnyRecord>; drafted?: DraftedBatch }, void, undefined> {
    let passed = 0;
    for await (const batch of batches) {
      passed += batch.rowsRead;
      if (passed <= skippedRows) this.noteLeftUnread(batch);
      else if (this.isCareful) yield { batch };
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
      let left = this.waiting.length;
      const mostWaiting = left >= before ? 0 : WAITING_AT_ONCE;
      before = left;
      while (left > 0) {
        const rows = this.waiting.slice(0, Math.min(left, WAITING_AT_ONCE));
        left -= rows.length;
        await this.importRows({ ...WAITED_FOR, rows, fromWaiting: rows.length, mostWaiting });
      }
    }
  }

  private async importRows(portion: Portion, draftedAhead?: DraftedBatch): Promise<void> {
    let { isCareful } = this;
    let drafted = draftedAhead;
    for (let tries = 1; ; tries += 1) {
      try {
        drafted ??= await this.drafter.draft(portion.rows, { isCareful, mostWaiting: portion.mostWaiting });
        await this.write(drafted, portion, isCareful);
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

  private issuesIn(batch: RowBatch<AnyRecord>): NewIssue[] {
    return [
      ...this.noteLeftUnread(batch).map((column) => leftUnreadIssue(this.kind.kind, column)),
      ...batch.issues.map((issue): NewIssue => ({ ...issue, severity: 'error' })),
    ];
  }

  /** Returns the columns of which this was not told yet. */
  private noteLeftUnread({ leftUnread }: RowBatch<AnyRecord>): string[] {
    const unread = [...leftUnread].filter((column) => !this.leftUnread.has(column));
    unread.forEach((column) => this.leftUnread.add(column));
    return unread;
  }

  private async write(
    { drafts, waiting: newlyWaiting }: DraftedBatch,
    portion: Portion,
    isCareful: boolean,
  ): Promise<void> {
    const { run, services, kind } = this;
    const outcomes = new Map(drafts.map((draft) => [draft, this.outcomeOf(draft)]));
    const placed = drafts.filter((draft): draft is Placed => draft.isOpen);
    const added = placed.filter(({ stored }) => stored === undefined);
    const changed = placed.filter(
      (draft): draft is Changing => draft.stored !== undefined && isChanged(kind, draft.stored, draft.wanted),
    );
    const waiting = [...this.waiting.slice(portion.fromWaiting), ...newlyWaiting];
    const rows = this.rowsDone + portion.rowsRead;
    // The row whose place was taken may be in a batch that changed nothing before.
    if (this.state.compared && drafts.some(({ displacesListed, isOpen }) => displacesListed && isOpen))
      this.state.compared = { ...this.state.compared, changedAt: null };
    const { refused, apply } = await services.transactions.run(async () => {
      await run.report(run.phaseOf(kind.kind));
      const refused = new Map(run.isDryRun ? [] : await this.writeRows(added, changed, isCareful));
      await run.task.addIssues(
        [...portion.issues, ...this.issuesOf(drafts, refused)].sort(
          (one, other) => (one.line ?? 0) - (other.line ?? 0),
        ),
      );
      if (run.isDryRun) await this.forgetRefused(drafts);
      else await this.writeEnds(placed, refused);
      const place = { kind: kind.kind, rows, waiting, isRead: false };
      return { refused, apply: await run.save(place, countsOf(outcomes, refused, portion)) };
    });
    apply();
    this.rowsDone = rows;
    this.waiting = waiting;
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

  private outcomeOf(draft: AnyDraft): Outcome {
    const { stored, wanted } = draft;
    if (draft.refusal) return 'refused';
    if (!draft.isOpen || !wanted) return 'unchanged';
    if (!stored) return draft.released ? 'changed' : 'added';
    if (!isChanged(this.kind, stored, wanted)) return 'unchanged';
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

/** A portion of rows that have been read before. */
const WAITED_FOR = { issues: [], rowsRead: 0, badRows: 0 };

function countsOf(
  outcomes: ReadonlyMap<AnyDraft, Outcome>,
  refused: ReadonlyMap<AnyDraft, RowRemark>,
  { rowsRead, badRows }: Portion,
): MoreCounts {
  const counts = { read: rowsRead, added: 0, changed: 0, ended: 0, unchanged: 0, refused: badRows };
  for (const [draft, outcome] of outcomes) counts[refused.has(draft) ? 'refused' : outcome] += 1;
  return counts;
}

function leftUnreadIssue(kind: EntityKind, column: string): NewIssue {
  const message = `The values of ${column} were neither read nor kept. Leave them out of the file.`;
  return issueOf(kind, null, 'warning', { column, code: `${column}_ignored`, message, value: null });
}
