/*
 * Which seconds of a video somebody has watched: one bit for each second from its beginning. Watching a second again adds
 * nothing. A segment covers every second that it touches: its start is rounded down and its end up.
 */

/** What a client says was played, in milliseconds from the beginning of the video. */
export interface Segment {
  fromMs: number;
  toMs: number;
}

/** Whole seconds from `from` to before `to`. */
export interface Seconds {
  from: number;
  to: number;
}

/** No video is longer, in seconds: a day. Where nobody has said how long a video is, it counts as this long. */
export const LONGEST_VIDEO = 86_400;

/** The seconds that a segment touches, of a video of this length; none of an empty one. */
export function secondsOf({ fromMs, toMs }: Segment, duration: number): Seconds {
  const from = Math.min(Math.floor(fromMs / 1000), duration);
  const to = fromMs === toMs ? from : Math.min(Math.ceil(toMs / 1000), duration);
  return { from, to: Math.max(from, to) };
}

/** A segment's seconds that were not covered before: those that now are, and those for which nothing was left. */
export interface Credit {
  accepted: number;
  refused: number;
}

/** Seconds that are covered. Grows as they are added; `bits` is what is stored. */
export class Coverage {
  private constructor(private held: Buffer) {}

  static of(bits: Buffer | null): Coverage {
    return new Coverage(Buffer.from(bits ?? []));
  }

  get bits(): Buffer {
    return this.held;
  }

  has(second: number): boolean {
    return (((this.held[second >> 3] ?? 0) >> (second & 7)) & 1) === 1;
  }

  /** Adds the first `most` of these seconds that are not covered yet, in their order. */
  add({ from, to }: Seconds, most: number): Credit {
    const credit = { accepted: 0, refused: 0 };
    for (let second = from; second < to; second += 1) {
      if (this.has(second)) continue;
      if (credit.accepted >= most) credit.refused += 1;
      else {
        this.set(second);
        credit.accepted += 1;
      }
    }
    return credit;
  }

  /** How many seconds are covered, of a video of this length. */
  count(duration: number): number {
    let count = 0;
    for (const { from, to } of this.runs(duration)) count += to - from;
    return count;
  }

  /** The covered seconds of a video of this length, as the longest stretches without a gap, in their order. */
  runs(duration: number): Seconds[] {
    const end = Math.min(duration, this.held.length * 8);
    const runs: Seconds[] = [];
    for (let second = 0; second < end; second += 1) {
      if (!this.has(second)) continue;
      const from = second;
      while (second < end && this.has(second)) second += 1;
      runs.push({ from, to: second });
    }
    return runs;
  }

  private set(second: number): void {
    const place = second >> 3;
    if (place >= this.held.length)
      this.held = Buffer.concat([this.held, Buffer.alloc(place + 1 - this.held.length)]);
    this.held[place] = (this.held[place] ?? 0) | (1 << (second & 7));
  }
}
