import type { Caller } from '../../../shared/auth/caller';
import type { CompletionRule } from '../completion/completion-rule';
import type { ActivityType } from '../content/activity-types/registry';
import type {
  ActingIn,
  ActingRole,
  CourseStatus,
  CourseVisibility,
  CourseWindow,
} from '../../../shared/auth/permissions';

/** Facts about a course that do not depend on who asks. */
export interface CourseTerms {
  courseId: string;
  status: CourseStatus;
  visibility: CourseVisibility;
  /** IANA name. */
  timeZone: string;
  title: string;
  /** First and last day, `YYYY-MM-DD` in the course's time zone, both included; null where open. */
  startDate: string | null;
  endDate: string | null;
  selfEnrollment: boolean;
  /** Of the course's own description (its ETag). */
  version: number;
  /** Counts every change of the drafts of sections and activities. */
  contentVersion: number;
  /** The number of the version that learners see; null before there is one. */
  publishedVersion: number | null;
  /** When the drafts are published; null where nothing is scheduled. */
  contentDueAt: Date | null;
}

/** The caller's role in a course, and the facts about the course that nearly every request needs. */
export interface CourseStanding extends CourseTerms, ActingIn {
  /** The present day in the course's time zone, `YYYY-MM-DD`: enrollments are active or not by it. */
  today: string;
  /** How far learners get into the course today. */
  window: CourseWindow;
  /** The caller has an enrollment as learner in the course, active or not. */
  isOrWasLearner: boolean;
  /** The groups to which the caller is limited as an assistant; null: to none. */
  groupIds: readonly string[] | null;
}

/** An activity as it is published. */
export interface PublishedStanding {
  title: string;
  sectionId: string;
  /** Whether a rule, or the order of its section, may close it to learners. */
  isGuarded: boolean;
  /** Null where it is completed as its type usually is. */
  completionRule: CompletionRule | null;
}

/** As CourseStanding, found by one of the course's activities. */
export interface ActivityStanding extends CourseStanding {
  /** As the caller sees it: staff the draft, all others what is published. */
  activity: { id: string; type: ActivityType; title: string; sectionId: string };
  /** As learners see it; null where it is not in the version that is published now. */
  published: PublishedStanding | null;
}

/** The caller of a request whose path names a course or a part of one. Their standing was read in the same query. */
export interface CallerInCourse extends Caller {
  /** To the course, activity or section with this id; `found` is undefined where there is none. */
  standing: { id: string; found: CourseStanding | undefined };
}

/** A course in which the caller has an active enrollment. */
export interface Membership {
  courseId: string;
  status: CourseStatus;
  visibility: CourseVisibility;
  role: ActingRole;
  window: CourseWindow;
  groupIds: readonly string[] | null;
}

/**
 * How callers stand to courses. Declared here because access to a course is decided here; the enrollments module, which
 * knows who takes part, provides it. Each method is one query. It decides about no permissions: services ask `CourseAccess`.
 */
export abstract class CourseStandings {
  /** Undefined when there is no such course. */
  abstract find(caller: Caller, courseId: string): Promise<CourseStanding | undefined>;

  /** Undefined when there is no such activity. */
  abstract findByActivity(caller: Caller, activityId: string): Promise<ActivityStanding | undefined>;

  /** Undefined when there is no such section. */
  abstract findBySection(caller: Caller, sectionId: string): Promise<CourseStanding | undefined>;

  /** One for each course in which the caller has an active enrollment. */
  abstract membershipsOf(caller: Caller): Promise<Membership[]>;

  /** Those of these people who are in one of the groups now. */
  abstract inGroups(userIds: readonly string[], groupIds: readonly string[]): Promise<Set<string>>;

  /** Whether anybody is or ever was enrolled as a learner. */
  abstract hasLearners(courseId: string): Promise<boolean>;
}
