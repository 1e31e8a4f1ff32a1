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

/** Scores are not posted, work waits for marks, or the course or the period goes on. `lastDay`: of one that does. */
export class GradesUnfinishedError extends ConflictError {
  constructor(of: 'course' | 'period', unposted: number, awaited: number, lastDay: string | null) {
    super(
      'gradebook.grades_unfinished',
      sentences.unfinished({ of, unposted, awaited, lastDay: lastDay ?? 'none' }),
    );
  }
}

export class GradesNotClosedError extends ConflictError {
  constructor() {
    super('gradebook.grades_not_closed', sentences.notClosed());
  }
}

exampleErrors(
  new PercentAndMarkError(),
  new GradesUnfinishedError('course', 1, 2, null),
  new GradesNotClosedError(),
);
