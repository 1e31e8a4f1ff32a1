import { plainDecimal } from '../../../shared/decimals/plain-decimal';
import {
  ConflictError,
  type FieldError,
  InvalidError,
  NotFoundError,
} from '../../../shared/errors/domain-error';
import { exampleErrors } from '../../../shared/errors/example-errors';
import type { RubricFault } from './kinds/rubric-kind';
import { sentences } from './rubrics.sentences';

/** The most rubrics that a course may have. */
export const MOST_RUBRICS = 500;

export class RubricNotFoundError extends NotFoundError {
  constructor() {
    super('marking.rubric_not_found', sentences.rubricNotFound());
  }
}

export class TooManyRubricsError extends ConflictError {
  constructor() {
    super('marking.too_many_rubrics', sentences.tooManyRubrics({ most: MOST_RUBRICS }));
  }
}

/** The course has no such question, or none that people mark. */
export class NotMarkedByHandError extends NotFoundError {
  constructor() {
    super('marking.not_marked_by_hand', sentences.notMarkedByHand());
  }
}

export class InvalidRubricError extends InvalidError {
  constructor(faults: readonly FieldError[]) {
    super('marking.invalid_rubric', sentences.invalidRubric(), [...faults]);
  }
}

/** What a marker says by a rubric does not fit the rubric. */
export class InvalidMarkingError extends InvalidError {
  constructor(faults: readonly FieldError[]) {
    super('marking.invalid_marking', sentences.invalidMarking(), [...faults]);
  }
}

/** Marks have been given by the rubric, so its change is an operation. */
export class RubricHasMarksError extends ConflictError {
  constructor() {
    super('marking.rubric_has_marks', sentences.rubricHasMarks());
  }
}

/** A marker used a revision that is not the present one. */
export class RubricChangedError extends ConflictError {
  constructor(revision: number) {
    super('marking.rubric_changed', sentences.rubricChanged({ revision }));
  }
}

/** The fields of faults lie under a field of the request; empty for the request itself. */
export function faultsUnder(prefix: string, faults: readonly RubricFault[]): FieldError[] {
  return faults.map(({ field: path, rule, says }) => {
    const field = prefix === '' ? path : `${prefix}.${path}`;
    return { field, rule, message: says(field) };
  });
}

export function noRubric(): FieldError {
  return { field: 'rubric', rule: 'absent', message: sentences.noRubric() };
}

export function rubricNeeded(): FieldError {
  const field = 'rubric';
  return { field, rule: 'needed', message: sentences.rubricNeededField({ field }) };
}

export function pointsNeeded(): FieldError {
  return { field: 'points', rule: 'needed', message: sentences.pointsNeeded({ field: 'points' }) };
}

export function overrideRefused(points: string): FieldError {
  const field = 'points';
  return {
    field,
    rule: 'equals',
    message: sentences.overrideRefused({ field, points: plainDecimal(points) }),
  };
}

exampleErrors(
  new RubricNotFoundError(),
  new TooManyRubricsError(),
  new NotMarkedByHandError(),
  new InvalidRubricError([
    { field: 'rubric.items', rule: 'minItems', message: sentences.itemsNeeded({ field: 'rubric.items' }) },
  ]),
  new InvalidMarkingError([overrideRefused('3.5')]),
  new RubricHasMarksError(),
  new RubricChangedError(3),
);
