import { ConflictError, InvalidError } from '../../../shared/errors/domain-error';
import { exampleErrors } from '../../../shared/errors/example-errors';
import { sentences } from './periods.sentences';

/** A period that ends before it begins. */
export class PeriodDatesError extends InvalidError {
  constructor(place: number) {
    const field = `periods[${place}].endDate`;
    super('gradebook.period_dates', sentences.dates(), [
      { field, rule: 'notBefore', message: sentences.endsBeforeStart({ field }) },
    ]);
  }
}

export class PeriodsOverlapError extends InvalidError {
  constructor(one: string, other: string, place: number) {
    const field = `periods[${place}].startDate`;
    super('gradebook.periods_overlap', sentences.overlap({ one, other }), [
      { field, rule: 'apart', message: sentences.mustBeginLater({ field }) },
    ]);
  }
}

export class PeriodWeightsError extends InvalidError {
  constructor(place: number) {
    const field = `periods[${place}].weight`;
    super('gradebook.period_weights', sentences.weights(), [
      { field, rule: 'allOrNone', message: sentences.allOrNone({ field }) },
    ]);
  }
}

/** A period that the course does not have. */
export class NoSuchPeriodError extends InvalidError {
  constructor(field: 'periodId' | 'periods' | 'period') {
    // A list may also name one twice.
    const isList = field === 'periods';
    super('gradebook.no_such_period', isList ? sentences.noSuchPeriods() : sentences.noSuchPeriod(), [
      {
        ...{ field, rule: 'exists' },
        message: isList ? sentences.mustAllBeOfCourse({ field }) : sentences.mustBeOfCourse({ field }),
      },
    ]);
  }
}

/** Line items do not lose the period that somebody named by accident. */
export class PeriodInUseError extends ConflictError {
  constructor(title: string, lineItems: number) {
    super('gradebook.period_in_use', sentences.inUse({ title, lineItems }));
  }
}

/** What somebody said about the end of a period does not go with it by accident. */
export class PeriodGradedError extends ConflictError {
  constructor(title: string, learners: number) {
    super('gradebook.period_graded', sentences.graded({ title, learners }));
  }
}

exampleErrors(
  new PeriodDatesError(0),
  new PeriodsOverlapError('First half', 'Second half', 1),
  new PeriodWeightsError(1),
  new NoSuchPeriodError('periodId'),
  new PeriodInUseError('First half', 3),
  new PeriodGradedError('First half', 2),
);
