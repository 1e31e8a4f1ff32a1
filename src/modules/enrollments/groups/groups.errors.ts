import { ConflictError, ForbiddenError, NotFoundError } from '../../../shared/errors/domain-error';
import { exampleErrors } from '../../../shared/errors/example-errors';
import { sentences } from './groups.sentences';

/** Also for learners, of a set that they do not see. */
export class GroupSetNotFoundError extends NotFoundError {
  constructor() {
    super('enrollments.group_set_not_found', sentences.noSet());
  }
}

/** Also for learners, of a group that they do not see. */
export class GroupNotFoundError extends NotFoundError {
  constructor() {
    super('enrollments.group_not_found', sentences.noGroup());
  }
}

export class GroupSetTitleTakenError extends ConflictError {
  constructor() {
    super('enrollments.group_set_title_taken', sentences.setTitleTaken());
  }
}

export class GroupTitleTakenError extends ConflictError {
  constructor() {
    super('enrollments.group_title_taken', sentences.groupTitleTaken());
  }
}

export class GroupInUseError extends ConflictError {
  constructor() {
    super('enrollments.group_in_use', sentences.groupInUse());
  }
}

export class GroupSetInUseError extends ConflictError {
  constructor() {
    super('enrollments.group_set_in_use', sentences.setInUse());
  }
}

/** Staff put learners into the groups of this set. */
export class GroupsByStaffError extends ForbiddenError {
  constructor() {
    super('enrollments.groups_by_staff', sentences.byStaff());
  }
}

export class GroupsNotOpenError extends ConflictError {
  constructor(opensAt: Date) {
    super('enrollments.groups_not_open', sentences.notOpenYet({ at: opensAt.toISOString() }));
  }
}

export class GroupsClosedError extends ConflictError {
  constructor(closedAt: Date) {
    super('enrollments.groups_closed', sentences.closed({ at: closedAt.toISOString() }));
  }
}

export class GroupFullError extends ConflictError {
  constructor(size: number) {
    super('enrollments.group_full', sentences.groupFull({ size }));
  }
}

exampleErrors(
  new GroupSetNotFoundError(),
  new GroupNotFoundError(),
  new GroupSetTitleTakenError(),
  new GroupTitleTakenError(),
  new GroupInUseError(),
  new GroupSetInUseError(),
  new GroupsByStaffError(),
  new GroupsNotOpenError(new Date('2040-03-02T08:00:00.000Z')),
  new GroupsClosedError(new Date('2026-03-09T08:00:00.000Z')),
  new GroupFullError(5),
);
