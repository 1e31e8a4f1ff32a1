import type { PlatformRole } from '../../../shared/auth/caller';
import {
  type ActingRole,
  COURSE_ROLES,
  COURSE_STATUSES,
  COURSE_VISIBILITIES,
  type CourseRole,
  type CourseStatus,
  type CourseVisibility,
  ENROLLED_ROLES,
  type EnrolledRole,
  mayTakePart,
  sees,
} from '../../../shared/auth/permissions';
import { startOfDay } from '../../../shared/time/zoned-time';
import { isSuspended } from '../../identity';
import type { StoredState } from './enrollment-states';

/*
 * Who takes part in a course and in which role: who is a learner, who is staff, who sees a draft. Each rule is a pure
 * function. Where SQL applies the same rule to many rows, its condition is next to the function. What each role may do
 * is in shared/auth/permissions.ts.
 */

/**
 * How somebody takes part by an enrollment on a day: what access and figures go by. The course's own end is no part of it;
 * `stateInForce` says what people are told.
 */
export const ENROLLMENT_STATUSES = ['active', 'suspended', 'ended', 'upcoming'] as const;
export type EnrollmentStatus = (typeof ENROLLMENT_STATUSES)[number];

/** Days are `YYYY-MM-DD` of the course's time zone; `endDate` is the first day that is no longer active. */
export interface EnrollmentSpan {
  beginDate: string;
  endDate: string | null;
}

/** The days, and the state that is stored. */
export interface StatedSpan extends EnrollmentSpan {
  state: StoredState;
}

/** One of a person's enrollments in a course, of which there is at most one for each role. */
export interface RoleSpan extends StatedSpan {
  role: CourseRole;
  /** Of an instructor: the course belongs to them. Left out where it does not matter: owners may do all that instructors may. */
  isOwner?: boolean;
  /** Of an assistant: the groups to which they are limited; null or left out: to none. */
  groupIds?: readonly string[] | null;
}

/** Whether the days are over. They are for every enrollment whose state ends it, also for one withdrawn before it began. */
export function hasEnded({ endDate }: Pick<EnrollmentSpan, 'endDate'>, today: string): boolean {
  return endDate !== null && endDate <= today;
}

/** The status on the given day of the course's time zone. */
export function enrollmentStatus(own: StatedSpan, today: string): EnrollmentStatus {
  if (hasEnded(own, today)) return 'ended';
  if (own.beginDate > today) return 'upcoming';
  return own.state === 'suspended' ? 'suspended' : 'active';
}

/** The instant from which on an enrollment has ended; null: not as far as is known. `timeZone` is the course's. */
export function enrolledUntil({ endDate }: Pick<EnrollmentSpan, 'endDate'>, timeZone: string): Date | null {
  return endDate === null ? null : startOfDay(endDate, timeZone);
}

/** `enrollmentStatus` in SQL, of an alias of `enrollments`; takes the present day `days` times. */
export const HAS_STATUS: Record<EnrollmentStatus, { sql: (alias: string) => string; days: number }> = {
  active: { sql: (alias) => `(${hasAccessDays(alias)} AND ${alias}.state <> 'suspended')`, days: 2 },
  suspended: { sql: (alias) => `(${hasAccessDays(alias)} AND ${alias}.state = 'suspended')`, days: 2 },
  ended: { sql: (alias) => `(${alias}.end_date <= ?)`, days: 1 },
  upcoming: {
    sql: (alias) => `(${alias}.begin_date > ? AND (${alias}.end_date IS NULL OR ${alias}.end_date > ?))`,
    days: 2,
  },
};

/** True for an enrollment of which the day is one, in SQL; takes the day twice. */
function hasAccessDays(alias: string): string {
  return `(${alias}.begin_date <= ? AND (${alias}.end_date IS NULL OR ${alias}.end_date > ?))`;
}

/** True for an enrollment that has not ended on the day, in SQL; takes the day. */
export function hasNotEnded(alias: string): string {
  return `(${alias}.end_date IS NULL OR ${alias}.end_date > ?)`;
}

/** As what one person is enrolled in a course by the strongest enrollment that is active on the day; undefined where none is. */
export function strongestActive(enrollments: readonly RoleSpan[], today: string): EnrolledRole | undefined {
  return strongest(enrollments, today)?.as;
}

function strongest(
  enrollments: readonly RoleSpan[],
  today: string,
): { as: EnrolledRole; own: RoleSpan } | undefined {
  const active = enrollments.filter((own) => enrollmentStatus(own, today) === 'active');
  const roles = active.map((own) => ({ as: own.isOwner ? ('owner' as const) : own.role, own }));
  return ENROLLED_ROLES.flatMap((role) => roles.find(({ as }) => as === role) ?? [])[0];
}

/**
 * As what one person is enrolled on the day: by their strongest active enrollment, or else as a learner who has completed the
 * course, and goes on reading as far as its learners do after its end.
 */
export function enrolledAs(
  enrollments: readonly RoleSpan[],
  today: string,
): { role: EnrolledRole | undefined; hasCompleted: boolean; groupIds: readonly string[] | null } {
  const found = strongest(enrollments, today);
  const hasCompleted = !found && enrollments.some((own) => isLearners(own) && own.state === 'completed');
  return {
    role: hasCompleted ? 'learner' : found?.as,
    hasCompleted,
    groupIds: found?.own.groupIds ?? null,
  };
}

/**
 * The most that an enrollment gives to an account of this platform role (decision 13): students help as assistants, but
 * teaching takes an instructor's account. Administrators need no enrollment at all.
 */
const MOST: Record<Exclude<PlatformRole, 'administrator' | 'guardian'>, EnrolledRole> = {
  instructor: 'owner',
  learner: 'assistant',
};

/**
 * The role in which a person acts in a course, given their strongest active enrollment there. Administrators act as
 * such even where they are enrolled; for others, the account's platform role is the limit.
 */
export function actingRole(platformRole: PlatformRole, enrolledAs: EnrolledRole | undefined): ActingRole {
  if (platformRole === 'administrator') return 'administrator';
  if (!mayTakePart(platformRole)) return 'outsider';
  if (enrolledAs === undefined) return 'visitor';
  const most = MOST[platformRole];
  return ENROLLED_ROLES.indexOf(enrolledAs) < ENROLLED_ROLES.indexOf(most) ? most : enrolledAs;
}

/** Whether an account of this platform role may be a course's instructor. */
export function mayInstruct(platformRole: PlatformRole): boolean {
  if (platformRole === 'administrator') return true;
  return mayTakePart(platformRole) && MOST[platformRole] === 'owner';
}

/** Whether somebody with an active enrollment as instructor can teach: sign in, with an account that may. */
export function canTeach(account: { isSuspended: boolean; platformRole: PlatformRole }): boolean {
  return !account.isSuspended && mayInstruct(account.platformRole);
}

/** What decides, beside people's roles, who may know of a course. */
export interface Openness {
  status: CourseStatus;
  visibility: CourseVisibility;
}

/** Every kind of course that there is by status and visibility. */
export const OPENNESSES: readonly Openness[] = COURSE_STATUSES.flatMap((status) =>
  COURSE_VISIBILITIES.map((visibility) => ({ status, visibility })),
);

/** The kinds of courses that visitors see. What others see more of is found by their enrollments. */
export const SEEN_BY_EVERYONE: readonly Openness[] = OPENNESSES.filter(isSeenByVisitors);

/** Whether everybody who takes part in courses at all may know of it. */
export function isSeenByVisitors({ status, visibility }: Openness): boolean {
  return sees('visitor', status, visibility);
}

/** `isSeenByVisitors` in SQL, of an alias of `courses`. */
export function isSeenByEveryone(alias: string): string {
  const kinds = SEEN_BY_EVERYONE.map(
    ({ status, visibility }) => `(${alias}.status = '${status}' AND ${alias}.visibility = '${visibility}')`,
  );
  return `(${kinds.join(' OR ')})`;
}

/** `sees` in SQL, for those who are enrolled: of enrollments `e` joined with their courses `c`. */
export const IS_SEEN_BY_ENROLLED = `(${COURSE_ROLES.map((role) => {
  // Who is or was enrolled knows of the course, whatever its visibility.
  const statuses = COURSE_STATUSES.filter((status) => sees(role, status, 'members'));
  return `(e.role = '${role}' AND c.status IN (${statuses.map((status) => `'${status}'`).join(', ')}))`;
}).join(' OR ')})`;

/** True for an enrollment as a learner, whether active or not. */
export function isLearners({ role }: Pick<RoleSpan, 'role'>): boolean {
  return role === 'learner';
}

/** `isLearners` in SQL, of an alias of `enrollments`. */
export function isLearnersEnrollment(alias: string): string {
  return `${alias}.role = 'learner'`;
}

/** Whether an enrollment is that of a reader, who is not of the staff. */
export function isReaders({ role }: Pick<RoleSpan, 'role'>): boolean {
  return role === 'learner' || role === 'auditor';
}

/** `isReaders` in SQL, of an alias of `enrollments`. */
export function isReadersEnrollment(alias: string): string {
  return `${alias}.role IN ('learner', 'auditor')`;
}

/** Which learners a list or a figure includes. */
export const LEARNER_CHOICES = ['active', 'suspended', 'all'] as const;
export type LearnerChoice = (typeof LEARNER_CHOICES)[number];

export const LEARNER_CHOICE_WORDS =
  '`active`: learners who can take part now; `suspended`: those who could, but whose enrollment or account is suspended; `all`: everybody who is or ever was a learner.';

/**
 * Whether the enrollment is in the choice. Only the enrollment counts: a learner who is also an assistant, or who became
 * an administrator, stays in lists with their grades, although `actingRole` lets them do no more work.
 */
export function isChosen(
  choice: LearnerChoice,
  enrollment: RoleSpan & { isSuspended: boolean },
  today: string,
): boolean {
  if (!isLearners(enrollment)) return false;
  if (choice === 'all') return true;
  const status = enrollmentStatus(enrollment, today);
  if (status !== 'active' && status !== 'suspended') return false;
  return (status === 'suspended' || enrollment.isSuspended) === (choice === 'suspended');
}

/** `isChosen` in SQL, of enrollments `e` joined with their accounts `u`; takes `choiceValues`. */
export const IS_CHOSEN: Record<LearnerChoice, string> = {
  active: `(${isLearnersEnrollment('e')} AND ${HAS_STATUS.active.sql('e')} AND NOT ${isSuspended('u')})`,
  suspended: `(${isLearnersEnrollment('e')} AND ${hasAccessDays('e')} AND (e.state = 'suspended' OR ${isSuspended('u')}))`,
  all: `(${isLearnersEnrollment('e')})`,
};

/** `today` is the present day in the course's time zone. */
export function choiceValues(choice: LearnerChoice, today: string): string[] {
  return choice === 'all' ? [] : [today, today];
}
