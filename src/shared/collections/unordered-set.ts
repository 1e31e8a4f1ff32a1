/** A member knows its own place in the set, so that it is found without a search. */
export interface Member {
  /** Set by the set; -1 outside of it. */
  place: number;
}

/**
 * A set for members that come and go with every request, in no order: all operations take constant time.
 *
 * Not JavaScript's own Set or Map: when members come and go, V8 moves one of these from table to table, and each table
 * that it leaves points to its successor. As soon as one of these tables has grown old, minor garbage collections free
 * none of those after it, nor anything that is reached from their members, such as whole results of statements. With a
 * Set of the running statements, memory doubled and a fifth of all CPU time went to garbage collection.
 */
export class UnorderedSet<T extends Member> {
  private readonly members: T[] = [];

  get size(): number {
    return this.members.length;
  }

  /** A member that is in a set already must not be added. */
  add(member: T): T {
    member.place = this.members.length;
    this.members.push(member);
    return member;
  }

  /** False when it was not in the set. */
  remove(member: T): boolean {
    const { place } = member;
    if (place < 0) return false;
    const last = this.members.pop() as T;
    if (last !== member) {
      this.members[place] = last;
      last.place = place;
    }
    member.place = -1;
    return true;
  }

  /** A copy, so that members may be removed while it is read. */
  filter(isWanted: (member: T) => boolean): T[] {
    return this.members.filter(isWanted);
  }
}
