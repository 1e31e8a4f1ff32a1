import type { PlatformRole } from '../../shared/auth/caller';
import { fromBinary, unpackIds } from '../../shared/database/ids';
import { dayIn } from '../../shared/time/zoned-time';
import {
  actingRole,
  type ActivityStanding,
  type ActivityType,
  type CourseReach,
  type CompletionRule,
  type CourseRole,
  type CourseStanding,
  type CourseStatus,
  type CourseVisibility,
  courseWindow,
  enrolledAs,
  isLearners,
  type RoleSpan,
  type StoredState,
  windowOfCompleted,
} from '../courses';

/** One of somebody's enrollments in a course, after a left join: all null where they have none. */
export interface EnrolledRow {
  role: CourseRole | null;
  state: StoredState | null;
  beginDate: string | null;
  endDate: string | null;
}

/** A course and one of somebody's enrollments in it; no course where there is none. */
export interface StandingRow extends EnrolledRow {
  isOwner: number | null;
  groupIds: Buffer | null;
  courseId: Buffer | null;
  status: CourseStatus;
  visibility: CourseVisibility;
  timeZone: string;
  title: string;
  courseStart: string | null;
  courseEnd: string | null;
  beforeStart: CourseReach;
  afterEnd: CourseReach;
  selfEnrollment: number;
  version: number;
  contentVersion: number;
  publishedVersion: number | null;
  contentDueAt: Date | null;
}

export interface ActivityStandingRow extends StandingRow {
  activityId: Buffer;
  activityType: ActivityType;
  activityTitle: string;
  sectionId: Buffer;
  publishedTitle: string | null;
  publishedSectionId: Buffer | null;
  isGuarded: number | null;
  /** JSON. */
  completionRule: string | null;
}

/** Of enrollments `e`. */
export const ENROLLED_COLUMNS = 'e.role, e.state, e.begin_date AS beginDate, e.end_date AS endDate';
export const STANDING_COLUMNS = `c.id AS courseId, c.status, c.visibility, c.time_zone AS timeZone, c.title,
  c.start_date AS courseStart, c.end_date AS courseEnd, c.before_start AS beforeStart, c.after_end AS afterEnd, c.self_enrollment AS selfEnrollment, c.version,
  c.content_version AS contentVersion, c.published_version AS publishedVersion, c.content_due_at AS contentDueAt, ${ENROLLED_COLUMNS},
  e.is_owner AS isOwner, e.group_ids AS groupIds`;
export const ACTIVITY_STANDING_COLUMNS = `a.id AS activityId, a.type AS activityType, a.title AS activityTitle,
  a.section_id AS sectionId, pa.title AS publishedTitle, pa.section_id AS publishedSectionId, pa.is_guarded AS isGuarded, pa.completion_rule AS completionRule, ${STANDING_COLUMNS}`;
/** Joins what `ACTIVITY_STANDING_COLUMNS` tell of an activity `a` as it is published. */
export const JOIN_PUBLISHED = 'LEFT JOIN published_activities pa ON pa.activity_id = a.id';

/** The enrollments in rows that have one each, or none, without their reach: it does not matter to what only learners do. */
export function spansIn(rows: readonly EnrolledRow[]): RoleSpan[] {
  return rows.flatMap(({ role, state, beginDate, endDate }) =>
    role === null || state === null || beginDate === null ? [] : [{ role, state, beginDate, endDate }],
  );
}

/** As `spansIn`, with how far each reaches. */
export function reachingSpansIn(
  rows: readonly (EnrolledRow & Pick<StandingRow, 'isOwner' | 'groupIds'>)[],
): RoleSpan[] {
  return rows.flatMap((row) =>
    spansIn([row]).map((span) => ({
      ...{ ...span, isOwner: row.isOwner === 1 },
      groupIds: row.groupIds && unpackIds(row.groupIds),
    })),
  );
}

/**
 * How somebody stands to the course of these rows, one for each of their enrollments in it. Which of them is active is
 * decided here and not in SQL, because the day depends on the course's time zone. Undefined without a course.
 */
export function toStanding(
  platformRole: PlatformRole,
  rows: readonly StandingRow[],
  now: Date,
): CourseStanding | undefined {
  const [course] = rows;
  if (!course?.courseId) return undefined;
  const { status, visibility, timeZone, title, courseStart, courseEnd, selfEnrollment } = course;
  const { version, contentVersion, publishedVersion, contentDueAt, beforeStart, afterEnd } = course;
  const today = dayIn(now, timeZone);
  const enrollments = reachingSpansIn(rows);
  const { role, hasCompleted, groupIds } = enrolledAs(enrollments, today);
  return {
    courseId: fromBinary(course.courseId),
    status,
    visibility,
    timeZone,
    title,
    startDate: courseStart,
    endDate: courseEnd,
    selfEnrollment: selfEnrollment === 1,
    version,
    contentVersion,
    publishedVersion,
    contentDueAt,
    today,
    window: hasCompleted
      ? windowOfCompleted({ afterEnd })
      : courseWindow({ startDate: courseStart, endDate: courseEnd, beforeStart, afterEnd }, today),
    role: actingRole(platformRole, role),
    isOrWasLearner: enrollments.some(isLearners),
    groupIds,
  };
}

/** As `toStanding`, by an activity. */
export function toActivityStanding(
  platformRole: PlatformRole,
  rows: readonly ActivityStandingRow[],
  now: Date,
): ActivityStanding | undefined {
  const [first] = rows;
  const standing = toStanding(platformRole, rows, now);
  if (!first || !standing) return undefined;
  const { activityId, activityType: type, activityTitle: title, sectionId } = first;
  const { publishedTitle, publishedSectionId } = first;
  const isPublished = publishedTitle !== null && publishedSectionId !== null;
  return {
    ...standing,
    activity: { id: fromBinary(activityId), type, title, sectionId: fromBinary(sectionId) },
    published: isPublished
      ? {
          ...{ title: publishedTitle, sectionId: fromBinary(publishedSectionId) },
          isGuarded: first.isGuarded === 1,
          completionRule:
            first.completionRule === null ? null : (JSON.parse(first.completionRule) as CompletionRule),
        }
      : null,
  };
}
