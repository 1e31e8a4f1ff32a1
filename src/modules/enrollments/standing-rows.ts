import { fromBinary } from '../../shared/database/ids';
import { dayIn } from '../../shared/time/zoned-time';
import {
  type ActivityStanding,
  type ActivityType,
  type CourseRole,
  type CourseStanding,
  type CourseStatus,
  standingFrom,
} from '../courses';
import { enrollmentStatus } from './enrollment-status';

/** A course and one of somebody's enrollments in it; no course where there is none, as after a left join. */
export interface StandingRow {
  courseId: Buffer | null;
  status: CourseStatus;
  timeZone: string;
  title: string;
  courseStart: string | null;
  courseEnd: string | null;
  selfEnrollment: number;
  version: number;
  contentVersion: number;
  enrollmentId: Buffer | null;
  role: CourseRole | null;
  beginDate: string | null;
  endDate: string | null;
}

export interface ActivityStandingRow extends StandingRow {
  activityId: Buffer;
  activityType: ActivityType;
  activityTitle: string;
  sectionId: Buffer;
}

export const STANDING_COLUMNS = `c.id AS courseId, c.status, c.time_zone AS timeZone, c.title,
  c.start_date AS courseStart, c.end_date AS courseEnd, c.self_enrollment AS selfEnrollment, c.version,
  c.content_version AS contentVersion, e.id AS enrollmentId, e.role, e.begin_date AS beginDate, e.end_date AS endDate`;
export const ACTIVITY_STANDING_COLUMNS = `a.id AS activityId, a.type AS activityType, a.title AS activityTitle,
  a.section_id AS sectionId, ${STANDING_COLUMNS}`;

/**
 * How somebody stands to the course of these rows, one for each of their enrollments in it. Which of them is active is
 * decided here and not in SQL, because the day depends on the course's time zone. Undefined without a course.
 */
export function toStanding(rows: readonly StandingRow[], now: Date): CourseStanding | undefined {
  const [course] = rows;
  if (!course?.courseId) return undefined;
  const { status, timeZone, title, courseStart, courseEnd, selfEnrollment, version, contentVersion } = course;
  const today = dayIn(now, timeZone);
  const active = rows.flatMap(({ enrollmentId, role, beginDate, endDate }) => {
    if (enrollmentId === null || role === null || beginDate === null) return [];
    if (enrollmentStatus({ beginDate, endDate }, today) !== 'active') return [];
    return [{ enrollmentId: fromBinary(enrollmentId), role }];
  });
  const terms = {
    courseId: fromBinary(course.courseId),
    status,
    timeZone,
    title,
    startDate: courseStart,
    endDate: courseEnd,
    selfEnrollment: selfEnrollment === 1,
    version,
    contentVersion,
  };
  return standingFrom(terms, today, active);
}

/** As `toStanding`, by an activity. */
export function toActivityStanding(
  rows: readonly ActivityStandingRow[],
  now: Date,
): ActivityStanding | undefined {
  const [first] = rows;
  const standing = toStanding(rows, now);
  if (!first || !standing) return undefined;
  const { activityId, activityType: type, activityTitle: title, sectionId } = first;
  return {
    ...standing,
    activity: { id: fromBinary(activityId), type, title, sectionId: fromBinary(sectionId) },
  };
}
