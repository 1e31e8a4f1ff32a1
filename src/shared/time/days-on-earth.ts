import { dayIn } from './zoned-time';

/** The first and the last of the days that it is somewhere at one instant. */
export interface DaysOnEarth {
  first: string;
  last: string;
}

/** The zones where a day begins last and first. */
const [LAST_ZONE, FIRST_ZONE] = ['Etc/GMT+12', 'Pacific/Kiritimati'] as const;

/** With them, the database finds what may be so in the time zone of some course, without knowing time zones. */
export function daysOnEarth(now: Date): DaysOnEarth {
  return { first: dayIn(now, LAST_ZONE), last: dayIn(now, FIRST_ZONE) };
}
