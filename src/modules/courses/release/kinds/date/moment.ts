import { atTimeOfDay, type Day } from '../../../../../shared/time/zoned-time';
import { sentences } from '../../release.sentences';
import type { MomentDto } from './date.dto';

/** An instant (RFC 3339), or a time (`HH:MM`) so many days after the learner's first one: as it is stored, and as the API tells it. */
export type Moment = { at: string } | { daysAfterStart: number; time: string };

/** What is wrong with a moment whose fields are right each by itself. */
export function momentFaults(field: string, moment: MomentDto | null | undefined) {
  if (!moment) return [];
  const { at = null, daysAfterStart = null, time = null } = moment;
  if ((at === null) === (daysAfterStart === null))
    return [{ field, rule: 'isMoment', says: (place: string) => sentences.oneMoment({ field: place }) }];
  if (time === null || daysAfterStart !== null) return [];
  return [
    {
      field: `${field}.time`,
      rule: 'isMoment',
      says: (place: string) => sentences.timeWithDays({ field: place }),
    },
  ];
}

/** As it is stored. */
export function keptMoment(moment: MomentDto | null | undefined): Moment | null {
  if (!moment) return null;
  const { at, daysAfterStart, time } = moment;
  if (at) return { at: at.toISOString() };
  return { daysAfterStart: daysAfterStart ?? 0, time: time ?? '00:00' };
}

/** Of a time of day, from midnight. */
export function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

/**
 * When a moment is for a learner; null where it is counted from their start and they have none.
 *
 * @param timeZone of the course; IANA name
 */
export function instantOf(moment: Moment, startDay: Day | null, timeZone: string): Date | null {
  if ('at' in moment) return new Date(moment.at);
  return startDay === null
    ? null
    : atTimeOfDay(startDay, moment.daysAfterStart, minutesOf(moment.time), timeZone);
}

/** In a copy whose dates are others; null where it is left out there. */
export function movedMoment(
  moment: Moment | null,
  field: string,
  move: (at: Date, field: string) => Date | null,
): Moment | null {
  if (moment === null || 'time' in moment) return moment;
  const at = move(new Date(moment.at), field);
  return at && { at: at.toISOString() };
}
