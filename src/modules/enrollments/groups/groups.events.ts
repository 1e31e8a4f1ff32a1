/**
 * Learners of a course are in other groups, or have other tags, than before. Published in the transaction of the change.
 * Who is enrolled anew, or leaves the course, is told by the events of enrollments.
 */
export class LearnerLabelsChanged {
  constructor(
    readonly courseId: string,
    readonly userIds: readonly string[],
    /** Null where no person changed it. */
    readonly changedBy: string | null,
  ) {}
}
