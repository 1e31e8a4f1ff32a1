import type { Segment } from './coverage';

/*
 * How often somebody has played each part of a video: one byte for each five seconds from its beginning, up to 255 times. A
 * part counts as played by the segment that holds its middle, so that playback which is told in pieces counts once.
 */

/** Length of a part, in seconds. */
export const PART_SECONDS = 5;

const PART_MS = PART_SECONDS * 1000;
const MOST_PLAYS = 255;

/** The parts whose middle a segment holds, from `first` to before `end`, of a video of this length in seconds. */
export function partsOf({ fromMs, toMs }: Segment, duration: number): { first: number; end: number } {
  const after = (ms: number): number => Math.ceil((Math.min(ms, duration * 1000) - PART_MS / 2) / PART_MS);
  const first = Math.max(0, after(fromMs));
  return { first, end: Math.max(first, after(toMs)) };
}

/** Adds one to the first `most` parts of the segment. Returns the new counts, and for how many parts that was. */
export function addPlays(
  plays: Buffer,
  segment: Segment,
  duration: number,
  most: number,
): { plays: Buffer; added: number } {
  const { first, end } = partsOf(segment, duration);
  const last = Math.min(end, first + Math.max(0, Math.floor(most)));
  if (last <= first) return { plays, added: 0 };
  const counts = Buffer.alloc(Math.max(plays.length, last));
  plays.copy(counts);
  for (let part = first; part < last; part += 1) counts[part] = Math.min(MOST_PLAYS, (counts[part] ?? 0) + 1);
  return { plays: counts, added: last - first };
}
