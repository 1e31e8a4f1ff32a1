import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock/clock';
import { Database } from '../../shared/database/database';
import { fromBinary, toBinary } from '../../shared/database/ids';
import { dayIn } from '../../shared/time/zoned-time';
import {
  type ActivityStanding,
  type ActivityType,
  type CourseRole,
  type CourseStanding,
  CourseStandings,
  type CourseStatus,
  type Membership,
  standingFrom,
  strongestOf,
} from '../courses';
import { enrollmentStatus } from './enrollment-status';

interface EnrollmentColumns {
  enrollmentId: Buffer | null;
  role: CourseRole | null;
  beginDate: string | null;
  endDate: string | null;
}

interface StandingRow extends EnrollmentColumns {
  courseId: Buffer;
  status: CourseStatus;
  timeZone: string;
  title: string;
  courseStart: string | null;
  courseEnd: string | null;
  selfEnrollment: number;
  version: number;
  contentVersion: number;
}

interface ActivityStandingRow extends StandingRow {
  activityId: Buffer;
  activityType: ActivityType;
  activityTitle: string;
  sectionId: Buffer;
}

interface MembershipRow {
  courseId: Buffer;
  status: CourseStatus;
  timeZone: string;
  role: CourseRole;
  beginDate: string;
  endDate: string | null;
}

const COLUMNS = `c.id AS courseId, c.status, c.time_zone AS timeZone, c.title, c.start_date AS courseStart,
  c.end_date AS courseEnd, c.self_enrollment AS selfEnrollment, c.version, c.content_version AS contentVersion,
  e.id AS enrollmentId, e.role, e.begin_date AS beginDate, e.end_date AS endDate`;
const CALLERS_ENROLLMENTS = 'LEFT JOIN enrollments e ON e.course_id = c.id AND e.user_id = ?';

/**
 * Provides the port that the courses module declares. Nearly every request asks one of the first three, so each is
 * one walk over primary and unique keys: the course and the caller's enrollments in it, at most one a role. Which of
 * them is active is decided here and not in SQL, because the day depends on the course's time zone.
 */
@Injectable()
export class CourseStandingsRepository extends CourseStandings {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  async find(courseId: string, userId: string): Promise<CourseStanding | undefined> {
    const rows = await this.database.rows<StandingRow>(
      `SELECT ${COLUMNS} FROM courses c ${CALLERS_ENROLLMENTS} WHERE c.id = ?`,
      [toBinary(userId), toBinary(courseId)],
    );
    return this.standing(rows);
  }

  async findByActivity(activityId: string, userId: string): Promise<ActivityStanding | undefined> {
    const rows = await this.database.rows<ActivityStandingRow>(
      `SELECT a.id AS activityId, a.type AS activityType, a.title AS activityTitle, a.section_id AS sectionId,
              ${COLUMNS}
       FROM activities a JOIN courses c ON c.id = a.course_id ${CALLERS_ENROLLMENTS} WHERE a.id = ?`,
      [toBinary(userId), toBinary(activityId)],
    );
    const [first] = rows;
    const standing = this.standing(rows);
    if (!first || !standing) return undefined;
    const { activityType: type, activityTitle: title, sectionId } = first;
    return { ...standing, activity: { id: activityId, type, title, sectionId: fromBinary(sectionId) } };
  }

  async findBySection(sectionId: string, userId: string): Promise<CourseStanding | undefined> {
    const rows = await this.database.rows<StandingRow>(
      `SELECT ${COLUMNS} FROM sections s JOIN courses c ON c.id = s.course_id ${CALLERS_ENROLLMENTS} WHERE s.id = ?`,
      [toBinary(userId), toBinary(sectionId)],
    );
    return this.standing(rows);
  }

  async membershipsOf(userId: string): Promise<Membership[]> {
    const rows = await this.database.rows<MembershipRow>(
      `SELECT e.course_id AS courseId, e.role, e.begin_date AS beginDate, e.end_date AS endDate, c.status,
              c.time_zone AS timeZone
       FROM enrollments e JOIN courses c ON c.id = e.course_id WHERE e.user_id = ?`,
      [toBinary(userId)],
    );
    const now = this.clock.now();
    const active = rows
      .filter((row) => enrollmentStatus(row, dayIn(now, row.timeZone)) === 'active')
      .map(({ courseId, status, role }) => ({ courseId: fromBinary(courseId), status, role }));
    const byCourse = Map.groupBy(active, ({ courseId }) => courseId);
    return [...byCourse.values()].flatMap((ofCourse) => strongestOf(ofCourse) ?? []);
  }

  async hasLearners(courseId: string): Promise<boolean> {
    const row = await this.database.row(
      "SELECT 1 AS found FROM enrollments WHERE course_id = ? AND role = 'learner' LIMIT 1",
      [toBinary(courseId)],
    );
    return row !== undefined;
  }

  private standing(rows: StandingRow[]): CourseStanding | undefined {
    const [course] = rows;
    if (!course) return undefined;
    const today = dayIn(this.clock.now(), course.timeZone);
    const active = rows.flatMap(({ enrollmentId, role, beginDate, endDate }) => {
      if (enrollmentId === null || role === null || beginDate === null) return [];
      if (enrollmentStatus({ beginDate, endDate }, today) !== 'active') return [];
      return [{ enrollmentId: fromBinary(enrollmentId), role }];
    });
    const { status, timeZone, title, courseStart, courseEnd, selfEnrollment, version, contentVersion } =
      course;
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
}
