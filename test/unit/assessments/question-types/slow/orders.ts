/** The scorings of an order by trying everything, as whole numbers: reached and all. Nothing here is from `src`. */
export const SLOW_ORDERS: Readonly<Record<string, (places: number[]) => [number, number]>> = {
  all_or_nothing: (places) => [String(places) === String([...places.keys()]) ? 1 : 0, 1],
  absolute_position: (places) => {
    let hits = 0;
    for (let at = 0; at < places.length; at += 1) if (places[at] === at) hits += 1;
    return [hits, places.length];
  },
  next_excluding_last: (places) => [pairsIn(places), places.length - 1],
  next_including_last: (places) => [
    pairsIn(places) + (places.at(-1) === places.length - 1 ? 1 : 0),
    places.length,
  ],
  neighbors: (places) => [
    2 * pairsIn(places) + (places[0] === 0 ? 1 : 0) + (places.at(-1) === places.length - 1 ? 1 : 0),
    2 * places.length,
  ],
  all_before_and_after: (places) => {
    let right = 0;
    for (let one = 0; one < places.length; one += 1)
      for (let other = 0; other < places.length; other += 1)
        if (one !== other && places.indexOf(one) < places.indexOf(other) === one < other) right += 1;
    return [right, places.length * (places.length - 1)];
  },
  longest_ordered: (places) => {
    let most = 0;
    for (let chosen = 0; chosen < 2 ** places.length; chosen += 1) {
      const kept = places.filter((_place, at) => (chosen >> at) % 2 === 1);
      if (String(kept) === String(kept.toSorted((a, b) => a - b))) most = Math.max(most, kept.length);
    }
    return [most === 1 ? 0 : most, places.length];
  },
  longest_run: (places) => {
    let most = 0;
    for (let from = 0; from < places.length; from += 1)
      for (let to = from + 1; to < places.length; to += 1) {
        const run = places.filter((place) => place >= from && place <= to);
        if (String(run) === String(run.toSorted((a, b) => a - b))) most = Math.max(most, run.length);
      }
    return [most, places.length];
  },
  distance: (places) => {
    let near = 0;
    for (const [at, place] of places.entries())
      near += Math.max(0, places.length - 1 - Math.max(at - place, place - at));
    return [near, places.length * (places.length - 1)];
  },
};

function pairsIn(places: number[]): number {
  let pairs = 0;
  for (let at = 1; at < places.length; at += 1) if (places[at]! - places[at - 1]! === 1) pairs += 1;
  return pairs;
}
