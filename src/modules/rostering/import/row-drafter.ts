import { newId } from '../../../shared/database/ids';
import type { Sourced } from '../../../shared/database/sourced-table';
import {
  Draft,
  isRemark,
  isRemoved,
  type KnownReferences,
  type Need,
  type RosterKind,
  type RowRemark,
} from '../kinds/roster-kind';
import type { EntityKind } from '../bundle/entities';
import { type FileState, fileOf, type ImportRun } from './import-run';
import type { AnyRecord, ReadRow } from './read-row';
import type { References } from './references';
import type { RosterEndsRepository } from './roster-ends.repository';
import type { SeenRowsRepository } from './seen-rows.repository';
import { differ } from './row-differences';
import { lasts, settleEnds } from './settle-ends';

export type AnyDraft = Draft<AnyRecord, object>;

/** What became of the rows of a batch. */
export interface DraftedBatch {
  /** In the order of the rows. */
  drafts: AnyDraft[];
  /** Rows whose parent has not come yet. */
  waiting: AnyDraft[];
}

/** What rows of a file mean for what is stored. */
export interface ComparedRows {
  /** The import would write nothing for these rows, and say nothing of them. */
  isUnchanged: boolean;
  /** Of the rows that are stored under their sourcedIds, those that last. */
  lasting: Sourced<object>[];
}

/** What is stored under the sourcedIds of rows. */
export interface StoredRows {
  bySourcedId: ReadonlyMap<string | null, Sourced<object>>;
  /** The last word of the roster on their ends, by row id. */
  ends: ReadonlyMap<string, string>;
}

export interface DraftingOptions {
  /** Look up what is stored, and what else may be in the way. */
  isCareful: boolean;
  /** How many rows may wait for their parents; the others are refused. */
  mostWaiting: number;
}

export interface DraftingServices {
  references: References;
  seen: SeenRowsRepository;
  ends: RosterEndsRepository;
}

/** Works out what is to become of rows, without changing anything. */
export class RowDrafter {
  constructor(
    private readonly kind: RosterKind<EntityKind, object>,
    private readonly state: FileState,
    private readonly run: ImportRun,
    private readonly services: DraftingServices,
  ) {}

  async draft(rows: readonly ReadRow[], { isCareful, mostWaiting }: DraftingOptions): Promise<DraftedBatch> {
    const drafts = rows.map(({ line, record }): AnyDraft => new Draft(line, record));
    if (this.state.hasRepeats) await this.refuseRepeated(drafts);
    const stored = isCareful ? await this.lookUp(rows) : NOTHING_STORED;
    this.findStored(drafts, stored);
    const waiting = new Set(await this.fill(drafts, mostWaiting));
    if (isCareful) await this.settle(drafts);
    await this.settleEnds(drafts, stored.ends);
    return { drafts: drafts.filter((draft) => !waiting.has(draft)), waiting: [...waiting] };
  }

  /** One query, and another one where a roster has spoken of ends. */
  async lookUp(rows: readonly ReadRow[]): Promise<StoredRows> {
    const stored = await this.kind.rows.find(rows.map(({ record }) => record.sourcedId));
    return {
      bySourcedId: new Map(stored.map((row) => [row.sourcedId, row])),
      ends: await this.endsOf(stored),
    };
  }

  /**
   * Holds rows against the store and tells what they mean. It makes no drafts, and leaves out `settle`, which has nothing
   * to say of rows that are stored as they are: of most files this is all that is done.
   */
  async compare(rows: readonly ReadRow[], stored: StoredRows): Promise<ComparedRows> {
    const { bySourcedId, ends } = stored;
    const lasting = this.lasting([...bySourcedId.values()], ends);
    if (bySourcedId.size < rows.length) return { isUnchanged: false, lasting };
    const needs = rows.flatMap(({ record }) => this.kind.needs(record));
    const references = await this.services.references.resolve(needs);
    const isUnchanged = references.areAllKnown && rows.every((row) => this.isStored(row, stored, references));
    if (isUnchanged) this.services.references.remember(this.kind, lasting);
    return { isUnchanged, lasting };
  }

  /** Whether a row is stored just as it says, and the roster has said the same of its end before. */
  private isStored(
    { line, record }: ReadRow,
    { bySourcedId, ends }: StoredRows,
    references: KnownReferences,
  ): boolean {
    const { kind, run } = this;
    const draft: AnyDraft = new Draft(line, record);
    const stored = bySourcedId.get(record.sourcedId);
    if (!stored || !kind.ending || isRemoved(record)) return false;
    draft.stored = stored;
    const wanted = kind.wanted(draft, references, run);
    if (isRemark(wanted) || draft.warnings.length > 0 || differ(stored, wanted, kind.compared)) return false;
    const asked = kind.ending.asked(record);
    return asked === kind.ending.of(stored) && asked === (ends.get(stored.id) ?? null);
  }

  private lasting(stored: readonly Sourced<object>[], ends: ReadonlyMap<string, string>): Sourced<object>[] {
    const { ending } = this.kind;
    if (!ending) return [...stored];
    return stored.filter((row) => lasts(row, ends.get(row.id), ending, this.run));
  }

  /** What the roster has said of the ends of stored rows. */
  private async endsOf(stored: readonly Sourced<object>[]): Promise<ReadonlyMap<string, string>> {
    const ids = this.state.hasEnds ? stored.map(({ id }) => id) : [];
    return this.services.ends.find(this.kind.kind, ids);
  }

  /** Says of each draft what is to be stored, or why nothing is. Returns those whose parents have not come yet. */
  private async fill(drafts: AnyDraft[], mostWaiting: number): Promise<AnyDraft[]> {
    const needs = new Map<AnyDraft, Need[]>();
    for (const draft of drafts)
      if (!draft.refusal && !isRemoved(draft.record)) needs.set(draft, this.kind.needs(draft.record));
    const references = await this.services.references.resolve([...needs.values()].flat());
    const waiting: AnyDraft[] = [];
    for (const draft of drafts) {
      const { stored, record } = draft;
      if (draft.refusal) continue;
      if (isRemoved(record)) {
        draft.wanted = stored;
        if (stored && !this.kind.ending) draft.warnings.push(LEFT_ALONE);
        continue;
      }
      const missing = needs.get(draft)?.find((need) => !isKnown(need, references));
      if (missing) {
        const value = missing.sourcedIds.find((sourcedId) => !references.has(missing.kind, sourcedId));
        if (missing.kind === this.kind.kind && waiting.length < mostWaiting) waiting.push(draft);
        else draft.refusal = unknownReference(missing, value ?? null);
        continue;
      }
      const wanted = this.kind.wanted(draft, references, this.run);
      if (isRemark(wanted)) draft.refusal = wanted;
      else draft.wanted = { ...wanted, id: stored?.id ?? newId(), sourcedId: record.sourcedId };
    }
    return waiting;
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

  private findStored(drafts: AnyDraft[], { bySourcedId }: StoredRows): void {
    const isFirstImport = !this.state.hadRows && !this.run.isDryRun;
    for (const draft of drafts) {
      draft.stored = bySourcedId.get(draft.record.sourcedId);
      // In a table that was empty, it can only have come from a line above.
      if (draft.stored && isFirstImport) draft.refusal = repeated(draft.record.sourcedId, null);
    }
  }

  private async settle(drafts: AnyDraft[]): Promise<void> {
    const file = { listed: this.listed.bind(this), firstLines: this.firstLines.bind(this) };
    await this.kind.settle?.(drafts, file, this.run);
  }

  private async listed(stored: readonly Sourced<object>[]): Promise<ReadonlySet<string>> {
    const sourcedIds = stored.flatMap(({ sourcedId }) => sourcedId ?? []);
    const { isSeen, compared } = this.state;
    // Without either, the table was empty: what is there now came from the file.
    if (!isSeen && !compared) return new Set(sourcedIds);
    const places = await this.services.seen.places(this.kind.kind, sourcedIds);
    const listed = sourcedIds.filter((sourcedId) => places.get(sourcedId)?.isRemoved === false);
    if (isSeen) return new Set(listed);
    // Every row that lasts is in the file: one that is not noted is in a batch that changes nothing.
    const others = stored.filter(({ sourcedId }) => sourcedId !== null && !places.has(sourcedId));
    const lasting = this.lasting(others, await this.endsOf(others));
    return new Set([...listed, ...lasting.flatMap(({ sourcedId }) => sourcedId ?? [])]);
  }

  private async firstLines(
    kind: 'username' | 'email',
    names: string[],
  ): Promise<ReadonlyMap<string, number>> {
    const places = this.run.isDryRun ? await this.services.seen.places(kind, names) : [];
    return new Map([...places].map(([name, { line }]) => [name, line]));
  }

  /** @param ends of the rows that were stored under the sourcedIds of the drafts. */
  private async settleEnds(drafts: AnyDraft[], ends: ReadonlyMap<string, string>): Promise<void> {
    const { ending } = this.kind;
    if (!ending) return;
    const takenOver = drafts.flatMap(({ stored, record }) =>
      stored && stored.sourcedId !== record.sourcedId ? [stored] : [],
    );
    settleEnds(drafts, ending, new Map([...ends, ...(await this.endsOf(takenOver))]), this.run);
  }
}

const NOTHING_STORED: StoredRows = { bySourcedId: new Map(), ends: new Map() };

const LEFT_ALONE: RowRemark = {
  column: 'status',
  code: 'left_alone',
  message: 'It stays as it is: Stoa does not delete what others may refer to.',
  value: null,
};

function isKnown({ kind, sourcedIds }: Need, references: KnownReferences): boolean {
  return sourcedIds.every((sourcedId) => references.has(kind, sourcedId));
}

function unknownReference({ column, kind }: Need, value: string | null): RowRemark {
  const message = `${column} names nothing that ${fileOf(kind)} holds or that was imported before.`;
  return { column, code: 'unknown_reference', message, value };
}

export function repeated(sourcedId: string, line: number | null): RowRemark {
  const where = line === null ? 'comes twice' : `comes in line ${line} already`;
  const message = `sourcedId ${where}; the first row counts.`;
  return { column: 'sourcedId', code: 'duplicate_sourced_id', message, value: sourcedId };
}
