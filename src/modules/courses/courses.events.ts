import type { ActivityType } from './content/activity-types/registry';

/** `createdBy` is null for a course that no person made, such as an imported one. */
export class CourseCreated {
  constructor(
    readonly courseId: string,
    readonly createdBy: string | null,
  ) {}
}

/** A draft that never had learners is about to be deleted with everything in it. Its rows still exist. */
export class CourseDeleted {
  constructor(readonly courseId: string) {}
}

export class ActivityCreated {
  constructor(
    readonly activityId: string,
    readonly courseId: string,
    readonly type: ActivityType,
    readonly title: string,
  ) {}
}

export class ActivityRenamed {
  constructor(
    readonly activityId: string,
    readonly title: string,
  ) {}
}

/**
 * An activity is about to be deleted; its row still exists. A handler whose module has learners' work on it prevents
 * this by throwing a ConflictError.
 */
export class ActivityDeleted {
  constructor(
    readonly activityId: string,
    readonly courseId: string,
  ) {}
}
