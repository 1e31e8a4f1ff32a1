import { ConflictError, NotFoundError } from '../../../shared/errors/domain-error';
import { exampleErrors } from '../../../shared/errors/example-errors';
import { sentences } from './calendar.sentences';

/** The caller has no such calendar address. */
export class CalendarFeedNotFoundError extends NotFoundError {
  constructor() {
    super('progress.calendar_feed_not_found', sentences.noFeed());
  }
}

/** The address was revoked, or never was one, or the person's account is suspended. */
export class CalendarAddressInvalidError extends NotFoundError {
  constructor() {
    super('progress.calendar_address_invalid', sentences.noSuchAddress());
  }
}

export class TooManyCalendarFeedsError extends ConflictError {
  constructor(most: number) {
    super('progress.too_many_calendar_feeds', sentences.feedsFull({ most }));
  }
}

exampleErrors(
  new CalendarFeedNotFoundError(),
  new CalendarAddressInvalidError(),
  new TooManyCalendarFeedsError(10),
);
