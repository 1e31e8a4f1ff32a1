import { ConflictError, InvalidError, NotFoundError } from '../../../shared/errors/domain-error';
import { exampleErrors } from '../../../shared/errors/example-errors';
import type { Sentence } from '../../../shared/sentences/sentence';
import { sentences } from './schools.sentences';

export class SchoolNotFoundError extends NotFoundError {
  constructor() {
    super('identity.school_not_found', sentences.noSchool());
  }
}

/** The school above does not exist, or belongs to the school itself. */
export class SchoolParentError extends InvalidError {
  constructor(fault: 'missing' | 'circle') {
    const field = 'parentId';
    const isMissing = fault === 'missing';
    super('identity.school_parent', isMissing ? sentences.noParent() : sentences.circle(), [
      {
        ...{ field, rule: isMissing ? 'exists' : 'noCircle' },
        message: isMissing ? sentences.mustExist({ field }) : sentences.noCircle({ field }),
      },
    ]);
  }
}

/** What belongs to a school would lose it. */
export class SchoolInUseError extends ConflictError {
  constructor(uses: readonly Sentence[]) {
    super('identity.school_in_use', sentences.inUse({ uses }));
  }
}

exampleErrors(
  new SchoolNotFoundError(),
  new SchoolParentError('circle'),
  new SchoolInUseError([sentences.people({ count: 120 }), sentences.schools({ count: 1 })]),
);
