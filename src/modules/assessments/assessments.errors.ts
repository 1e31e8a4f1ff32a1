import {
  ConflictError,
  type FieldError,
  ForbiddenError,
  InvalidError,
  NotFoundError,
} from '../../shared/errors/domain-error';
import { exampleErrors } from '../../shared/errors/example-errors';
import { sentences as httpSentences } from '../../shared/http/http.sentences';
import { sentences } from './assessments.sentences';
import type { EndCause } from './attempts/lifecycle';

export class QuizNotFoundError extends NotFoundError {
  constructor() {
    super('assessments.quiz_not_found', sentences.quizNotFound());
  }
}

export class QuestionNotFoundError extends NotFoundError {
  constructor() {
    super('assessments.question_not_found', sentences.questionNotFound());
  }
}

export class QuestionVersionNotFoundError extends NotFoundError {
  constructor() {
    super('assessments.question_version_not_found', sentences.questionVersionNotFound());
  }
}

export class AttemptNotFoundError extends NotFoundError {
  constructor() {
    super('assessments.attempt_not_found', sentences.attemptNotFound());
  }
}

/** Staff see the attempts of others, but nobody answers in a learner's place. */
export class NotYourAttemptError extends ForbiddenError {
  constructor() {
    super('assessments.not_your_attempt', sentences.notYourAttempt());
  }
}

/** The change would alter grades that learners have, or what they are being asked right now. */
export class QuizHasAttemptsError extends ConflictError {
  constructor(what: 'questions' | 'grading' | 'deletion') {
    const because = {
      questions: sentences.questionsAreFixed(),
      grading: sentences.gradingIsFixed(),
      deletion: sentences.attemptedQuizStays(),
    };
    super('assessments.quiz_has_attempts', because[what]);
  }
}

export class TooManyQuestionsError extends ConflictError {
  constructor(most: number) {
    super('assessments.too_many_questions', sentences.tooManyQuestions({ most }));
  }
}

export class StaffTakeNoAttemptsError extends ForbiddenError {
  constructor() {
    super('assessments.staff_take_no_attempts', sentences.staffTakeNoAttempts());
  }
}

/** The quiz has a password, and none was said. */
export class QuizPasswordNeededError extends ForbiddenError {
  constructor() {
    super('assessments.password_needed', sentences.passwordNeeded());
  }
}

export class WrongQuizPasswordError extends ForbiddenError {
  constructor() {
    super('assessments.wrong_password', sentences.wrongPassword());
  }
}

export class QuizNotOpenYetError extends ConflictError {
  constructor(opensAt: Date) {
    super('assessments.quiz_not_open_yet', sentences.opensLater({ opensAt }));
  }
}

export class QuizClosedError extends ConflictError {
  constructor(closesAt: Date) {
    super('assessments.quiz_closed', sentences.closed({ closesAt }));
  }
}

export class NoAttemptsLeftError extends ConflictError {
  constructor(maxAttempts: number) {
    super('assessments.no_attempts_left', sentences.noAttemptsLeft({ most: maxAttempts }));
  }
}

/** Somebody without a limit of attempts needs no further one. */
export class AttemptsUnlimitedError extends ConflictError {
  constructor() {
    super('assessments.attempts_unlimited', sentences.attemptsUnlimited());
  }
}

/** As many attempts as a quiz can have at most. */
export class MostAttemptsError extends ConflictError {
  constructor(most: number) {
    super('assessments.most_attempts', sentences.mostAttempts({ most }));
  }
}

/** An attempt that is given could not be started. */
export class QuizClosedForPersonError extends ConflictError {
  constructor(closesAt: Date) {
    super('assessments.quiz_closed_for_person', sentences.closedForPerson({ closesAt }));
  }
}

export class QuizHasNoQuestionsError extends ConflictError {
  constructor() {
    super('assessments.quiz_has_no_questions', sentences.noQuestions());
  }
}

/** The bank lacks questions that fit the filter of a draw. */
export class TooFewQuestionsError extends ConflictError {
  constructor(lack: { position: number; count: number; found: number }) {
    super('assessments.too_few_questions', sentences.tooFewToDraw(lack));
  }
}

export class AttemptInProgressError extends ConflictError {
  constructor() {
    super('assessments.attempt_in_progress', sentences.attemptInProgress());
  }
}

export class AttemptSubmittedError extends ConflictError {
  constructor() {
    super('assessments.attempt_submitted', sentences.attemptSubmitted());
  }
}

/** Time was up, or something else ended the attempt, so what comes now does not count. */
export class AnsweringEndedError extends ConflictError {
  constructor(endedAt: Date, because: EndCause | null = null) {
    const says =
      because === 'withdrawn'
        ? sentences.endedByLeaving
        : because === 'archived'
          ? sentences.endedByArchiving
          : sentences.answeringEnded;
    super('assessments.answering_ended', says({ endedAt }));
  }
}

/** Staff have stopped the clock of the attempt. */
export class AttemptPausedError extends ConflictError {
  constructor() {
    super('assessments.attempt_paused', sentences.attemptPaused());
  }
}

/** The learner has stopped the clock of the attempt, in a rest break. */
export class AttemptRestingError extends ConflictError {
  constructor() {
    super('assessments.attempt_resting', sentences.attemptResting());
  }
}

/** The learner has no rest breaks, or has used them up in this attempt. */
export class NoRestLeftError extends ConflictError {
  constructor(readonly allowedMinutes: number) {
    super('assessments.no_rest_left', sentences.noRestLeft({ minutes: allowedMinutes }));
  }
}

/** Staff have deleted the attempt, which counts nowhere since. */
export class AttemptDeletedError extends ConflictError {
  constructor() {
    super('assessments.attempt_deleted', sentences.attemptDeleted());
  }
}

/** An attempt that is opened again would have ended already. */
export class NoTimeLeftError extends ConflictError {
  constructor(endedAt: Date) {
    super('assessments.no_time_left', sentences.noTimeLeft({ endedAt }));
  }
}

/** Nobody handed the attempt in before its time was up, so it is not graded. */
export class AttemptAbandonedError extends ConflictError {
  constructor(endedAt: Date) {
    super('assessments.attempt_abandoned', sentences.abandoned({ endedAt }));
  }
}

/** The quiz wants some time between attempts. */
export class NextAttemptLaterError extends ConflictError {
  constructor(startsAt: Date) {
    super('assessments.next_attempt_later', sentences.nextAttemptLater({ startsAt }));
  }
}

/** The time between attempts would end when the quiz has closed. */
export class NoTimeForNextAttemptError extends ConflictError {
  constructor(startsAt: Date, closesAt: Date) {
    super('assessments.no_time_for_next_attempt', sentences.noTimeForNextAttempt({ startsAt, closesAt }));
  }
}

/** The quiz asks one question after another, and this one was passed. */
export class QuestionPassedError extends ConflictError {
  constructor() {
    super('assessments.question_passed', sentences.questionPassed());
  }
}

/** A check has judged the answer to the question for good. */
export class QuestionClosedError extends ConflictError {
  constructor() {
    super('assessments.question_closed', sentences.questionClosed());
  }
}

/** The behavior of the quiz, or the type of the question, judges nothing before the end. */
export class TakesNoChecksError extends ConflictError {
  constructor() {
    super('assessments.takes_no_checks', sentences.takesNoChecks());
  }
}

/** Where the learner wants to go is not the next question. `current`: null where the quiz lets them go as they like. */
export class WrongPositionError extends ConflictError {
  constructor(current: number | null) {
    super(
      'assessments.wrong_position',
      current === null ? sentences.noPositions() : sentences.wrongPosition({ current, next: current + 1 }),
    );
  }
}

/** The log has another answer under the sequence or the idempotency key of this one. */
export class SequenceTakenError extends ConflictError {
  /** @param next the lowest sequence that is higher than all in the log */
  constructor(next: number) {
    super('assessments.sequence_taken', sentences.sequenceTaken({ next }));
  }
}

/** A graded attempt was submitted again with other answers, which would be lost. */
export class GradedOtherwiseError extends ConflictError {
  constructor(questionIds: readonly string[]) {
    super(
      'assessments.graded_otherwise',
      sentences.gradedOtherwise({ count: questionIds.length }),
      questionIds.map((id) => {
        const field = `answers.${id}`;
        return { field, rule: 'asGraded', message: sentences.otherAnswerGraded({ field }) };
      }),
    );
  }
}

/** How sure the learner is of these answers has to be said before they can be handed in. */
export class CertaintyNeededError extends ConflictError {
  constructor(questionIds: readonly string[]) {
    super(
      'assessments.certainty_needed',
      sentences.certaintyNeeded({ count: questionIds.length }),
      questionIds.map((id) => {
        const field = `certainties.${id}`;
        return { field, rule: 'isCertainty', message: sentences.sayCertainty({ field }) };
      }),
    );
  }
}

export class InvalidSettingsError extends InvalidError {
  constructor(faults: FieldError[]) {
    super('assessments.invalid_settings', sentences.invalidSettings(listed(faults)), faults);
  }
}

export class InvalidSlotsError extends InvalidError {
  constructor(faults: FieldError[]) {
    super('assessments.invalid_slots', sentences.invalidSlots(listed(faults)), faults);
  }
}

export class InvalidQuestionError extends InvalidError {
  constructor(faults: FieldError[]) {
    super('assessments.invalid_question', sentences.invalidQuestion(listed(faults)), faults);
  }
}

/** Says what is wrong with the shape of a response, never whether it is right. */
export class InvalidResponseError extends InvalidError {
  constructor(faults: FieldError[]) {
    super('assessments.invalid_response', sentences.invalidResponse(listed(faults)), faults);
  }
}

export class QuestionOrderMismatchError extends InvalidError {
  constructor() {
    const message = sentences.orderMismatch();
    super('assessments.question_order_mismatch', message, [
      { field: 'questionIds', rule: 'isPermutation', message },
    ]);
  }
}

export class ExceptionNotFoundError extends NotFoundError {
  constructor() {
    super('assessments.exception_not_found', sentences.noException());
  }
}

/** Exceptions are for those who are or were learners of the course. */
export class NotALearnerError extends NotFoundError {
  constructor() {
    super('assessments.not_a_learner', sentences.notALearner());
  }
}

export class EmptyExceptionError extends InvalidError {
  constructor() {
    super('assessments.empty_exception', sentences.nothingGranted());
  }
}

/** A correction of a key that would change what was asked. */
export class NotACorrectionError extends InvalidError {
  constructor() {
    super('assessments.not_a_correction', sentences.notACorrection(), [
      {
        field: 'definition',
        rule: 'asksTheSame',
        message: sentences.mustAskTheSame({ field: 'definition' }),
      },
    ]);
  }
}

/** A key that has no room for the response, or a response that does not fit the question. */
export class CannotAcceptError extends InvalidError {
  constructor() {
    super('assessments.cannot_accept', sentences.cannotAccept(), [
      { field: 'response', rule: 'acceptable', message: sentences.mustBeAcceptable({ field: 'response' }) },
    ]);
  }
}

function listed(faults: FieldError[]): { count: number; faults: FieldError['message'][] } {
  return { count: faults.length, faults: faults.map(({ message }) => message) };
}

const EXAMPLE_FIELD = { field: 'closesAt', other: 'opensAt' };

exampleErrors(
  new QuizNotFoundError(),
  new QuestionNotFoundError(),
  new QuestionVersionNotFoundError(),
  new AttemptNotFoundError(),
  new NotYourAttemptError(),
  new QuizHasAttemptsError('questions'),
  new TooManyQuestionsError(200),
  new StaffTakeNoAttemptsError(),
  new QuizNotOpenYetError(new Date('2040-03-05T08:00:00Z')),
  new QuizClosedError(new Date('2040-03-20T22:00:00Z')),
  new NoAttemptsLeftError(2),
  new QuizHasNoQuestionsError(),
  new TooFewQuestionsError({ position: 3, count: 5, found: 4 }),
  new AttemptsUnlimitedError(),
  new MostAttemptsError(200),
  new QuizClosedForPersonError(new Date('2040-03-20T22:00:00Z')),
  new AttemptInProgressError(),
  new AttemptSubmittedError(),
  new AnsweringEndedError(new Date('2040-03-09T10:45:00Z')),
  new AttemptAbandonedError(new Date('2040-03-09T10:45:00Z')),
  new AttemptPausedError(),
  new AttemptRestingError(),
  new NoRestLeftError(15),
  new AttemptDeletedError(),
  new NoTimeLeftError(new Date('2040-03-09T10:45:00Z')),
  new QuizPasswordNeededError(),
  new WrongQuizPasswordError(),
  new NextAttemptLaterError(new Date('2040-03-10T10:00:00Z')),
  new NoTimeForNextAttemptError(new Date('2040-03-21T10:00:00Z'), new Date('2040-03-20T22:00:00Z')),
  new SequenceTakenError(8),
  new QuestionPassedError(),
  new QuestionClosedError(),
  new TakesNoChecksError(),
  new WrongPositionError(3),
  new CertaintyNeededError(['01990000-0000-7000-8000-00000000ee01']),
  new GradedOtherwiseError(['01990000-0000-7000-8000-00000000ee01']),
  new InvalidSettingsError([
    { field: 'closesAt', rule: 'isAfter', message: sentences.mustBeAfter(EXAMPLE_FIELD) },
  ]),
  new InvalidSlotsError([
    {
      field: 'slots[0].questionId',
      rule: 'isInBank',
      message: sentences.notInBank({ field: 'slots[0].questionId' }),
    },
  ]),
  new InvalidQuestionError([
    {
      field: 'definition.key',
      rule: 'isIn',
      message: httpSentences.mustBeOneOf({ field: 'definition.key', values: 'mean, median' }),
    },
  ]),
  new InvalidResponseError([
    { field: 'response', rule: 'required', message: sentences.responseMissing({ field: 'response' }) },
  ]),
  new QuestionOrderMismatchError(),
  new ExceptionNotFoundError(),
  new NotALearnerError(),
  new EmptyExceptionError(),
  new NotACorrectionError(),
  new CannotAcceptError(),
);
