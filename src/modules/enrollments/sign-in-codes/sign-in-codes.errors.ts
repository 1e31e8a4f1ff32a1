import { ConflictError } from '../../../shared/errors/domain-error';
import { exampleErrors } from '../../../shared/errors/example-errors';
import type { CodeRefusal } from '../../identity';
import { sentences } from './sign-in-codes.sentences';

const REFUSALS = {
  has_email: ['enrollments.learner_has_email', sentences.hasEmail],
  not_a_learner: ['enrollments.no_code_for_them', sentences.notALearner],
  other_school: ['enrollments.learner_of_other_school', sentences.otherSchool],
  suspended: ['enrollments.learner_suspended', sentences.suspended],
} as const;

/** Why a person gets no code. */
export class NoCodeForThemError extends ConflictError {
  constructor(refusal: CodeRefusal) {
    const [code, sentence] = REFUSALS[refusal];
    super(code, sentence());
  }
}

export class TooManyCodesError extends ConflictError {
  constructor(count: number, most: number) {
    super('enrollments.too_many_codes', sentences.tooMany({ count, most }));
  }
}

exampleErrors(
  new NoCodeForThemError('has_email'),
  new NoCodeForThemError('not_a_learner'),
  new NoCodeForThemError('other_school'),
  new NoCodeForThemError('suspended'),
  new TooManyCodesError(340, 100),
);
