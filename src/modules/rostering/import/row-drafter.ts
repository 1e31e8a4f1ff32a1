import { newId } from '../../../shared/database/ids';
import { Draft, isRemark, isRemoved, type Need, type RosterKind, type RowRemark } from '../kinds/roster-kind';
import type { EntityKind } from '../bundle/entities';
import { type FileState, fileOf, type ImportRun } from './import-run';
import type { AnyRecord, ReadRow } from './read-row';
import type { References } from './references';
import type { RosterEndsRepository } from './roster-ends.repository';
import type { SeenRowsRepository } from './seen-rows.repository';
import { settleEnds } from './settle-ends';

export type AnyDraft = Draft<AnyRecord, object>;

/** What became of the rows of a batch. */
export interface DraftedBatch {
  /** In the order of the rows. */
  drafts: AnyDraft[];
  /** Rows whose parent has not come yet. */
  waiting: AnyDraft[];
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
    if (isCareful) await this.findStored(drafts);
    const waiting = new Set(await this.fill(drafts, mostWaiting));
    if (isCareful) {
      const file = { listed: this.listed.bind(this), firstLines: this.firstLines.bind(this) };
      await this.kind.settle?.(drafts, file, this.run);
    }
    await this.settleEnds(drafts);
    return { drafts: drafts.filter((draft) => !waiting.has(draft)), waiting: [...waiting] };
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
      const isUnknown = ({ kind, sourcedIds }: Need): boolean =>
        sourcedIds.some((sourcedId) => !references.has(kind, sourcedId));
      const missing = (needs.get(draft) ?? []).find(isUnknown);
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

  private async findStored(drafts: AnyDraft[]): Promise<void> {
    const stored = await this.kind.rows.find(drafts.map(({ record }) => record.sourcedId));
    const bySourcedId = new Map(stored.map((row) => [row.sourcedId, row]));
    const isFirstImport = !this.state.hadRows && !this.run.isDryRun;
    for (const draft of drafts) {
      draft.stored = bySourcedId.get(draft.record.sourcedId);
      // In a table that was empty, it can only have come from a line above.
      if (draft.stored && isFirstImport) draft.refusal = repeated(draft.record.sourcedId, null);
    }
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
    const ids = this.state.hasEnds ? drafts.flatMap(({ stored }) => stored?.id ?? []) : [];
    settleEnds(drafts, ending, await this.services.ends.find(kind, ids), this.run);
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

export function repeated(sourcedId: string, line: number | null): RowRemark {
  const where = line === null ? 'comes twice' : `comes in line ${line} already`;
  const message = `sourcedId ${where}; the first row counts.`;
  return { column: 'sourcedId', code: 'duplicate_sourced_id', message, value: sourcedId };
}
