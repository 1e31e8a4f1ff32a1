/**
 * A line in which people take turns: whoever asks for much waits behind their own requests and not in front of everybody
 * else's. It holds a bounded number of entries.
 */
export class FairLine<Entry> {
  /** The entries of each person in order; the person who was served last is the last. */
  private readonly turns = new Map<string, Entry[]>();
  private count = 0;
  /** Entries that were promised a place. */
  private readonly promised = new Set<Entry>();

  constructor(private readonly most: number) {}

  get size(): number {
    return this.count;
  }

  /**
   * Lets an entry in. When the line is full, the last entry of whoever has the most gives way to a person who has fewer.
   * Returns what had no place: that entry, the new one, or undefined.
   *
   * @param isPromised the entry has a place in any case, and keeps it
   */
  enter(person: string, entry: Entry, isPromised = false): Entry | undefined {
    const own = this.turns.get(person) ?? [];
    let dropped: Entry | undefined;
    if (isPromised) this.promised.add(entry);
    else if (this.count >= this.most) {
      const [greedy, entries] = this.longest() ?? [person, own];
      dropped = entries.findLast((waiting) => !this.promised.has(waiting));
      if (dropped === undefined || entries.length <= own.length + 1) return entry;
      this.leave(greedy, dropped);
    }
    own.push(entry);
    this.turns.set(person, own);
    this.count += 1;
    return dropped;
  }

  /** Takes the first entry that may go on, of the person whose turn it is. */
  next(mayGo: (entry: Entry) => boolean): Entry | undefined {
    for (const [person, entries] of this.turns) {
      const entry = entries.find(mayGo);
      if (entry === undefined) continue;
      this.leave(person, entry);
      const rest = this.turns.get(person);
      if (rest) {
        this.turns.delete(person);
        this.turns.set(person, rest);
      }
      return entry;
    }
    return undefined;
  }

  /** Does nothing when the entry is not in the line. */
  leave(person: string, entry: Entry): void {
    const entries = this.turns.get(person);
    const place = entries?.indexOf(entry) ?? -1;
    if (!entries || place < 0) return;
    entries.splice(place, 1);
    this.promised.delete(entry);
    this.count -= 1;
    if (entries.length === 0) this.turns.delete(person);
  }

  private longest(): [person: string, entries: Entry[]] | undefined {
    let longest: [string, Entry[]] | undefined;
    for (const turn of this.turns) if (!longest || turn[1].length > longest[1].length) longest = turn;
    return longest;
  }
}
