/**
 * Gives each place at most one of the items that hit it, and each item to at most one place, so that as many places as can be have
 * one: a matching of the largest size in a bipartite graph, by augmenting paths (Kuhn, 1955).
 *
 * @param hits for each place, the items that hit it
 * @returns for each place the item that it got; undefined where it got none
 */
export function bestAssignment(hits: readonly (readonly number[])[]): (number | undefined)[] {
  const placeOf = new Map<number, number>();
  const gives = (place: number, tried: Set<number>): boolean => {
    for (const item of hits[place] ?? []) {
      if (tried.has(item)) continue;
      tried.add(item);
      const taken = placeOf.get(item);
      if (taken === undefined || gives(taken, tried)) {
        placeOf.set(item, place);
        return true;
      }
    }
    return false;
  };
  hits.forEach((_items, place) => gives(place, new Set()));
  const itemOf = new Map([...placeOf].map(([item, place]) => [place, item]));
  return hits.map((_items, place) => itemOf.get(place));
}
