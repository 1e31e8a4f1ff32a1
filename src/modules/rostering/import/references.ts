import { newId } from '../../../shared/database/ids';
import { bySourcedId } from '../../../shared/database/own-sourced-ids';
import type { Sourced } from '../../../shared/database/sourced-table';
import type { EntityKind } from '../bundle/columns';
import type {
  KnownReferences,
  RowReference,
  ReferenceFacts,
  ReferenceKind,
  RosterKind,
} from '../kinds/roster-kind';
import { type SeenRowsRepository, UNREADABLE_LINE } from './seen-rows.repository';

type Facts = ReferenceFacts[ReferenceKind];

const GENERATION = 25_000;

/** Finds the records that rows refer to: recently used ones in memory, others with one query for each kind and batch. */
export class References {
  private readonly recentByKind = new Map<ReferenceKind, RecentMap<Facts>>();

  /** @param announced for a dry run, the rows that the files would add; undefined for a real import. */
  constructor(
    private readonly kinds: ReadonlyMap<EntityKind, RosterKind<EntityKind, object>>,
    private readonly announced: SeenRowsRepository | undefined,
  ) {}

  remember(kind: RosterKind<EntityKind, object>, rows: readonly Sourced<object>[]): void {
    if (!kind.toReference) return;
    const recent = this.recent(kind.kind as ReferenceKind);
    for (const row of rows) if (row.sourcedId !== null) recent.set(row.sourcedId, kind.toReference(row));
  }

  async resolve(named: readonly RowReference[]): Promise<KnownReferences> {
    const known = new Map<ReferenceKind, Map<string, Facts>>();
    const missing = new Map<ReferenceKind, Set<string>>();
    for (const { kind, sourcedIds } of named) {
      const found = madeIn(known, kind, () => new Map<string, Facts>());
      for (const sourcedId of sourcedIds) {
        if (found.has(sourcedId)) continue;
        const facts = this.recent(kind).get(sourcedId);
        if (facts) found.set(sourcedId, facts);
        else madeIn(missing, kind, () => new Set<string>()).add(sourcedId);
      }
    }
    let areAllKnown = true;
    for (const [kind, sourcedIds] of missing) {
      const found = madeIn(known, kind, () => new Map<string, Facts>());
      const before = found.size;
      await this.look(kind, [...sourcedIds], found);
      areAllKnown &&= found.size === before + sourcedIds.size;
    }
    return {
      areAllKnown,
      has: (kind, sourcedId) => known.get(kind)?.has(sourcedId) ?? false,
      find: <K extends ReferenceKind>(kind: K, sourcedId: string | null) =>
        sourcedId === null ? undefined : (known.get(kind)?.get(sourcedId) as ReferenceFacts[K] | undefined),
      get: <K extends ReferenceKind>(kind: K, sourcedId: string) => {
        const facts = known.get(kind)?.get(sourcedId);
        if (!facts) throw new Error(`The reference to ${kind} ${sourcedId} was not resolved`);
        return facts as ReferenceFacts[K];
      },
    };
  }

  /** Adds to `found` the stored records, and in a dry run those that the files would add. */
  private async look(kind: ReferenceKind, sourcedIds: string[], found: Map<string, Facts>): Promise<void> {
    const definition = this.kinds.get(kind);
    if (definition?.factsAbout) return this.lookAround(await definition.factsAbout(sourcedIds), found);
    const recent = this.recent(kind);
    for (const [sourcedId, row] of bySourcedId(sourcedIds, (await definition?.rows.find(sourcedIds)) ?? [])) {
      const facts = definition?.toReference?.(row);
      if (!facts) continue;
      found.set(sourcedId, facts);
      recent.set(sourcedId, facts);
    }
    if (!this.announced) return;
    const unknown = sourcedIds.filter((sourcedId) => !found.has(sourcedId));
    for (const [sourcedId, { line, isRemoved }] of await this.announced.places(kind, unknown))
      if (!isRemoved && line !== UNREADABLE_LINE) found.set(sourcedId, placeholder());
  }

  /** Adds facts about people. In a dry run, those whose roles the file would add are marked: they are not stored. */
  private async lookAround(facts: ReadonlyMap<string, Facts>, found: Map<string, Facts>): Promise<void> {
    const noted =
      (await this.announced?.places('roleHolder', [...facts.keys()])) ?? new Map<string, unknown>();
    for (const [id, known] of facts) found.set(id, noted.has(id) ? { ...known, isIncomplete: true } : known);
  }

  private recent(kind: ReferenceKind): RecentMap<Facts> {
    return madeIn(this.recentByKind, kind, () => new RecentMap<Facts>(GENERATION));
  }
}

function madeIn<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}

/** Stands for a record that a dry run did not add. No stored row refers to it. */
function placeholder(): ReferenceFacts['classes'] &
  ReferenceFacts['academicSessions'] &
  ReferenceFacts['users'] {
  return { id: newId(), role: 'learner', timeZone: 'UTC', startDate: '1970-01-01', endDate: '1970-01-01' };
}

/** A map that drops entries that were not used recently. It holds at most twice the size of a generation. */
export class RecentMap<V> {
  private young = new Map<string, V>();
  private old = new Map<string, V>();

  constructor(private readonly generation: number) {}

  get(key: string): V | undefined {
    const young = this.young.get(key);
    if (young !== undefined) return young;
    const old = this.old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  set(key: string, value: V): void {
    this.young.set(key, value);
    if (this.young.size < this.generation) return;
    this.old = this.young;
    this.young = new Map();
  }
}
