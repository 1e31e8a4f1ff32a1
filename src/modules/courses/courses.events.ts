import type { ActivityType } from './content/activity-types/registry';

/** `createdBy` is null for a course that no person made, such as an imported one. */
export class CourseCreated {
  constructor(
    readonly courseId: string,
    readonly createdBy: string | null,
  ) {}
}

/** A draft that never had learners is about to go, with all that hangs on it. Its rows are still there. */
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
 * An activity is about to go; its row is still there. A handler whose module holds learners' work on it refuses by
 * throwing a ConflictError, which keeps the activity.
 */
export class ActivityDeleted {
  constructor(
    readonly activityId: string,
    readonly courseId: string,
  ) {}
}
