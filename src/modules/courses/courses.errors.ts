import {
  ConflictError,
  type FieldError,
  ForbiddenError,
  InvalidError,
  NotFoundError,
} from '../../shared/errors/domain-error';

export class CourseNotFoundError extends NotFoundError {
  constructor() {
    super('courses.not_found', 'There is no such course, or it is not open to you.');
  }
}

export class SectionNotFoundError extends NotFoundError {
  constructor() {
    super('courses.section_not_found', 'There is no such section, or its course is not open to you.');
  }
}

export class ActivityNotFoundError extends NotFoundError {
  constructor() {
    super('courses.activity_not_found', 'There is no such activity, or its course is not open to you.');
  }
}

/** The caller sees the course but has no active enrollment in it. */
export class NotEnrolledError extends ForbiddenError {
  constructor() {
    super('courses.not_enrolled', 'This is for people with an active enrollment in the course.');
  }
}

export class LearnersOnlyError extends ForbiddenError {
  constructor() {
    super('courses.learners_only', 'This is for the learners of the course.');
  }
}

export class StaffOnlyError extends ForbiddenError {
  constructor() {
    super('courses.staff_only', 'This is for the instructors and assistants of the course.');
  }
}

export class InstructorsOnlyError extends ForbiddenError {
  constructor() {
    super('courses.instructors_only', 'This is for the instructors of the course.');
  }
}

export class CourseArchivedError extends ConflictError {
  constructor() {
    super(
      'courses.archived',
      'The course is archived and no longer changes. An instructor can take it out of the archive.',
    );
  }
}

export class CourseNotDraftError extends ConflictError {
  constructor() {
    super('courses.not_a_draft', 'Only a draft can be deleted. Archive the course instead.');
  }
}

export class CourseHasLearnersError extends ConflictError {
  constructor() {
    super(
      'courses.has_learners',
      'Learners are or were enrolled in the course, and their work is kept. Archive the course instead.',
    );
  }
}

export class SectionNotEmptyError extends ConflictError {
  constructor() {
    super('courses.section_not_empty', 'The section still has activities. Move or delete them first.');
  }
}

/** The end of a course lies before its start. */
export class CourseDatesError extends InvalidError {
  constructor() {
    super('courses.ends_before_start', 'The course would end before it starts.', [
      { field: 'endDate', rule: 'notBefore', message: 'endDate must not lie before startDate' },
    ]);
  }
}

/** An order that is not a permutation of what the course has. */
export class OrderMismatchError extends InvalidError {
  constructor(fields: FieldError[]) {
    super(
      'courses.order_mismatch',
      'The order must name every section and every activity of the course exactly once. Read the outline again.',
      fields,
    );
  }
}

export class OutlineFullError extends ConflictError {
  constructor(limit: number, what: string) {
    super('courses.outline_full', `A course has at most ${limit} ${what}.`);
  }
}
