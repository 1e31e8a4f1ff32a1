import { InvalidError } from '../../../shared/errors/domain-error';
import { exampleErrors } from '../../../shared/errors/example-errors';
import { sentences } from './what-if.sentences';

/** A line item that the course does not have, or that was named twice. */
export class UnknownLineItemError extends InvalidError {
  constructor(field: string) {
    super('gradebook.unknown_line_item', sentences.unknownLineItem(), [
      { field, rule: 'exists', message: sentences.mustBeLineItem({ field }) },
    ]);
  }
}

export class ExcusedWithScoreError extends InvalidError {
  constructor(field: string) {
    super('gradebook.excused_with_score', sentences.excusedWithScore(), [
      { field, rule: 'exclusive', message: sentences.mustHaveNoScore({ field }) },
    ]);
  }
}

exampleErrors(
  new UnknownLineItemError('results[0].lineItemId'),
  new ExcusedWithScoreError('results[0].score'),
);
