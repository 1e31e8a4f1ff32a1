import { type ExpectedVersion, isStale, StaleVersionError } from '../../../shared/http/etag';
import { notBefore } from '../../../shared/time/not-before';
import { AccommodationPeriodError } from '../enrollments.errors';
import { withoutMissing } from '../../../shared/http/empty-change';
import { plainDecimal } from '../../../shared/decimals/plain-decimal';
import type { Needs, Validity } from './needs';

/** Accommodations, ended ones included: all of them are read for a person's terms. */
export const MOST_OF_A_PERSON = 100;

/** What an approver decides of an accommodation. */
export interface AccommodationFields extends Needs, Validity {
  reason: string;
}

/** The fields of something that has more, in the one form in which they are stored, compared and shown. */
export function fieldsOf(source: AccommodationFields): AccommodationFields {
  const { minutesAdded, extraAttempts, daysAdded, restBreakMinutes, presentation } = source;
  const { timeFactor, reason, validFrom, validUntil } = source;
  return {
    timeFactor: plainDecimal(timeFactor),
    ...{ minutesAdded, extraAttempts, daysAdded, restBreakMinutes, presentation },
    ...{ reason, validFrom, validUntil },
  };
}

/** The fields with those that the changes name. */
export function changedFields(
  before: AccommodationFields,
  changes: Partial<AccommodationFields>,
): AccommodationFields {
  return fieldsOf({ ...before, ...withoutMissing(changes) });
}

/** What becomes of an accommodation by a change; undefined where it stays as it is. Throws StaleVersionError, AccommodationPeriodError. */
export function judgedChange(
  stored: AccommodationFields & { version: number },
  version: ExpectedVersion,
  kind: 'changed' | 'ended',
  changed: (before: AccommodationFields) => AccommodationFields | undefined,
): { before: AccommodationFields; after: AccommodationFields } | undefined {
  if (isStale(version, stored.version)) throw new StaleVersionError('accommodation');
  const before = fieldsOf(stored);
  const after = changed(before);
  if (after === undefined) return undefined;
  if (kind === 'changed') refuseEmptyPeriod(after);
  return { before, after };
}

/** Ended at the instant, or where it has not begun at its first one; undefined where it has ended before. */
export function endedAt(before: AccommodationFields, now: Date): AccommodationFields | undefined {
  const end = notBefore(now, before.validFrom);
  const hasEnded = before.validUntil !== null && before.validUntil <= end;
  return hasEnded ? undefined : { ...before, validUntil: end };
}

/** Throws AccommodationPeriodError. */
export function refuseEmptyPeriod({ validFrom, validUntil }: AccommodationFields): void {
  if (validUntil !== null && validUntil <= validFrom) throw new AccommodationPeriodError();
}
