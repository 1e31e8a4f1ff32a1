/**
 * From where an enrollment or a change of it comes: the person themself, the course's staff, the school's information system,
 * a rule that Stoa carries out (an access period that is over, a place that became free), or a time of which nothing was kept.
 */
export const ENROLLMENT_SOURCES = ['self', 'staff', 'sync', 'rule', 'unknown'] as const;
export type EnrollmentSource = (typeof ENROLLMENT_SOURCES)[number];

/** Who begins or changes an enrollment, and for whom it is done. */
export interface Origin {
  source: EnrollmentSource;
  /** Null where no person does it. */
  userId: string | null;
}

/** By staff, of whom nobody is named. */
export const BY_STAFF: Origin = { source: 'staff', userId: null };
export const BY_RULE: Origin = { source: 'rule', userId: null };
export const BY_SYNC: Origin = { source: 'sync', userId: null };
