import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock/clock';
import { Database } from '../../shared/database/database';
import { fromBinary, toBinary } from '../../shared/database/ids';
import { dayIn } from '../../shared/time/zoned-time';
import {
  type ActivityStanding,
  type CourseRole,
  type CourseStanding,
  CourseStandings,
  type CourseStatus,
  type Membership,
  strongestOf,
} from '../courses';
import { enrollmentStatus } from './enrollment-status';
import {
  ACTIVITY_STANDING_COLUMNS,
  type ActivityStandingRow,
  STANDING_COLUMNS,
  type StandingRow,
  toActivityStanding,
  toStanding,
} from './standing-rows';

interface MembershipRow {
  courseId: Buffer;
  status: CourseStatus;
  timeZone: string;
  role: CourseRole;
  beginDate: string;
  endDate: string | null;
}

const CALLERS_ENROLLMENTS = 'LEFT JOIN enrollments e ON e.course_id = c.id AND e.user_id = ?';

/**
 * Provides the port that the courses module declares. Each of the first three is one walk over primary and unique keys:
 * the course and the person's enrollments in it, at most one a role.
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
      `SELECT ${STANDING_COLUMNS} FROM courses c ${CALLERS_ENROLLMENTS} WHERE c.id = ?`,
      [toBinary(userId), toBinary(courseId)],
    );
    return toStanding(rows, this.clock.now());
  }

  async findByActivity(activityId: string, userId: string): Promise<ActivityStanding | undefined> {
    const rows = await this.database.rows<ActivityStandingRow>(
      `SELECT ${ACTIVITY_STANDING_COLUMNS}
       FROM activities a JOIN courses c ON c.id = a.course_id ${CALLERS_ENROLLMENTS} WHERE a.id = ?`,
      [toBinary(userId), toBinary(activityId)],
    );
    return toActivityStanding(rows, this.clock.now());
  }

  async findBySection(sectionId: string, userId: string): Promise<CourseStanding | undefined> {
    const rows = await this.database.rows<StandingRow>(
      `SELECT ${STANDING_COLUMNS}
       FROM sections p JOIN courses c ON c.id = p.course_id ${CALLERS_ENROLLMENTS} WHERE p.id = ?`,
      [toBinary(userId), toBinary(sectionId)],
    );
    return toStanding(rows, this.clock.now());
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
}
