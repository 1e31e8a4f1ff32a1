/** What to do with learners who do not fill a group: `spread` them over the groups, or leave the last group `smaller`. */
export const REMAINDERS = ['spread', 'smaller'] as const;
export type Remainder = (typeof REMAINDERS)[number];

/** Into how many groups, or into groups of which size. With neither, into the groups that there are. */
export interface WantedGroups {
  groupCount?: number | undefined;
  groupSize?: number | undefined;
  remainder: Remainder;
}

/**
 * How many groups there are to be: those that there are, and new ones. With a size, as many as are filled to it where the rest is
 * spread, and otherwise as many as it takes with a smaller last one.
 *
 * @param sizes how many stay in each group that there is
 * @param movable how many are to be placed
 */
export function countOfGroups(
  sizes: readonly number[],
  movable: number,
  { groupCount, groupSize, remainder }: WantedGroups,
): number {
  if (groupCount !== undefined) return Math.max(groupCount, sizes.length);
  if (groupSize === undefined) return sizes.length;
  if (remainder === 'spread') {
    const people = sizes.reduce((sum, size) => sum + size, movable);
    return Math.max(sizes.length, Math.floor(people / groupSize), 1);
  }
  const room = sizes.reduce((sum, size) => sum + Math.max(groupSize - size, 0), 0);
  return Math.max(sizes.length + Math.ceil(Math.max(movable - room, 0) / groupSize), 1);
}

/** To what size groups are raised, the smallest first: all to `level`, and so many of them to one more. */
export interface Level {
  level: number;
  extras: number;
}

export function levelFor(sizes: readonly number[], movable: number): Level {
  const ascending = sizes.toSorted((one, other) => one - other);
  let [level, left] = [ascending[0] ?? 0, movable];
  for (const [index, size] of ascending.entries()) {
    const reached = index + 1;
    const next = ascending[reached] ?? Infinity;
    if (size > level) level = size;
    const steps = Math.min(next - size, Math.floor(left / reached));
    level = size + steps;
    left -= steps * reached;
    if (level < next) return { level, extras: left };
  }
  return { level, extras: left };
}

/** The size of each group where they are filled one after another, and the last one is smaller. */
export function filledInOrder(sizes: readonly number[], movable: number, groupSize: number): number[] {
  let left = movable;
  return sizes.map((size) => {
    const taken = Math.min(Math.max(groupSize - size, 0), left);
    left -= taken;
    return size + taken;
  });
}
