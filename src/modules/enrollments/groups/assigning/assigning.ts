import { drawsFrom, shuffled } from '../../../../shared/chance/shuffled';
import type { Unit } from './constraints';
import { filledInOrder, levelFor } from './sizes';

/** How often a group is tried for a unit before the search for even groups is given up. */
const MOST_TRIES = 50_000;

export interface Assigning {
  /** Each has members, or stays where it is. */
  units: readonly Unit[];
  /** How many stay in each group. */
  sizes: readonly number[];
  /** Groups are filled to it one after another; null: all are raised evenly, the smallest first. */
  fillTo: number | null;
  seed: number;
}

export interface Assigned {
  /** The place of each learner's group in the list of groups. */
  groupOf: Map<string, number>;
  /** Whether the groups are as even, or as full, as they would be without the lists. */
  isEven: boolean;
}

/**
 * Places learners at random: the same of the same input and seed. Without lists every division into these sizes is equally
 * likely. Lists always hold; where no even groups are found in which they do, the groups are as uneven as it takes.
 *
 * @returns undefined where no groups at all were found in which the lists hold
 */
export function assignAtRandom(input: Assigning): Assigned | undefined {
  const { units, sizes: staying, fillTo, seed } = input;
  const groupOf = new Map<string, number>();
  const sizes = [...staying];
  const groupOfUnit = units.map(({ fixedIn }) => fixedIn);
  for (const { fixedIn, members } of units)
    if (fixedIn !== null) {
      sizes[fixedIn] = (sizes[fixedIn] ?? 0) + members.length;
      for (const id of members) groupOf.set(id, fixedIn);
    }
  const free = [...units.keys()].filter((place) => units[place]?.fixedIn === null);
  const bound = free.filter((place) => isBound(units[place]!));
  const singles = free.filter((place) => !isBound(units[place]!)).flatMap((place) => units[place]!.members);
  const movable = free.reduce((sum, place) => sum + units[place]!.members.length, 0);
  for (const limit of limitsFor(sizes, movable, fillTo)) {
    const search = new Search(units, sizes, limit, groupOfUnit, seed);
    if (!search.place(inSearchOrder(bound, units, seed))) continue;
    for (const place of bound)
      for (const id of units[place]!.members) groupOf.set(id, search.groupOfUnit[place]!);
    const isStrict = limit.slack === 0;
    const goals = isStrict && limit.goals ? limit.goals : raised(search.sizes, singles.length, seed);
    const slots = goals.flatMap((goal, group) => Array<number>(goal - search.sizes[group]!).fill(group));
    for (const [index, id] of shuffled(singles.toSorted(), `${seed}:learners`).entries())
      groupOf.set(id, slots[index]!);
    return { groupOf, isEven: isStrict };
  }
  return undefined;
}

/** Which sizes a search may reach. */
interface Limit {
  /** How much more than even groups a group may get. */
  slack: number;
  level: number;
  /** How many groups may get one more than the level. */
  extras: number;
  /** The size of each group, where they are filled in order. */
  goals: number[] | null;
}

/** Even groups first; then groups that get more and more uneven, up to one that takes all. */
function* limitsFor(sizes: readonly number[], movable: number, fillTo: number | null): Generator<Limit> {
  const goals = fillTo === null ? null : filledInOrder(sizes, movable, fillTo);
  const even = levelFor(sizes, movable);
  yield { ...even, slack: 0, goals };
  for (let slack = 1; slack < movable + 1; slack *= 2)
    yield { level: Math.max(even.level, fillTo ?? 0), extras: sizes.length, slack, goals: null };
}

/** The sizes when so many more are spread over the groups, the smallest first. Chance says which get one more. */
function raised(sizes: readonly number[], more: number, seed: number): number[] {
  const { level, extras } = levelFor(sizes, more);
  const candidates = [...sizes.keys()].filter((group) => sizes[group]! <= level);
  const lucky = new Set(shuffled(candidates, `${seed}:groups`).slice(0, extras));
  return sizes.map((size, group) => (lucky.has(group) ? level + 1 : Math.max(size, level)));
}

function isBound({ members, apart }: Unit): boolean {
  return members.length > 1 || apart.size > 0;
}

/** Those that are hardest to place first; otherwise by chance. */
function inSearchOrder(bound: readonly number[], units: readonly Unit[], seed: number): number[] {
  const weight = (place: number): number => units[place]!.members.length + units[place]!.apart.size;
  return shuffled(bound, `${seed}:units`).sort((one, other) => weight(other) - weight(one));
}

/** Finds groups for units that lists are about, by backtracking. */
class Search {
  readonly sizes: number[];
  readonly groupOfUnit: (number | null)[];
  private readonly order: number[];
  private readonly draw: (count: number) => number;
  private extras: number;
  private tries = 0;

  constructor(
    private readonly units: readonly Unit[],
    sizes: readonly number[],
    private readonly limit: Limit,
    fixed: readonly (number | null)[],
    seed: number,
  ) {
    this.sizes = [...sizes];
    this.groupOfUnit = [...fixed];
    this.extras = limit.extras;
    this.order = shuffled([...sizes.keys()], `${seed}:order`);
    this.draw = drawsFrom(`${seed}:starts`);
  }

  place(inOrder: readonly number[], from = 0): boolean {
    const unit = inOrder[from];
    if (unit === undefined) return true;
    const start = this.draw(Math.max(this.order.length, 1));
    for (let step = 0; step < this.order.length; step += 1) {
      if (this.tries >= MOST_TRIES) return false;
      this.tries += 1;
      const group = this.order[(start + step) % this.order.length]!;
      if (!this.fits(unit, group)) continue;
      const isExtra = this.put(unit, group);
      if (this.place(inOrder, from + 1)) return true;
      this.takeOut(unit, group, isExtra);
    }
    return false;
  }

  private fits(unit: number, group: number): boolean {
    const { members, apart } = this.units[unit]!;
    const size = this.sizes[group]! + members.length;
    const { level, goals, slack } = this.limit;
    const most = goals ? goals[group]! : level + slack + (this.extras > 0 ? 1 : 0);
    if (size > most) return false;
    for (const other of apart) if (this.groupOfUnit[other] === group) return false;
    return true;
  }

  /** Returns whether the group has got one more than the level through it. */
  private put(unit: number, group: number): boolean {
    const before = this.sizes[group]!;
    this.sizes[group] = before + this.units[unit]!.members.length;
    this.groupOfUnit[unit] = group;
    const top = this.limit.level + this.limit.slack;
    const isExtra = before <= top && this.sizes[group] > top;
    if (isExtra) this.extras -= 1;
    return isExtra;
  }

  private takeOut(unit: number, group: number, isExtra: boolean): void {
    this.sizes[group]! -= this.units[unit]!.members.length;
    this.groupOfUnit[unit] = null;
    if (isExtra) this.extras += 1;
  }
}
