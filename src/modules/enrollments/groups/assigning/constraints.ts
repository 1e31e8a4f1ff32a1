/** Who must come into one group, and who must not. Lists of ids. */
export interface Constraints {
  together: readonly (readonly string[])[];
  /** No two of a list in one group. */
  apart: readonly (readonly string[])[];
}

/** Learners who come into one group, because lists say so. */
export interface Unit {
  /** Those whose group is to be found. */
  members: string[];
  /** The group in which one of them is already, and stays; null: none is. */
  fixedIn: number | null;
  /** Places in the list of units: those that must be elsewhere. */
  apart: Set<number>;
}

/**
 * Why nobody can be placed as asked. `together_and_apart`: these people are in both lists. `placed_apart`: they are to be together,
 * and are in different groups already. `placed_together`: they are to be apart, and one group has them already. `too_many_apart`: there
 * are fewer groups than people who are to be apart. `not_found`: no arrangement was found in which all lists hold.
 */
export type ConstraintFaultKind =
  'together_and_apart' | 'placed_apart' | 'placed_together' | 'too_many_apart' | 'not_found';

export interface ConstraintFault {
  kind: ConstraintFaultKind;
  /** The list that cannot hold. */
  list: { of: 'together' | 'apart'; index: number };
  userIds: string[];
}

interface People {
  /** Those whose group is to be found. */
  movable: readonly string[];
  /** The groups of those who stay where they are, by their places in the list of groups. */
  placed: ReadonlyMap<string, number>;
  groupCount: number;
}

/** Brings people together who belong together, directly or through others. */
export function unitsOf(
  { movable, placed, groupCount }: People,
  { together, apart }: Constraints,
): { units: Unit[]; faults: ConstraintFault[] } {
  const sets = new DisjointSets();
  for (const list of together) for (const id of list) sets.join(list[0] ?? id, id);
  const units: Unit[] = [];
  const places = new Map<string, number>();
  const unitOf = (id: string): number => {
    const root = sets.rootOf(id);
    const known = places.get(root);
    if (known !== undefined) return known;
    places.set(root, units.length);
    return units.push({ members: [], fixedIn: null, apart: new Set() }) - 1;
  };
  for (const id of movable.toSorted()) units[unitOf(id)]?.members.push(id);
  const faults: ConstraintFault[] = [];
  for (const [index, list] of together.entries())
    for (const id of list) {
      const [unit, group] = [units[unitOf(id)], placed.get(id)];
      if (!unit || group === undefined) continue;
      if (unit.fixedIn !== null && unit.fixedIn !== group) {
        const userIds = list.filter((other) => placed.has(other));
        faults.push({ kind: 'placed_apart', list: { of: 'together', index }, userIds });
      }
      unit.fixedIn ??= group;
    }
  for (const list of apart)
    for (const id of list) {
      const [unit, group] = [units[unitOf(id)], placed.get(id)];
      if (unit && group !== undefined) unit.fixedIn ??= group;
    }
  for (const [index, list] of apart.entries())
    faults.push(...keepApart(list, index, units, unitOf, groupCount));
  return { units, faults };
}

/** Notes in the units that the people of a list are to be apart. */
function keepApart(
  list: readonly string[],
  index: number,
  units: readonly Unit[],
  unitOf: (id: string) => number,
  groupCount: number,
): ConstraintFault[] {
  const place = { of: 'apart' as const, index };
  if (list.length > groupCount) return [{ kind: 'too_many_apart', list: place, userIds: [...list] }];
  const faults: ConstraintFault[] = [];
  for (const [at, one] of list.entries())
    for (const other of list.slice(at + 1)) {
      const [first, second] = [unitOf(one), unitOf(other)];
      const userIds = [one, other];
      if (first === second) {
        faults.push({ kind: 'together_and_apart', list: place, userIds });
        continue;
      }
      const fixedIn = units[first]?.fixedIn ?? null;
      if (fixedIn !== null && fixedIn === units[second]?.fixedIn)
        faults.push({ kind: 'placed_together', list: place, userIds });
      units[first]?.apart.add(second);
      units[second]?.apart.add(first);
    }
  return faults;
}

/** Sets that are joined, by the union-find structure with path halving. */
class DisjointSets {
  private readonly parents = new Map<string, string>();

  rootOf(id: string): string {
    let [at, parent] = [id, this.parents.get(id) ?? id];
    while (parent !== at) {
      const grandparent = this.parents.get(parent) ?? parent;
      this.parents.set(at, grandparent);
      [at, parent] = [grandparent, this.parents.get(grandparent) ?? grandparent];
    }
    return at;
  }

  join(one: string, other: string): void {
    const [first, second] = [this.rootOf(one), this.rootOf(other)];
    if (first !== second) this.parents.set(first, second);
  }
}
