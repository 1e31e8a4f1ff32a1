import { ConflictError, NotFoundError } from '../../shared/errors/domain-error';
import { exampleErrors } from '../../shared/errors/example-errors';
import { sentences } from './surveys.sentences';

/** The activity is none of type `survey`. */
export class SurveyNotFoundError extends NotFoundError {
  constructor() {
    super('surveys.not_found', sentences.noSurvey());
  }
}

export class SurveyNotOpenError extends ConflictError {
  constructor(opensAt: Date) {
    super('surveys.not_open', sentences.notOpenYet({ at: opensAt.toISOString() }));
  }
}

export class SurveyClosedError extends ConflictError {
  constructor(closedAt: Date) {
    super('surveys.closed', sentences.closed({ at: closedAt.toISOString() }));
  }
}

/** The learner's answer is there, and stays as it is. */
export class SurveyAnsweredError extends ConflictError {
  constructor(isAnonymous: boolean) {
    super('surveys.answered', sentences.answered({ isAnonymous: isAnonymous ? 'yes' : 'no' }));
  }
}

/** Whether a survey is anonymous is what learners were told before they answered. */
export class SurveyFixedError extends ConflictError {
  constructor(isAnonymous: boolean) {
    super('surveys.anonymity_fixed', sentences.fixed({ isAnonymous: isAnonymous ? 'yes' : 'no' }));
  }
}

/** A survey with answers cannot be deleted. */
export class SurveyHasAnswersError extends ConflictError {
  constructor() {
    super('surveys.has_answers', sentences.hasAnswers());
  }
}

exampleErrors(
  new SurveyNotFoundError(),
  new SurveyNotOpenError(new Date('2040-03-02T08:00:00.000Z')),
  new SurveyClosedError(new Date('2026-03-02T08:00:00.000Z')),
  new SurveyAnsweredError(true),
  new SurveyFixedError(true),
  new SurveyHasAnswersError(),
);
