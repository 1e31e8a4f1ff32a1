import {
  ConflictError,
  type FieldError,
  ForbiddenError,
  InvalidError,
  NotFoundError,
} from '../../shared/errors/domain-error';
import { inEnglish } from '../../shared/sentences/say';

export class QuizNotFoundError extends NotFoundError {
  constructor() {
    super('assessments.quiz_not_found', 'There is no such quiz, or it is not for you.');
  }
}

export class QuestionNotFoundError extends NotFoundError {
  constructor() {
    super('assessments.question_not_found', 'There is no such question here.');
  }
}

export class AttemptNotFoundError extends NotFoundError {
  constructor() {
    super('assessments.attempt_not_found', 'There is no such attempt, or it is not for you.');
  }
}

/** Staff see the attempts of others, but nobody answers in a learner's place. */
export class NotYourAttemptError extends ForbiddenError {
  constructor() {
    super('assessments.not_your_attempt', 'Only the learner whose attempt it is can answer and submit it.');
  }
}

/** The change would alter grades that learners have, or what they are being asked right now. */
export class QuizHasAttemptsError extends ConflictError {
  constructor(what: 'questions' | 'grading' | 'deletion') {
    const consequence = {
      questions:
        'questions cannot be added, removed, reordered, or get other points, types or keys. Prompts and feedback can still be corrected.',
      grading: 'its grading policy and pass mark cannot change any more.',
      deletion: 'it cannot be deleted.',
    }[what];
    super('assessments.quiz_has_attempts', `Learners have attempted this quiz, so ${consequence}`);
  }
}

export class TooManyQuestionsError extends ConflictError {
  constructor(most: number) {
    super('assessments.too_many_questions', `A quiz has at most ${most} questions.`);
  }
}

export class StaffTakeNoAttemptsError extends ForbiddenError {
  constructor() {
    super(
      'assessments.staff_take_no_attempts',
      'You teach or manage this course, so your attempts are not graded. To look at the quiz, read its questions.',
    );
  }
}

export class QuizNotOpenYetError extends ConflictError {
  constructor(opensAt: Date) {
    super('assessments.quiz_not_open_yet', `This quiz opens at ${opensAt.toISOString()}.`);
  }
}

export class QuizClosedError extends ConflictError {
  constructor(closesAt: Date) {
    super('assessments.quiz_closed', `This quiz closed at ${closesAt.toISOString()}.`);
  }
}

export class NoAttemptsLeftError extends ConflictError {
  constructor(maxAttempts: number) {
    super('assessments.no_attempts_left', `You have used all ${maxAttempts} attempts at this quiz.`);
  }
}

export class QuizHasNoQuestionsError extends ConflictError {
  constructor() {
    super('assessments.quiz_has_no_questions', 'This quiz has no questions yet.');
  }
}

export class AttemptInProgressError extends ConflictError {
  constructor() {
    super('assessments.attempt_in_progress', 'The learner has an attempt at this quiz in progress.');
  }
}

export class AttemptSubmittedError extends ConflictError {
  constructor() {
    super('assessments.attempt_submitted', 'This attempt has been submitted; its answers cannot be changed.');
  }
}

/** An attempt that has been graded is handed in again with other answers, which would be lost. */
export class GradedOtherwiseError extends ConflictError {
  constructor(questionIds: readonly string[]) {
    const [count, verb] =
      questionIds.length === 1
        ? ['1 of these answers', 'differs']
        : [`${questionIds.length} of these answers`, 'differ'];
    super(
      'assessments.graded_otherwise',
      `This attempt has been submitted and graded, and ${count} ${verb} from what was graded. They were not taken; read the attempt to see what was.`,
      questionIds.map((id) => ({
        field: `answers.${id}`,
        rule: 'asGraded',
        message: 'Another answer to this question was graded.',
      })),
    );
  }
}

export class InvalidSettingsError extends InvalidError {
  constructor(faults: FieldError[]) {
    super('assessments.invalid_settings', sentence('The settings', faults), faults);
  }
}

export class InvalidQuestionError extends InvalidError {
  constructor(faults: FieldError[]) {
    super('assessments.invalid_question', sentence('The question', faults), faults);
  }
}

/** Says what is wrong with the shape of a response, never whether it is right. */
export class InvalidResponseError extends InvalidError {
  constructor(faults: FieldError[]) {
    super('assessments.invalid_response', sentence('The answer', faults), faults);
  }
}

export class QuestionOrderMismatchError extends InvalidError {
  constructor() {
    const message = 'The list must name every question of the quiz exactly once.';
    super('assessments.question_order_mismatch', message, [
      { field: 'questionIds', rule: 'isPermutation', message },
    ]);
  }
}

function sentence(what: string, faults: FieldError[]): string {
  const count = faults.length === 1 ? '1 fault' : `${faults.length} faults`;
  return `${what} has ${count}: ${faults.map(({ message }) => inEnglish(message)).join(' ')}`;
}
