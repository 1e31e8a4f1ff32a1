import { ConflictError, InvalidError } from '../../../../shared/errors/domain-error';
import { exampleErrors } from '../../../../shared/errors/example-errors';
import type { LabelKind } from './label-accommodation.entity';
import { sentences } from './label-accommodations.sentences';

/** Neither a group nor a tag was named, or both. */
export class OneLabelError extends InvalidError {
  constructor(field = 'groupId') {
    const message = sentences.oneLabel();
    super('request.invalid', message, [{ field, rule: 'oneOfTwo', message }]);
  }
}

/** The course has no such group or tag. */
export class NoSuchLabelError extends InvalidError {
  constructor(kind: LabelKind) {
    const field = kind === 'group' ? 'groupId' : 'tagId';
    const message = sentences.noSuchLabel({ field, kind });
    super('request.invalid', message, [{ field, rule: 'exists', message }]);
  }
}

/** Learners come into the group by themselves, and would so give themselves more time. */
export class JoinedByThemselvesError extends ConflictError {
  constructor() {
    super('enrollments.joined_by_themselves', sentences.joinedByThemselves());
  }
}

export class TooManyLabelAccommodationsError extends ConflictError {
  constructor(most: number) {
    super('enrollments.too_many_accommodations', sentences.tooMany({ most }));
  }
}

/** An accommodation of a person that follows from one of a group or a tag. */
export class LabelsAccommodationError extends ConflictError {
  constructor(id: string) {
    super('enrollments.accommodation_of_label', sentences.ofLabel({ id }));
  }
}

exampleErrors(
  new JoinedByThemselvesError(),
  new LabelsAccommodationError('01990000-0000-7000-8000-00000000ac02'),
);
