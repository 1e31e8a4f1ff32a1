import { newId } from '../../../shared/database/ids';
import { isDuplicateKey } from '../../../shared/database/retryable';
import type { Transactions } from '../../../shared/database/transactions';
import type { Sourced } from '../../../shared/database/sourced-table';
import type { NewIssue } from '../../../shared/operations/operation';
import type { EntityKind, EntityRecords } from '../bundle/entities';
import type { RowBatch } from '../bundle/row-reader';
import { Draft, isRemark, isRemoved, type Need, type RosterKind, type RowRemark } from '../kinds/roster-kind';
import { type FileState, fileOf, type ImportRun, issueOf, type Outcome } from './import-run';
import { readAhead } from './read-ahead';
import type { References } from './references';
import type { RosterEndsRepository } from './roster-ends.repository';
import { differ, sameRow } from './row-differences';
import type { SeenRowsRepository } from './seen-rows.repository';
import { settleEnds } from './settle-ends';
import { writeTolerantly } from './write-tolerantly';

type AnyRecord = EntityRecords[EntityKind];
type AnyDraft = Draft<AnyRecord, object>;
type Placed = AnyDraft & { wanted: Sourced<object> };
type Changing = Placed & { stored: Sourced<object> };

/** Rows whose parent comes later in the file wait in memory. No school has as many organisations or terms. */
const MOST_WAITING = 10_000;
const MOST_TRIES = 5;

/** What all files of a run share. */
export interface ImportServices {
  transactions: Transactions;
  references: References;
  seen: SeenRowsRepository;
  ends: RosterEndsRepository;
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
  private readonly waiting: AnyDraft[] = [];
  private knowsEnds = false;

  constructor(
    private readonly kind: RosterKind<EntityKind, object>,
    private readonly state: FileState,
    private readonly run: ImportRun,
    private readonly services: ImportServices,
  ) {}

  async import(batches: AsyncIterable<RowBatch<AnyRecord>>): Promise<void> {
    this.knowsEnds = this.kind.ending !== undefined && (await this.services.ends.holdsAny(this.kind.kind));
    const leftUnread = new Set<string>();
    for await (const batch of readAhead(batches)) {
      const issues = batch.issues.map((issue): NewIssue => ({ ...issue, severity: 'error' }));
      for (const column of batch.leftUnread) {
        if (leftUnread.has(column)) continue;
        leftUnread.add(column);
        issues.push(leftUnreadIssue(this.kind.kind, column));
      }
      this.run.counts(this.kind.kind).read += batch.rowsRead;
      this.run.counts(this.kind.kind).refused += batch.badRows;
      this.run.advance(batch.rowsRead);
      await this.importRows(
        batch.rows.map(({ line, record }) => ({ line, record })),
        issues,
      );
    }
    await this.importWaiting();
  }

  /** Round by round, those whose parent has come by now; then nobody's children are refused. */
  private async importWaiting(): Promise<void> {
    for (let before = Infinity; this.waiting.length > 0;) {
      const drafts = this.waiting.splice(0);
      const isLastRound = drafts.length >= before;
      before = drafts.length;
      for (let start = 0; start < drafts.length; start += 1000) {
        await this.importRows(drafts.slice(start, start + 1000), [], isLastRound);
      }
    }
  }

  private async importRows(
    rows: readonly { line: number; record: AnyRecord }[],
    issues: NewIssue[],
    refusesOrphans = false,
  ): Promise<void> {
    let isCareful = this.state.hadRows || this.run.isDryRun;
    for (let tries = 1; ; tries += 1) {
      const drafts = rows.map(({ line, record }): AnyDraft => new Draft(line, record));
      try {
        const deferred = await this.draft(drafts, isCareful, refusesOrphans);
        const settled = drafts.filter((draft) => !deferred.has(draft));
        await this.write(settled, issues, isCareful);
        this.waiting.push(...deferred);
        return;
      } catch (error) {
        const mayTryAgain = error instanceof StaleBatch || (isDuplicateKey(error) && !isCareful);
        if (!mayTryAgain || tries === MOST_TRIES) throw error;
        isCareful = true;
      }
    }
  }

  /** Works out what is to become of each draft. Returns those that must wait for their parents. */
  private async draft(
    drafts: AnyDraft[],
    isCareful: boolean,
    refusesOrphans: boolean,
  ): Promise<ReadonlySet<AnyDraft>> {
    if (this.state.hasRepeats) await this.refuseRepeated(drafts);
    if (isCareful) await this.findStored(drafts);
    const needs = new Map<AnyDraft, Need[]>();
    for (const draft of drafts)
      if (!draft.refusal && !isRemoved(draft.record)) needs.set(draft, this.kind.needs(draft.record));
    const references = await this.services.references.resolve([...needs.values()].flat());
    const deferred = new Set<AnyDraft>();
    for (const draft of drafts) {
      const { stored, record } = draft;
      if (draft.refusal) continue;
      if (isRemoved(record)) {
        draft.wanted = stored;
        if (stored && !this.kind.ending) draft.warnings.push(LEFT_ALONE);
        continue;
      }
      const missing = (needs.get(draft) ?? []).find(({ kind, sourcedIds }) =>
        sourcedIds.some((sourcedId) => !references.has(kind, sourcedId)),
      );
      if (missing) {
        const value =
          missing.sourcedIds.find((sourcedId) => !references.has(missing.kind, sourcedId)) ?? null;
        const mayCome = missing.kind === this.kind.kind && value !== record.sourcedId && !refusesOrphans;
        if (mayCome && this.waiting.length + deferred.size < MOST_WAITING) deferred.add(draft);
        else draft.refusal = unknownReference(missing, value);
        continue;
      }
      const wanted = this.kind.wanted(draft, references, this.run);
      if (isRemark(wanted)) draft.refusal = wanted;
      else draft.wanted = { ...wanted, id: stored?.id ?? newId(), sourcedId: record.sourcedId };
    }
    if (isCareful) {
      const listed = this.listed.bind(this);
      await this.kind.settle?.(drafts, { listed, firstLines: this.firstLines.bind(this) }, this.run);
    }
    await this.settleEnds(drafts);
    return deferred;
  }

  private async refuseRepeated(drafts: AnyDraft[]): Promise<void> {
    const places = await this.services.seen.places(
      this.kind.kind,
      drafts.map(({ record }) => record.sourcedId),
    );
    for (const draft of drafts) {
      const first = places.get(draft.record.sourcedId)?.line ?? draft.line;
      if (first < draft.line) draft.refusal = repeated(draft.record.sourcedId, first);
    }
  }

  private async findStored(drafts: AnyDraft[]): Promise<void> {
    const stored = await this.kind.rows.find(drafts.map(({ record }) => record.sourcedId));
    const bySourcedId = new Map(stored.map((row) => [row.sourcedId, row]));
    for (const draft of drafts) draft.stored = bySourcedId.get(draft.record.sourcedId);
  }

  /** Without notes on the file, its table was empty: what is there now came from it. */
  private async listed(sourcedIds: string[]): Promise<ReadonlySet<string>> {
    if (!this.state.isSeen) return new Set(sourcedIds);
    const places = await this.services.seen.places(this.kind.kind, sourcedIds);
    return new Set(sourcedIds.filter((sourcedId) => places.get(sourcedId)?.isRemoved === false));
  }

  private async firstLines(
    kind: 'username' | 'email',
    names: string[],
  ): Promise<ReadonlyMap<string, number>> {
    const places = this.run.isDryRun ? await this.services.seen.places(kind, names) : [];
    return new Map([...places].map(([name, { line }]) => [name, line]));
  }

  private async settleEnds(drafts: AnyDraft[]): Promise<void> {
    const { ending, kind } = this.kind;
    if (!ending) return;
    const ids = this.knowsEnds ? drafts.flatMap(({ stored }) => stored?.id ?? []) : [];
    settleEnds(drafts, ending, await this.services.ends.find(kind, ids), this.run);
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
      if (!run.isDryRun) await this.writeEnds(placed, new Map(conflicts));
      return new Map(conflicts);
    });
    for (const [draft, outcome] of outcomes)
      run.counts(kind.kind)[refused.has(draft) ? 'refused' : outcome] += 1;
    services.references.remember(
      kind,
      placed.filter((draft) => !refused.has(draft)).map(({ wanted }) => wanted),
    );
    if (run.isDryRun) await this.forgetRefused(drafts);
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
    this.knowsEnds = true;
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

const LEFT_ALONE: RowRemark = {
  column: 'status',
  code: 'left_alone',
  message: 'It stays as it is: Stoa does not delete what others may refer to.',
  value: null,
};

function unknownReference({ column, kind }: Need, value: string | null): RowRemark {
  const message = `${column} names nothing that ${fileOf(kind)} holds or that was imported before.`;
  return { column, code: 'unknown_reference', message, value };
}

function repeated(sourcedId: string, line: number | null): RowRemark {
  const where = line === null ? 'comes twice' : `comes in line ${line} already`;
  const message = `sourcedId ${where}; the first row counts.`;
  return { column: 'sourcedId', code: 'duplicate_sourced_id', message, value: sourcedId };
}

function leftUnreadIssue(kind: EntityKind, column: string): NewIssue {
  const message = `The values of ${column} were neither read nor kept. Leave them out of the file.`;
  return issueOf(kind, null, 'warning', { column, code: `${column}_ignored`, message, value: null });
}
