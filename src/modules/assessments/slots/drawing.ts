import { shuffled } from '../../../shared/chance/shuffled';

/** A draw of a quiz, and the questions that its filter finds. */
export interface Pot {
  slotId: string;
  /** How many are drawn. */
  count: number;
  candidates: readonly string[];
}

export interface Drawing {
  /** What each draw asks, in its order; fewer than its count only where the pots do not suffice. */
  bySlot: ReadonlyMap<string, string[]>;
  /** The first draw that lacks questions, and how many are left for it; undefined where all pots suffice. */
  lacking: { slotId: string; found: number } | undefined;
}

/**
 * Draws the questions of an attempt. No question is drawn twice, nor one that the quiz asks at another place. Which are drawn:
 *
 * - Those that the learner has been asked least often in earlier attempts at the quiz come first, in an order that depends on the
 *   seed; among them each order is equally likely. So of questions that the same draws find and that were asked as often, each
 *   is as likely as the other.
 * - From the front of this order each question is taken for which there is a place, if need be by moving others to draws that find
 *   them as well. So no draw goes without because another took what only it could have, and no question comes again
 *   while one that has not been asked could stand for it.
 *
 * @param taken what the quiz asks at other places
 * @param asked how often the learner has been asked a question; those that are not in it never
 */
export function draw(
  pots: readonly Pot[],
  taken: ReadonlySet<string>,
  asked: ReadonlyMap<string, number>,
  seed: number,
): Drawing {
  const places = new Places(pots);
  const candidates = [...new Set(pots.flatMap((pot) => pot.candidates))].filter((id) => !taken.has(id));
  const times = (id: string): number => asked.get(id) ?? 0;
  const preferred = shuffled(candidates.toSorted(), `${seed}:draw`).toSorted(
    (one, other) => times(one) - times(other),
  );
  for (const id of preferred) {
    if (places.areFull) break;
    places.take(id);
  }
  const bySlot = pots.map(
    ({ slotId }, pot) => [slotId, shuffled(places.of(pot), `${seed}:${slotId}`)] as const,
  );
  const lacking = pots.findIndex(({ count }, pot) => places.of(pot).length < count);
  return {
    bySlot: new Map(bySlot),
    lacking: lacking < 0 ? undefined : { slotId: pots[lacking]!.slotId, found: places.of(lacking).length },
  };
}

/** A matching of questions with the places of pots that grows along augmenting paths (H. W. Kuhn, 1955). */
class Places {
  private readonly members: string[][];
  private readonly potsOf = new Map<string, number[]>();
  /** Pots that no question can enter any more: all are full, and their members can only go to one another. */
  private readonly closed = new Set<number>();

  constructor(private readonly pots: readonly Pot[]) {
    this.members = pots.map(() => []);
    for (const [pot, { candidates }] of pots.entries())
      for (const id of new Set(candidates)) this.potsOf.set(id, [...(this.potsOf.get(id) ?? []), pot]);
  }

  get areFull(): boolean {
    return this.pots.every(({ count }, pot) => this.of(pot).length >= count);
  }

  of(pot: number): string[] {
    return this.members[pot] ?? [];
  }

  /** Takes the question, where there is a place for it and for all that were taken before. */
  take(id: string): void {
    const visited = new Set<number>();
    if (this.enter(id, visited)) return;
    for (const pot of visited) this.closed.add(pot);
  }

  private enter(id: string, visited: Set<number>): boolean {
    const open = (this.potsOf.get(id) ?? []).filter((pot) => !this.closed.has(pot) && !visited.has(pot));
    for (const pot of open) {
      if (visited.has(pot)) continue;
      visited.add(pot);
      const members = this.of(pot);
      if (members.length < (this.pots[pot]?.count ?? 0)) {
        members.push(id);
        return true;
      }
      const moved = members.findIndex((member) => this.enter(member, visited));
      if (moved < 0) continue;
      members[moved] = id;
      return true;
    }
    return false;
  }
}
