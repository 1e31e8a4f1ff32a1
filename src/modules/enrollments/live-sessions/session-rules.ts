import type { FieldError } from '../../../shared/errors/domain-error';
import { instantAfter, type ZoneChange } from '../../../shared/time/zone-change';
import { sentences } from '../enrollments.sentences';

/** What can be said of a session, by the names of the API. */
export interface SessionFacts {
  startsAt: Date | null;
  endsAt: Date | null;
  location: string | null;
  joinAddress: string | null;
  isCancelled: boolean;
}

export const SESSION_FIELDS = ['startsAt', 'endsAt', 'location', 'joinAddress', 'isCancelled'] as const;
export type SessionField = (typeof SESSION_FIELDS)[number];

/** In days; what takes longer is several sessions. */
const LONGEST_DAYS = 7;

/** One field that was changed, with both values as the API writes them. */
export interface ChangedField {
  field: SessionField;
  oldValue: unknown;
  newValue: unknown;
}

/** What is wrong with the times of a session. */
export function sessionFaults({ startsAt, endsAt }: SessionFacts): FieldError[] {
  if (startsAt === null && endsAt === null) return [];
  if (startsAt === null || endsAt === null) {
    const field = startsAt === null ? 'startsAt' : 'endsAt';
    return [{ field, rule: 'both', message: sentences.sessionNeedsBoth({ field }) }];
  }
  const milliseconds = endsAt.getTime() - startsAt.getTime();
  if (milliseconds <= 0)
    return [{ field: 'endsAt', rule: 'isAfter', message: sentences.sessionEndsFirst({ field: 'endsAt' }) }];
  return milliseconds > LONGEST_DAYS * 86_400_000
    ? [
        {
          field: 'endsAt',
          rule: 'maxDays',
          message: sentences.sessionTooLong({ field: 'endsAt', days: LONGEST_DAYS }),
        },
      ]
    : [];
}

export function changedFields(before: SessionFacts, after: SessionFacts): ChangedField[] {
  return SESSION_FIELDS.flatMap((field) => {
    const [oldValue, newValue] = [told(before[field]), told(after[field])];
    return oldValue === newValue ? [] : [{ field, oldValue, newValue }];
  });
}

/**
 * The times of a session in another time zone of its course: it begins at the same local time and is as long as before. One that
 * has begun stays as it is (decision 24).
 */
export function timesAfter<Times extends Pick<SessionFacts, 'startsAt' | 'endsAt'>>(
  times: Times,
  change: ZoneChange,
): Pick<SessionFacts, 'startsAt' | 'endsAt'> {
  const { startsAt, endsAt } = times;
  if (startsAt === null || endsAt === null) return { startsAt, endsAt };
  const moved = instantAfter(startsAt, change);
  return { startsAt: moved, endsAt: new Date(moved.getTime() + endsAt.getTime() - startsAt.getTime()) };
}

function told(value: Date | string | boolean | null): string | boolean | null {
  return value instanceof Date ? value.toISOString() : value;
}
