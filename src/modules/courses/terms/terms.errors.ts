import {
  ConflictError,
  type FieldError,
  InvalidError,
  NotFoundError,
} from '../../../shared/errors/domain-error';
import { exampleErrors } from '../../../shared/errors/example-errors';
import { sentences } from './terms.sentences';

export class TermNotFoundError extends NotFoundError {
  constructor() {
    super('courses.term_not_found', sentences.noTerm());
  }
}

/** Days of a term that do not fit together, to the term above or to those within. */
export class TermDaysError extends InvalidError {
  constructor(fields: FieldError[]) {
    super('courses.term_days', sentences.days(), fields);
  }
}

/** The term above does not exist, or lies in the term itself. */
export class TermParentError extends InvalidError {
  constructor(fault: 'missing' | 'circle') {
    const field = 'parentId';
    const isMissing = fault === 'missing';
    super('courses.term_parent', isMissing ? sentences.noParent() : sentences.circle(), [
      {
        ...{ field, rule: isMissing ? 'exists' : 'noCircle' },
        message: isMissing ? sentences.mustExist({ field }) : sentences.noCircle({ field }),
      },
    ]);
  }
}

/** What hangs on a term would lose it. */
export class TermInUseError extends ConflictError {
  constructor({ courses, terms }: { courses: number; terms: number }) {
    const isBoth = courses > 0 && terms > 0 ? 'yes' : 'no';
    super('courses.term_in_use', sentences.inUse({ courses, terms, isBoth }));
  }
}

exampleErrors(
  new TermNotFoundError(),
  new TermDaysError([
    {
      ...{ field: 'endDate', rule: 'notBefore' },
      message: sentences.endsBeforeStart({ field: 'endDate' }),
    },
  ]),
  new TermParentError('circle'),
  new TermInUseError({ courses: 12, terms: 2 }),
);
