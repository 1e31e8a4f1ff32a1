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
    for (const [kind, ofKind] of Map.groupBy(needs, (need) => need.kind)) {
      known.set(kind, await this.ofKind(kind, new Set(ofKind.flatMap(({ sourcedIds }) => sourcedIds))));
    }
    return {
      has: (kind, sourcedId) => known.get(kind)?.has(sourcedId) ?? false,
      get: <K extends ReferenceKind>(kind: K, sourcedId: string) => {
        const facts = known.get(kind)?.get(sourcedId);
        if (!facts) throw new Error(`The reference to ${kind} ${sourcedId} was not resolved`);
        return facts as ReferenceFacts[K];
      },
    };
  }

  private async ofKind(kind: ReferenceKind, sourcedIds: ReadonlySet<string>): Promise<Map<string, Facts>> {
    const recent = this.recent(kind);
    const found = new Map<string, Facts>();
    const missing: string[] = [];
    for (const sourcedId of sourcedIds) {
      const facts = recent.get(sourcedId);
      if (facts) found.set(sourcedId, facts);
      else missing.push(sourcedId);
    }
    if (missing.length === 0) return found;
    const definition = this.kinds.get(kind);
    for (const row of (await definition?.rows.find(missing)) ?? []) {
      const facts = definition?.toReference?.(row);
      if (!facts || row.sourcedId === null) continue;
      found.set(row.sourcedId, facts);
      recent.set(row.sourcedId, facts);
    }
    if (this.announced && found.size < sourcedIds.size) {
      const unknown = missing.filter((sourcedId) => !found.has(sourcedId));
      for (const [sourcedId, { isRemoved }] of await this.announced.places(kind, unknown))
        if (!isRemoved) found.set(sourcedId, wouldBe());
    }
    return found;
  }

  private recent(kind: ReferenceKind): RecentMap<Facts> {
    const existing = this.lately.get(kind);
    if (existing) return existing;
    const created = new RecentMap<Facts>(GENERATION);
    this.lately.set(kind, created);
    return created;
  }
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
