/**
 * Which items keep their order among each other from one list to another: as many as possible, so that as few as possible
 * have moved. Items that are in one list only are left out. O(n log n): a longest increasing subsequence of the places.
 */
export function longestKept(before: readonly string[], after: readonly string[]): Set<string> {
  const placeBefore = new Map(before.map((item, place) => [item, place]));
  const common = after.filter((item) => placeBefore.has(item));
  const placeOf = (index: number): number => placeBefore.get(common[index] as string) as number;
  /** Of each length, the index of the item that ends a sequence so long with the smallest place. */
  const ends: number[] = [];
  const previous: number[] = [];
  for (let index = 0; index < common.length; index += 1) {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (placeOf(ends[middle] as number) < placeOf(index)) low = middle + 1;
      else high = middle;
    }
    previous.push(low === 0 ? -1 : (ends[low - 1] as number));
    ends[low] = index;
  }
  const kept = new Set<string>();
  for (let index = ends.at(-1) ?? -1; index >= 0; index = previous[index] as number)
    kept.add(common[index] as string);
  return kept;
}
