import { Rational } from '../../../shared/decimals/rational';

export const PRESENTATION_NEEDS = [
  ...(['large_print', 'high_contrast', 'screen_reader', 'captions'] as const),
  ...(['sign_language', 'simple_language', 'quiet_room', 'scribe'] as const),
] as const;
/** How something must be shown or held for a person. Data for front ends and staff: no rule of Stoa depends on it. */
export type PresentationNeed = (typeof PRESENTATION_NEEDS)[number];

/** What a person gets beyond others. */
export interface Needs {
  /** A time limit is multiplied by it: a decimal number from 1 to 10 with at most 2 decimals. */
  timeFactor: string;
  /** Added to a time limit after that. */
  minutesAdded: number;
  extraAttempts: number;
  /** Calendar days of the course that due dates and closing dates come later. */
  daysAdded: number;
  /** How long the clock of an attempt may rest in all, in minutes. */
  restBreakMinutes: number;
  presentation: PresentationNeed[];
}

/** The time in which an accommodation is in force: from the first instant on, and before the second. */
export interface Validity {
  validFrom: Date;
  /** Null: without an end. */
  validUntil: Date | null;
}

export const NO_NEEDS: Readonly<Needs> = {
  timeFactor: '1',
  minutesAdded: 0,
  extraAttempts: 0,
  daysAdded: 0,
  restBreakMinutes: 0,
  presentation: [],
};

export function isInForce({ validFrom, validUntil }: Validity, at: Date): boolean {
  return validFrom <= at && (validUntil === null || at < validUntil);
}

/**
 * Whether it counts for work that was begun at `since` and goes on at `at`: it was in force in some instant of it. So what
 * is approved in the middle of an attempt helps at once, and what ends in the middle of one takes nothing away from it.
 */
export function countsFor({ validFrom, validUntil }: Validity, since: Date, at: Date): boolean {
  return validFrom <= at && (validUntil === null || since < validUntil);
}

/** The one rule for several accommodations of a person: of each field the most generous value, and every presentation. */
export function mostGenerous(all: readonly Needs[]): Needs {
  return all.reduce<Needs>(
    (one, other) => ({
      timeFactor: Rational.of(one.timeFactor).gte(other.timeFactor) ? one.timeFactor : other.timeFactor,
      minutesAdded: Math.max(one.minutesAdded, other.minutesAdded),
      extraAttempts: Math.max(one.extraAttempts, other.extraAttempts),
      daysAdded: Math.max(one.daysAdded, other.daysAdded),
      restBreakMinutes: Math.max(one.restBreakMinutes, other.restBreakMinutes),
      presentation: PRESENTATION_NEEDS.filter((need) =>
        [...one.presentation, ...other.presentation].includes(need),
      ),
    }),
    NO_NEEDS,
  );
}
