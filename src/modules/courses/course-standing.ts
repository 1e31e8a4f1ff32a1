import type { Caller } from '../../shared/auth/caller';

/** What a course's life goes through. A draft is seen by its staff only, an archived course by its members; the latter no longer changes. */
export const COURSE_STATUSES = ['draft', 'published', 'archived'] as const;
export type CourseStatus = (typeof COURSE_STATUSES)[number];

/** Roles in a course, most powerful first. They stand beside the roles on the platform. */
export const COURSE_ROLES = ['instructor', 'assistant', 'learner'] as const;
export type CourseRole = (typeof COURSE_ROLES)[number];

export const ACTIVITY_TYPES = ['page', 'video', 'quiz'] as const;
export type ActivityType = (typeof ACTIVITY_TYPES)[number];

/** What decides about access to a course, and the few facts that nearly every request about it needs. */
export interface CourseStanding {
  courseId: string;
  status: CourseStatus;
  /** IANA name. */
  timeZone: string;
  title: string;
  /** First and last day, `YYYY-MM-DD` in the course's time zone, both included; null where open. */
  startDate: string | null;
  endDate: string | null;
  selfEnrollment: boolean;
  /** Of the course's own description (its ETag). */
  version: number;
  /** Counts every change of sections and activities. */
  contentVersion: number;
  /** The present day in the course's time zone, `YYYY-MM-DD`: enrollments are active or not by it. */
  today: string;
  /** The strongest role of the caller; `visitor` without an active enrollment, whether it ended, lies ahead or never was. */
  role: 'administrator' | CourseRole | 'visitor';
  /** Administrator, instructor or assistant: sees the roster, all grades and the authors' side of the content; grades. */
  isStaff: boolean;
  /** Administrator or instructor: changes the course, its content and its people. */
  isInstructor: boolean;
  /** The active enrollment that gives the role; null for visitors and for administrators who are not enrolled. */
  enrollmentId: string | null;
}

/** As CourseStanding, found by one of the course's activities. */
export interface ActivityStanding extends CourseStanding {
  activity: { id: string; type: ActivityType; title: string; sectionId: string };
}

/** The caller of a request whose path names a course or a part of one, with their standing, which was read along. */
export interface CallerInCourse extends Caller {
  /** To the course, activity or section with this id; `found` is undefined where there is none. */
  standing: { id: string; found: CourseStanding | undefined };
}

/** An active enrollment of somebody. */
export interface Membership {
  courseId: string;
  status: CourseStatus;
  role: CourseRole;
}

/**
 * How people stand to courses. Declared here because access to a course is decided here; the enrollments
 * module, which knows who takes part, provides it. Each method is one query.
 *
 * A standing's `role` comes from enrollments alone: what the platform role makes of it is added by `CourseAccess`,
 * which services should ask rather than this.
 */
export abstract class CourseStandings {
  /** Undefined when there is no such course. */
  abstract find(courseId: string, userId: string): Promise<CourseStanding | undefined>;

  /** Undefined when there is no such activity. */
  abstract findByActivity(activityId: string, userId: string): Promise<ActivityStanding | undefined>;

  /** Undefined when there is no such section. */
  abstract findBySection(sectionId: string, userId: string): Promise<CourseStanding | undefined>;

  /** The person's active enrollments, one a course: that of the strongest role. */
  abstract membershipsOf(userId: string): Promise<Membership[]>;

  /** Whether anybody is or ever was enrolled as a learner. */
  abstract hasLearners(courseId: string): Promise<boolean>;
}

/** Facts about a course that do not depend on who asks. */
export interface CourseTerms {
  courseId: string;
  status: CourseStatus;
  timeZone: string;
  title: string;
  startDate: string | null;
  endDate: string | null;
  selfEnrollment: boolean;
  version: number;
  contentVersion: number;
}

/** An active enrollment of the person who asks. */
export interface ActiveRole {
  enrollmentId: string;
  role: CourseRole;
}

/** The standing that the active enrollments of one person in one course give them. */
export function standingFrom(course: CourseTerms, today: string, active: ActiveRole[]): CourseStanding {
  const strongest = strongestOf(active);
  const role = strongest?.role ?? 'visitor';
  const isInstructor = role === 'instructor';
  return {
    ...course,
    today,
    role,
    isStaff: isInstructor || role === 'assistant',
    isInstructor,
    enrollmentId: strongest?.enrollmentId ?? null,
  };
}

/** Of several enrollments of one person in one course, the one with the most powerful role. */
export function strongestOf<T extends { role: CourseRole }>(enrollments: T[]): T | undefined {
  return COURSE_ROLES.flatMap((role) => enrollments.filter((enrollment) => enrollment.role === role))[0];
}
