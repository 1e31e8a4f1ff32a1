import { ConflictError, InvalidError } from '../../../shared/errors/domain-error';
import { exampleErrors } from '../../../shared/errors/example-errors';
import { sentences } from './final-grades.sentences';

export class PercentAndMarkError extends InvalidError {
  constructor() {
    super('gradebook.percent_and_mark', sentences.percentAndMark(), [
      { field: 'mark', rule: 'exclusive', message: sentences.exclusive() },
    ]);
  }
}

/** Scores are not posted, or work waits for marks. */
export class GradesUnfinishedError extends ConflictError {
  constructor(unposted: number, awaited: number) {
    super('gradebook.grades_unfinished', sentences.unfinished({ unposted, awaited }));
  }
}

export class GradesNotClosedError extends ConflictError {
  constructor() {
    super('gradebook.grades_not_closed', sentences.notClosed());
  }
}

exampleErrors(new PercentAndMarkError(), new GradesUnfinishedError(1, 2), new GradesNotClosedError());
