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
