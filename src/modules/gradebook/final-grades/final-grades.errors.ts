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

/** Scores are not posted, work waits for marks, or the course goes on. `lastDay`: of a course that does. */
export class GradesUnfinishedError extends ConflictError {
  constructor(unposted: number, awaited: number, lastDay: string | null) {
    super(
      'gradebook.grades_unfinished',
      sentences.unfinished({ unposted, awaited, lastDay: lastDay ?? 'none' }),
    );
  }
}

export class GradesNotClosedError extends ConflictError {
  constructor() {
    super('gradebook.grades_not_closed', sentences.notClosed());
  }
}

exampleErrors(new PercentAndMarkError(), new GradesUnfinishedError(1, 2, null), new GradesNotClosedError());
