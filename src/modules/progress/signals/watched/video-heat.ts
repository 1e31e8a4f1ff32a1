import { PART_SECONDS } from '../plays';

/** Fewer learners than this are not told of: they could be recognized. */
export const LEAST_LEARNERS = 10;

/** Which parts of a video are watched, and which again. */
export interface VideoHeat {
  /** Who has played any of it; null where they are too few to be told. */
  learners: number | null;
  parts: HeatPart[];
}

/** Seconds from `from` to before `to`. Both figures are null where they would tell of too few. */
export interface HeatPart {
  from: number;
  to: number;
  /** Who has played the part. */
  learners: number | null;
  /** How often it was played by all of them, first and again. */
  plays: number | null;
}

/**
 * A part is withheld where fewer than ten, but not nobody, have played it, and also where all but fewer than ten of those who have
 * watched have, for that tells who has not. Figures of parts add up to no total, since the same learners play many parts; so
 * nothing that is withheld can be reckoned from the rest.
 *
 * @param plays of each learner, one byte for each part (`plays.ts`)
 * @param duration in seconds; null: as far as anybody has played
 */
export function videoHeat(plays: readonly Buffer[], duration: number | null): VideoHeat {
  const watching = plays.filter((own) => own.some((count) => count > 0));
  const end = duration ?? Math.max(0, ...watching.map(({ length }) => length)) * PART_SECONDS;
  const parts = Array.from({ length: Math.ceil(end / PART_SECONDS) }, (_, part): HeatPart => {
    const counts = watching.map((own) => own[part] ?? 0).filter((count) => count > 0);
    const place = { from: part * PART_SECONDS, to: Math.min((part + 1) * PART_SECONDS, end) };
    return isTold(counts.length, watching.length)
      ? { ...place, learners: counts.length, plays: counts.reduce((sum, count) => sum + count, 0) }
      : { ...place, learners: null, plays: null };
  });
  return { learners: isTold(watching.length, watching.length) ? watching.length : null, parts };
}

function isTold(learners: number, all: number): boolean {
  if (all > 0 && all < LEAST_LEARNERS) return false;
  return [learners, all - learners].every((count) => count === 0 || count >= LEAST_LEARNERS);
}
