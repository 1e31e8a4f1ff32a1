/**
 * What a person needs was approved, changed or ended: in one course, or in all of them (null). Published in the transaction
 * of the change.
 */
export class AccommodationChanged {
  constructor(
    readonly userId: string,
    readonly courseId: string | null,
  ) {}
}

/** People who have accommodations became learners of these courses. Published in the transaction of their enrollments. */
export class AccommodatedLearnersCame {
  constructor(readonly courseIds: readonly string[]) {}
}
