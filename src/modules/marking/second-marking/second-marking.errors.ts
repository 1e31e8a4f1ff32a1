import { ConflictError, NotFoundError } from '../../../shared/errors/domain-error';
import { exampleErrors } from '../../../shared/errors/example-errors';
import { sentences } from './second-marking.sentences';

export class MarkingRuleNotFoundError extends NotFoundError {
  constructor() {
    super('marking.rule_not_found', sentences.ruleNotFound());
  }
}

/** Marks were given, so that a new rule is an operation. */
export class RuleHasMarksError extends ConflictError {
  constructor() {
    super('marking.rule_has_marks', sentences.ruleHasMarks());
  }
}

/** As many people as the rule asks for have marked the script. */
export class MarksCompleteError extends ConflictError {
  constructor() {
    super('marking.marks_complete', sentences.marksComplete());
  }
}

/** An instructor has decided. */
export class DecidedError extends ConflictError {
  constructor() {
    super('marking.decided', sentences.decided());
  }
}

/** There are not two marks to decide between. */
export class NothingToDecideError extends ConflictError {
  constructor() {
    super('marking.nothing_to_decide', sentences.nothingToDecide());
  }
}

exampleErrors(
  new MarkingRuleNotFoundError(),
  new RuleHasMarksError(),
  new MarksCompleteError(),
  new DecidedError(),
  new NothingToDecideError(),
);
