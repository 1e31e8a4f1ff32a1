import { newId } from '../../../shared/database/ids';
import { bySourcedId, ownIdIn } from '../../../shared/database/own-sourced-ids';
import type { Sourced } from '../../../shared/database/sourced-table';
import {
  PendingRow,
  isRemark,
  isRemoved,
  type KnownReferences,
  type RowReference,
  type RosterKind,
  type RowRemark,
} from '../kinds/roster-kind';
import type { EntityKind } from '../bundle/columns';
import { quotable } from '../bundle/limits';
import { sentences } from '../rostering.sentences';
import { type FileState, fileOf, type ImportRun } from './import-run';
import type { AnyRecord, ReadRow } from './read-row';
import type { References } from './references';
import type { RosterEndsRepository } from './roster-ends.repository';
import type { SeenRowsRepository } from './seen-rows.repository';
import { differ } from './row-differences';
import { applyEnds, isActive } from './apply-ends';

export type AnyPendingRow = PendingRow<AnyRecord, object>;

/** The rows of a batch, ready to be written. */
export interface PreparedBatch {
  /** In the order of the rows. */
  pendingRows: AnyPendingRow[];
  /** Rows that name a parent which is neither stored nor earlier in the file. */
  waiting: AnyPendingRow[];
}

/** How the rows of a batch compare with the stored rows. */
export interface ComparedRows {
  /** True if importing these rows would write nothing and report nothing. */
  isUnchanged: boolean;
  /** The stored rows with the sourcedIds of the batch that are active. */
  active: Sourced<object>[];
}

/** The stored rows with the sourcedIds of a batch. */
export interface StoredRows {
  bySourcedId: ReadonlyMap<string, Sourced<object>>;
  /** The ends that previous imports asked for, by row id. */
  ends: ReadonlyMap<string, string>;
}

export interface PreparationOptions {
  /** Look up the stored rows, and look for conflicts with other rows. Not needed in a table that is empty. */
  isCareful: boolean;
  /** At most this many rows may wait for their parent; the others are refused. */
  mostWaiting: number;
}

export interface PreparationServices {
  references: References;
  seen: SeenRowsRepository;
  ends: RosterEndsRepository;
}

/** Decides what an import would write for the rows of a batch. It only reads from the database. */
export class RowPreparer {
  constructor(
    private readonly kind: RosterKind<EntityKind, object>,
    private readonly state: FileState,
    private readonly run: ImportRun,
    private readonly services: PreparationServices,
  ) {}

  async prepare(
    rows: readonly ReadRow[],
    { isCareful, mostWaiting }: PreparationOptions,
  ): Promise<PreparedBatch> {
    const pendingRows = rows.map(({ line, record }): AnyPendingRow => new PendingRow(line, record));
    if (this.state.hasRepeats) await this.refuseRepeated(pendingRows);
    const mayBeStored = isCareful || rows.some(({ record }) => ownIdIn(record.sourcedId) !== undefined);
    const stored = mayBeStored ? await this.lookUp(rows) : NOTHING_STORED;
    this.findStored(pendingRows, stored);
    const waiting = new Set(await this.fill(pendingRows, mostWaiting));
    if (isCareful) await this.resolveConflicts(pendingRows, mostWaiting - waiting.size);
    for (const pending of pendingRows) if (pending.mustWait) waiting.add(pending);
    await this.applyEnds(pendingRows, stored.ends);
    return { pendingRows: pendingRows.filter((pending) => !waiting.has(pending)), waiting: [...waiting] };
  }

  /** Sends one query, another one for sourcedIds that are made of our ids, and one if an import has ended rows of this kind. */
  async lookUp(rows: readonly ReadRow[]): Promise<StoredRows> {
    const sourcedIds = rows.map(({ record }) => record.sourcedId);
    const stored = await this.kind.rows.find(sourcedIds);
    return { bySourcedId: bySourcedId(sourcedIds, stored), ends: await this.endsOf(stored) };
  }

  /**
   * Compares the rows of a batch with the stored ones. This is faster than `prepare`: it makes no pending rows, and it
   * leaves out `resolveConflicts`, since a row that is stored unchanged is in conflict with no other row.
   */
  async compare(rows: readonly ReadRow[], stored: StoredRows): Promise<ComparedRows> {
    // Those that the school's system gave: only they can be absent from a file.
    const sourced = [...stored.bySourcedId].flatMap(([sourcedId, row]) =>
      row.sourcedId === sourcedId ? row : [],
    );
    const active = this.active(sourced, stored.ends);
    if (stored.bySourcedId.size < rows.length) return { isUnchanged: false, active };
    const named = rows.flatMap(({ record }) => this.kind.referencesOf(record));
    const references = await this.services.references.resolve(named);
    const isUnchanged = references.areAllKnown && rows.every((row) => this.isStored(row, stored, references));
    if (isUnchanged) this.services.references.remember(this.kind, active);
    return { isUnchanged, active };
  }

  /** True if the stored row has all values of the record, and the previous import asked for the same end. */
  private isStored(
    { line, record }: ReadRow,
    { bySourcedId: storedRows, ends }: StoredRows,
    references: KnownReferences,
  ): boolean {
    const { kind, run } = this;
    const pending: AnyPendingRow = new PendingRow(line, record);
    const stored = storedRows.get(record.sourcedId);
    if (!stored || !kind.endPolicy || isRemoved(record)) return false;
    pending.stored = stored;
    const wanted = kind.wanted(pending, references, run);
    if (isRemark(wanted) || pending.warnings.length > 0 || differ(stored, wanted, kind.compared))
      return false;
    if (stored.sourcedId !== record.sourcedId) return true;
    const asked = kind.endPolicy.requestedEnd(record);
    if (asked !== kind.endPolicy.endOf(stored)) return false;
    return run.isOfStoa || asked === (ends.get(stored.id) ?? null);
  }

  private active(stored: readonly Sourced<object>[], ends: ReadonlyMap<string, string>): Sourced<object>[] {
    const { endPolicy } = this.kind;
    if (!endPolicy) return [...stored];
    return stored.filter((row) => isActive(row, ends.get(row.id), endPolicy, this.run));
  }

  /** The ends that previous imports asked for, by row id. */
  private async endsOf(stored: readonly Sourced<object>[]): Promise<ReadonlyMap<string, string>> {
    const ids = this.state.hasEnds ? stored.map(({ id }) => id) : [];
    return this.services.ends.find(this.kind.kind, ids);
  }

  /** Sets what is to be stored for each pending row, or why it is refused. Returns the rows whose parent is still missing. */
  private async fill(pendingRows: AnyPendingRow[], mostWaiting: number): Promise<AnyPendingRow[]> {
    const named = new Map<AnyPendingRow, RowReference[]>();
    for (const pending of pendingRows)
      if (!pending.refusal && !isRemoved(pending.record))
        named.set(pending, this.kind.referencesOf(pending.record));
    const references = await this.services.references.resolve([...named.values()].flat());
    const waiting: AnyPendingRow[] = [];
    for (const pending of pendingRows) {
      const { stored, record } = pending;
      if (pending.refusal) continue;
      if (isRemoved(record)) {
        if (stored && pending.isOwn) pending.refusal = this.kind.whyKept?.(stored) ?? madeInStoa('status');
        pending.wanted = stored;
        if (stored && !this.kind.endPolicy) pending.warnings.push(LEFT_ALONE);
        continue;
      }
      const missing = (named.get(pending) ?? []).filter((reference) => !isKnown(reference, references));
      if (missing.some(({ kind }) => kind === this.kind.kind) && waiting.length < mostWaiting) {
        waiting.push(pending);
        continue;
      }
      const needed = missing.find(({ isOptional }) => isOptional !== true);
      if (needed) {
        pending.refusal = unknownReference(needed, references);
        continue;
      }
      pending.warnings.push(...missing.map((reference) => unknownReference(reference, references)));
      const wanted = this.kind.wanted(pending, references, this.run);
      if (isRemark(wanted)) pending.refusal = wanted;
      else if (stored && pending.isOwn) this.keepOwn(pending, stored, wanted);
      else pending.wanted = { ...wanted, id: stored?.id ?? newId(), sourcedId: record.sourcedId };
    }
    return waiting;
  }

  /** A row that was made in Stoa stays as it is: whoever writes files must not get at accounts and grades that were not theirs. */
  private keepOwn(pending: AnyPendingRow, stored: Sourced<object>, wanted: object): void {
    const field = this.kind.compared.find((name) => differ(stored, wanted, [name]));
    if (field === undefined) pending.wanted = { ...stored };
    else pending.refusal = this.kind.whyKept?.(stored) ?? madeInStoa(null, field);
  }

  private async refuseRepeated(pendingRows: AnyPendingRow[]): Promise<void> {
    const places = await this.services.seen.places(
      this.kind.kind,
      pendingRows.map(({ record }) => record.sourcedId),
    );
    for (const pending of pendingRows) {
      const first = places.get(pending.record.sourcedId)?.line ?? pending.line;
      if (first < pending.line) pending.refusal = repeated(pending.record.sourcedId, first);
    }
  }

  private findStored(pendingRows: AnyPendingRow[], { bySourcedId: storedRows }: StoredRows): void {
    const isFirstImport = !this.state.hadRows && !this.run.isDryRun;
    for (const pending of pendingRows) {
      pending.stored = storedRows.get(pending.record.sourcedId);
      pending.isOwn = pending.stored !== undefined && pending.stored.sourcedId !== pending.record.sourcedId;
      // The table was empty before this import, so an earlier line of the file added the stored row.
      if (pending.stored && !pending.isOwn && isFirstImport)
        pending.refusal = repeated(pending.record.sourcedId, null);
    }
  }

  private async resolveConflicts(pendingRows: AnyPendingRow[], mostWaiting: number): Promise<void> {
    const file = {
      listed: this.listed.bind(this),
      gone: this.gone.bind(this),
      ended: this.ended.bind(this),
      firstLines: this.firstLines.bind(this),
      mostWaiting,
    };
    await this.kind.resolveConflicts?.(pendingRows, file, this.run);
  }

  private async listed(stored: readonly Sourced<object>[]): Promise<ReadonlySet<string>> {
    const sourcedIds = stored.flatMap(({ sourcedId }) => sourcedId ?? []);
    const { isSeen, compared } = this.state;
    // In both other cases the table was empty before this import, so every stored row came from the file.
    if (!isSeen && !compared) return new Set(sourcedIds);
    const places = await this.services.seen.places(this.kind.kind, sourcedIds);
    const listed = sourcedIds.filter((sourcedId) => places.get(sourcedId)?.isRemoved === false);
    if (isSeen) return new Set(listed);
    // Every active row is in the file. One that is missing from roster_seen is in a batch that changes nothing.
    const others = stored.filter(({ sourcedId }) => sourcedId !== null && !places.has(sourcedId));
    const active = this.active(others, await this.endsOf(others));
    return new Set([...listed, ...active.flatMap(({ sourcedId }) => sourcedId ?? [])]);
  }

  private async gone(stored: readonly Sourced<object>[]): Promise<ReadonlySet<string>> {
    const { mode, isSeen, compared, unidentifiedRows } = this.state;
    const rostered = stored.flatMap(({ sourcedId }) => sourcedId ?? []);
    if (!isSeen && !compared) return new Set();
    const listed = await this.listed(stored);
    const unlisted = rostered.filter((sourcedId) => !listed.has(sourcedId));
    if (mode === 'bulk' && unidentifiedRows === 0) return new Set(unlisted);
    const places = await this.services.seen.places(this.kind.kind, unlisted);
    const ended = await this.ended(stored);
    return new Set(unlisted.filter((sourcedId) => places.get(sourcedId)?.isRemoved ?? ended.has(sourcedId)));
  }

  private async ended(stored: readonly Sourced<object>[]): Promise<ReadonlySet<string>> {
    const { endPolicy } = this.kind;
    const ends = await this.endsOf(stored);
    const ended = stored.filter(
      (row) => ends.has(row.id) && endPolicy?.hasEnded(endPolicy.endOf(row), row, this.run),
    );
    return new Set(ended.flatMap(({ sourcedId }) => sourcedId ?? []));
  }

  private async firstLines(
    kind: 'username' | 'email',
    names: string[],
  ): Promise<ReadonlyMap<string, number>> {
    const places = this.run.isDryRun ? await this.services.seen.places(kind, names) : [];
    return new Map([...places].map(([name, { line }]) => [name, line]));
  }

  /** @param ends those of the rows from `lookUp`. Rows that are taken over are looked up here. */
  private async applyEnds(pendingRows: AnyPendingRow[], ends: ReadonlyMap<string, string>): Promise<void> {
    const { endPolicy } = this.kind;
    if (!endPolicy) return;
    const takenOver = pendingRows.flatMap(({ stored, record }) =>
      stored && stored.sourcedId !== record.sourcedId ? [stored] : [],
    );
    applyEnds(pendingRows, endPolicy, new Map([...ends, ...(await this.endsOf(takenOver))]), this.run);
  }
}

const NOTHING_STORED: StoredRows = { bySourcedId: new Map(), ends: new Map() };

function madeInStoa(column: string | null, field = 'status'): RowRemark {
  return { column, code: 'made_in_stoa', message: sentences.madeInStoa({ field }), value: null };
}

const LEFT_ALONE: RowRemark = {
  column: 'status',
  code: 'left_alone',
  message: sentences.deletionLeftAlone(),
  value: null,
};

function isKnown({ kind, sourcedIds }: RowReference, references: KnownReferences): boolean {
  return sourcedIds.every((sourcedId) => references.has(kind, sourcedId));
}

function unknownReference(
  { column, kind, sourcedIds, isOptional = false }: RowReference,
  references: KnownReferences,
): RowRemark {
  const unknown = sourcedIds.filter((sourcedId) => !references.has(kind, sourcedId));
  const said = isOptional ? sentences.optionalReferenceUnknown : sentences.referenceUnknown;
  return {
    ...{ column, code: 'unknown_reference', value: quotable(unknown.join(',')) },
    message: said({ column, file: fileOf(kind) }),
  };
}

export function repeated(sourcedId: string, line: number | null): RowRemark {
  const message = line === null ? sentences.repeated() : sentences.repeatedAfter({ line });
  return { column: 'sourcedId', code: 'duplicate_sourced_id', message, value: sourcedId };
}
