/*
 * Rest breaks: learners whose accommodations give them some stop the clock of an open attempt themselves, and go on, until they have
 * rested for as long in all as they may. All in milliseconds, so that many short rests give neither more nor less than one long one.
 *
 * A rest is counted in full from its beginning, as if it went on until the allowance is used up, and what is left of it is given
 * back when it ends before. So nobody has to end it: when its end has come, everything that is stored is right as it is.
 */

const MINUTE = 60_000;

/** The shortest rest that can be begun, in milliseconds. */
const LEAST_REST = 1000;

/** What learners have done with the clock of their attempt. */
export interface RestClock {
  /** When the last rest began; null: there was none. */
  restBeganAt: Date | null;
  /** When it ended or will end; null: there was none. */
  restEndsAt: Date | null;
  /** All rests together, with the last one until `restEndsAt`. */
  restMilliseconds: number;
}

export const NO_RESTS: RestClock = { restBeganAt: null, restEndsAt: null, restMilliseconds: 0 };

/** Whether the learner rests. A rest is over when a hard close, or leaving, ends the time for answers. */
export function isResting(
  { restEndsAt, endsAt }: Pick<RestClock, 'restEndsAt'> & { endsAt: Date | null },
  now: Date,
): boolean {
  return restEndsAt !== null && now < restEndsAt && (endsAt === null || now < endsAt);
}

/** For how long the learner has rested by an instant, in milliseconds. */
export function restedBy({ restBeganAt, restEndsAt, restMilliseconds }: RestClock, at: Date): number {
  if (restBeganAt === null || restEndsAt === null) return restMilliseconds;
  const from = Math.max(at.getTime(), restBeganAt.getTime());
  return restMilliseconds - Math.max(0, restEndsAt.getTime() - from);
}

/** For how long the learner may still rest, in milliseconds. */
export function restLeft(clock: RestClock, allowedMinutes: number, now: Date): number {
  return Math.max(0, allowedMinutes * MINUTE - restedBy(clock, now));
}

/** The clock when a rest begins; undefined where too little is left for one. */
export function withRest(clock: RestClock, allowedMinutes: number, now: Date): RestClock | undefined {
  const left = restLeft(clock, allowedMinutes, now);
  if (left < LEAST_REST) return undefined;
  return {
    restBeganAt: now,
    restEndsAt: new Date(now.getTime() + left),
    restMilliseconds: restedBy(clock, now) + left,
  };
}

/** The clock when a rest ends at an instant, if it has not ended before. */
export function withoutRest(clock: RestClock, at: Date): RestClock {
  const { restBeganAt, restEndsAt } = clock;
  if (restBeganAt === null || restEndsAt === null || restEndsAt <= at) return clock;
  const end = at < restBeganAt ? restBeganAt : at;
  return { restBeganAt, restEndsAt: end, restMilliseconds: restedBy(clock, at) };
}

/**
 * The clock of a learner who rests when they may rest for another time in all than when they began: the rest ends when that is
 * used up, and not before now.
 */
export function withOtherAllowance(clock: RestClock, allowedMinutes: number, now: Date): RestClock {
  const { restBeganAt, restEndsAt } = clock;
  if (restBeganAt === null || restEndsAt === null || restEndsAt <= now) return clock;
  const before = restedBy(clock, restBeganAt);
  const last = restBeganAt.getTime() + allowedMinutes * MINUTE - before;
  const end = Math.max(last, now.getTime(), restBeganAt.getTime());
  return {
    restBeganAt,
    restEndsAt: new Date(end),
    restMilliseconds: before + end - restBeganAt.getTime(),
  };
}
