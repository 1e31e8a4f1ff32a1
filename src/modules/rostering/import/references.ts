import { newId } from '../../../shared/database/ids';
import type { Sourced } from '../../../shared/database/sourced-table';
import type { EntityKind } from '../bundle/entities';
import type { KnownReferences, Need, ReferenceFacts, ReferenceKind, RosterKind } from '../kinds/roster-kind';
import type { SeenRowsRepository } from './seen-rows.repository';

type Facts = ReferenceFacts[ReferenceKind];

const GENERATION = 25_000;

/** Finds the records that rows name: those met lately in memory, the others with one query a kind and batch. */
export class References {
  private readonly lately = new Map<ReferenceKind, RecentMap<Facts>>();

  /** `announced` knows the rows that the file would add, for a dry run. */
  constructor(
    private readonly kinds: ReadonlyMap<EntityKind, RosterKind<EntityKind, object>>,
    private readonly announced: SeenRowsRepository | undefined,
  ) {}

  remember(kind: RosterKind<EntityKind, object>, rows: readonly Sourced<object>[]): void {
    if (!kind.toReference) return;
    const recent = this.recent(kind.kind as ReferenceKind);
    for (const row of rows) if (row.sourcedId !== null) recent.set(row.sourcedId, kind.toReference(row));
  }

  async resolve(needs: readonly Need[]): Promise<KnownReferences> {
    const known = new Map<ReferenceKind, Map<string, Facts>>();
    const missing = new Map<ReferenceKind, Set<string>>();
    for (const { kind, sourcedIds } of needs) {
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
      get: <K extends ReferenceKind>(kind: K, sourcedId: string) => {
        const facts = known.get(kind)?.get(sourcedId);
        if (!facts) throw new Error(`The reference to ${kind} ${sourcedId} was not resolved`);
        return facts as ReferenceFacts[K];
      },
    };
  }

  /** Adds to `found` what the store knows, and for a dry run what the file would add. */
  private async look(kind: ReferenceKind, sourcedIds: string[], found: Map<string, Facts>): Promise<void> {
    const recent = this.recent(kind);
    const definition = this.kinds.get(kind);
    for (const row of (await definition?.rows.find(sourcedIds)) ?? []) {
      const facts = definition?.toReference?.(row);
      if (!facts || row.sourcedId === null) continue;
      found.set(row.sourcedId, facts);
      recent.set(row.sourcedId, facts);
    }
    if (!this.announced) return;
    const unknown = sourcedIds.filter((sourcedId) => !found.has(sourcedId));
    for (const [sourcedId, { isRemoved }] of await this.announced.places(kind, unknown))
      if (!isRemoved) found.set(sourcedId, wouldBe());
  }

  private recent(kind: ReferenceKind): RecentMap<Facts> {
    return madeIn(this.lately, kind, () => new RecentMap<Facts>(GENERATION));
  }
}

function madeIn<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}

/** Stands for a record that a dry run has not added: nothing that is stored refers to it. */
function wouldBe(): ReferenceFacts['classes'] & ReferenceFacts['academicSessions'] {
  return { id: newId(), timeZone: 'UTC', startDate: '1970-01-01', endDate: '1970-01-01' };
}

/** A map that forgets what has not been asked for lately. Holds at most twice the size of a generation. */
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
