import { assignAtRandom } from '../../../src/modules/enrollments/groups/assigning/assigning';
import { type Constraints, unitsOf } from '../../../src/modules/enrollments/groups/assigning/constraints';
import {
  countOfGroups,
  filledInOrder,
  levelFor,
} from '../../../src/modules/enrollments/groups/assigning/sizes';
import { seededRandom } from '../seeded-random';

const NONE: Constraints = { together: [], apart: [] };
const people = (count: number, prefix = 'p'): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${String(index).padStart(4, '0')}`);

interface Case {
  movable: string[];
  placed: Map<string, number>;
  groupCount: number;
  constraints: Constraints;
  fillTo?: number | null;
  seed: number;
}

function assign({ movable, placed, groupCount, constraints, fillTo = null, seed }: Case) {
  const { units, faults } = unitsOf({ movable, placed, groupCount }, constraints);
  const sizes = Array.from(
    { length: groupCount },
    (_, group) => [...placed.values()].filter((it) => it === group).length,
  );
  return {
    sizes,
    faults,
    result: faults.length > 0 ? undefined : assignAtRandom({ units, sizes, fillTo, seed }),
  };
}

/** Every way to put people into groups. */
function* everyWay(movable: readonly string[], groupCount: number): Generator<Map<string, number>> {
  const ways = groupCount ** movable.length;
  for (let way = 0; way < ways; way += 1)
    yield new Map(movable.map((id, index) => [id, Math.floor(way / groupCount ** index) % groupCount]));
}

function holds({ together, apart }: Constraints, at: ReadonlyMap<string, number>): boolean {
  return (
    together.every((list) => new Set(list.map((id) => at.get(id))).size <= 1) &&
    apart.every((list) => new Set(list.map((id) => at.get(id))).size === list.length)
  );
}

/** Whether nobody was put into a group that was more than one larger than the smallest. */
function isEven(
  placed: ReadonlyMap<string, number>,
  at: ReadonlyMap<string, number>,
  groupCount: number,
): boolean {
  const sizes = Array<number>(groupCount).fill(0);
  for (const group of [...placed.values(), ...at.values()]) sizes[group]! += 1;
  return [...at.values()].every((group) => sizes[group]! <= Math.min(...sizes) + 1);
}

describe('assigning learners to groups at random', () => {
  it('finds what a search through every way finds, and keeps to it', () => {
    const random = seededRandom(11);
    let [unsolvable, uneven, even] = [0, 0, 0];
    for (let round = 0; round < 1500; round += 1) {
      const groupCount = 1 + random.below(3);
      const movable = people(1 + random.below(5));
      const placed = new Map(people(random.below(3), 'q').map((id) => [id, random.below(groupCount)]));
      const all = [...movable, ...placed.keys()];
      const list = (): string[] => {
        const chosen = new Set(Array.from({ length: 2 + random.below(2) }, () => random.pick(all)));
        return [...chosen];
      };
      const lists = (most: number): string[][] => Array.from({ length: random.below(most + 1) }, list);
      const constraints = { together: lists(2), apart: lists(2) };
      const ways = [...everyWay(movable, groupCount)].filter((way) =>
        holds(constraints, new Map([...placed, ...way])),
      );
      const { result } = assign({ movable, placed, groupCount, constraints, seed: round });
      if (ways.length === 0) {
        expect(result).toBeUndefined();
        unsolvable += 1;
        continue;
      }
      expect(result).toBeDefined();
      const { groupOf } = result!;
      expect([...groupOf.keys()].sort()).toEqual(movable);
      expect(holds(constraints, new Map([...placed, ...groupOf]))).toBe(true);
      // Whoever must join somebody who is placed already may make groups uneven; all others are judged.
      const isForced = constraints.together.flat().some((id) => placed.has(id));
      if (isForced) continue;
      const canBeEven = ways.some((way) => isEven(placed, way, groupCount));
      expect([round, result!.isEven]).toEqual([round, canBeEven]);
      expect(isEven(placed, groupOf, groupCount)).toBe(canBeEven);
      if (canBeEven) even += 1;
      else uneven += 1;
    }
    expect(Math.min(unsolvable, uneven, even)).toBeGreaterThan(30);
  });

  it('gives the same to the same seed, whatever the order of the learners, and something else to another seed', () => {
    const movable = people(60);
    const constraints = { together: [movable.slice(0, 3)], apart: [movable.slice(3, 8)] };
    const of = (seed: number, learners = movable): unknown => {
      const { groupOf } = assign({
        movable: learners,
        placed: new Map(),
        groupCount: 7,
        constraints,
        seed,
      }).result!;
      return movable.map((id) => groupOf.get(id));
    };
    expect(of(5)).toEqual(of(5));
    expect(of(5)).not.toEqual(of(6));
    expect(of(5, movable.toReversed())).toEqual(of(5));
  });

  it('raises smaller groups first, and makes sizes that differ by one at most', () => {
    const placed = new Map<string, number>([
      ...people(5, 'a').map((id): [string, number] => [id, 0]),
      ...people(1, 'b').map((id): [string, number] => [id, 1]),
    ]);
    const sizesAfter = (more: number): number[] => {
      const { groupOf } = assign({
        movable: people(more),
        placed,
        groupCount: 3,
        constraints: NONE,
        seed: 3,
      }).result!;
      return [0, 1, 2].map(
        (group) => [...placed.values(), ...groupOf.values()].filter((it) => it === group).length,
      );
    };
    expect(sizesAfter(5)).toEqual([5, 3, 3]);
    expect(sizesAfter(9)).toEqual([5, 5, 5]);
    expect(sizesAfter(10).sort()).toEqual([5, 5, 6]);
  });

  it('leaves the last group smaller where it is asked to', () => {
    const sizesOf = (count: number, wanted: Parameters<typeof countOfGroups>[2]): number[] => {
      const groupCount = countOfGroups([], count, wanted);
      const fillTo = wanted.remainder === 'smaller' ? wanted.groupSize! : null;
      const { groupOf } = assign({ movable: people(count), placed: new Map(), groupCount, constraints: NONE, fillTo, seed: 1 }).result!; // prettier-ignore
      return Array.from(
        { length: groupCount },
        (_, group) => [...groupOf.values()].filter((it) => it === group).length,
      );
    };
    expect(sizesOf(11, { groupSize: 4, remainder: 'smaller' })).toEqual([4, 4, 3]);
    expect(sizesOf(11, { groupSize: 4, remainder: 'spread' }).sort()).toEqual([5, 6]);
    expect(sizesOf(3, { groupSize: 4, remainder: 'spread' })).toEqual([3]);
    expect(sizesOf(12, { groupSize: 4, remainder: 'smaller' })).toEqual([4, 4, 4]);
    expect(sizesOf(7, { groupCount: 3, remainder: 'spread' }).sort()).toEqual([2, 2, 3]);
  });

  it('counts levels as somebody does who puts one after another into the smallest group', () => {
    const random = seededRandom(4);
    for (let round = 0; round < 500; round += 1) {
      const sizes = Array.from({ length: 1 + random.below(6) }, () => random.below(9));
      const more = random.below(30);
      const slow = [...sizes];
      for (let count = 0; count < more; count += 1) slow[slow.indexOf(Math.min(...slow))]! += 1;
      const { level, extras } = levelFor(sizes, more);
      const fast = sizes.map((size) => Math.max(size, level));
      const atLevel = sizes.filter((size) => size <= level).length;
      expect(extras).toBeLessThan(Math.max(atLevel, 1));
      expect(fast.reduce((sum, size) => sum + size, extras)).toBe(slow.reduce((sum, size) => sum + size, 0));
      expect(Math.min(...slow)).toBe(Math.min(...fast));
      const filled = filledInOrder(sizes, more, 6);
      expect(filled.every((size, group) => size <= Math.max(6, sizes[group]!))).toBe(true);
    }
  });

  it('makes every division about as often', () => {
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 6000; seed += 1) {
      const { groupOf } = assign({
        movable: people(4),
        placed: new Map(),
        groupCount: 2,
        constraints: NONE,
        seed,
      }).result!;
      const key = people(4)
        .map((id) => groupOf.get(id))
        .join('');
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    // 6 divisions of 4 people into 2 twos, 1000 times each: five standard deviations are 145.
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(145);
  });

  it('names those who are to be together and apart, or more than there are groups', () => {
    const [a = '', b = '', c = '', d = ''] = people(4);
    const faultsOf = (constraints: Constraints, placed = new Map<string, number>()): unknown =>
      assign({
        movable: [a, b, c, d].filter((id) => !placed.has(id)),
        placed,
        groupCount: 2,
        constraints,
        seed: 1,
      }).faults;
    expect(faultsOf({ together: [[a, b], [b, c]], apart: [[a, c]] })).toEqual([
      { kind: 'together_and_apart', list: { of: 'apart', index: 0 }, userIds: [a, c] },
    ]); // prettier-ignore
    expect(faultsOf({ together: [], apart: [[a, b, c]] })).toEqual([
      { kind: 'too_many_apart', list: { of: 'apart', index: 0 }, userIds: [a, b, c] },
    ]);
    const placed = new Map([[a, 0], [b, 1], [c, 0]]); // prettier-ignore
    expect(faultsOf({ together: [[a, b]], apart: [[a, c]] }, placed)).toMatchObject([
      { kind: 'placed_apart', userIds: [a, b] },
      { kind: 'placed_together', userIds: [a, c] },
    ]);
  });

  it('places a large class quickly', () => {
    const movable = people(5000);
    const together = Array.from({ length: 300 }, (_, index) => movable.slice(index * 3, index * 3 + 3));
    const apart = Array.from({ length: 300 }, (_, index) =>
      movable.slice(1000 + index * 4, 1004 + index * 4),
    );
    const { result } = assign({
      movable,
      placed: new Map(),
      groupCount: 500,
      constraints: { together, apart },
      seed: 9,
    });
    expect(result!.isEven).toBe(true);
    expect(result!.groupOf.size).toBe(5000);
  });
});
