/*
 * How many seconds of a video may count that somebody says they have watched: not more than they had the time for. The time
 * is the server's, so no clock of a client helps. Each watch session has a meter, and each learner has one in a course for all of them
 * together: five players at once do not give five times as much.
 */

/** The fastest playback that counts. */
export const FASTEST_RATE = 2;
/** Beside the time that has passed, for what is on its way: once, not with every beat. In milliseconds. */
export const TOLERANCE_MS = 3000;
/** Clients send a beat this often, so the first of a session is about as much. In milliseconds. */
export const BEAT_MS = 15_000;
/** A session that was silent for this long begins anew. In milliseconds. */
export const SESSION_LIFE_MS = 2 * 60 * 60 * 1000;

/** Since when time counts, and what is left of the tolerance. */
export interface WatchMeter {
  /** On the server's clock. */
  lastBeatAt: Date;
  spareMs: number;
}

/** How much may count now, in milliseconds of the video. */
export function allowanceMs(meter: WatchMeter | undefined, now: Date, toleranceMs = TOLERANCE_MS): number {
  const passed = meter && now.getTime() - meter.lastBeatAt.getTime();
  if (!meter || passed === undefined || passed > SESSION_LIFE_MS) return BEAT_MS * FASTEST_RATE + toleranceMs;
  return Math.max(0, passed) * FASTEST_RATE + meter.spareMs;
}

/** The meter after a beat of which this much counted. Of what is left over, only the tolerance stays. */
export function afterBeat(
  meter: WatchMeter | undefined,
  now: Date,
  usedMs: number,
  toleranceMs = TOLERANCE_MS,
): WatchMeter {
  const left = allowanceMs(meter, now, toleranceMs) - usedMs;
  const lastBeatAt = meter && meter.lastBeatAt > now ? meter.lastBeatAt : now;
  return { lastBeatAt, spareMs: Math.max(0, Math.min(toleranceMs, left)) };
}
