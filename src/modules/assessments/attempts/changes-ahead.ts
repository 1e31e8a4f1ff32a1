import type { Accommodated } from '../exceptions/effective-terms';
import type { Ends } from './lifecycle';

/*
 * An accommodation that begins in the middle of an attempt helps from then on. When it begins is known before, so the end that
 * comes of it is reckoned from the start, and nothing has to happen at that instant.
 */

/** When accommodations begin that are not in force yet, the first first. */
export function beginningsAfter(now: Date, accommodations: readonly Accommodated[]): Date[] {
  const ahead = accommodations.map(({ validFrom }) => validFrom).filter((validFrom) => validFrom > now);
  return ahead.sort((one, other) => one.getTime() - other.getTime());
}

/**
 * When an attempt ends, with what begins before that end.
 *
 * @param endsWith when it ends by what is in force at an instant
 */
export function endsAhead(endsWith: (at: Date) => Ends, now: Date, beginnings: readonly Date[]): Ends {
  return beginnings.reduce(
    (ends, beginning) => (ends.endsAt !== null && beginning < ends.endsAt ? endsWith(beginning) : ends),
    endsWith(now),
  );
}
