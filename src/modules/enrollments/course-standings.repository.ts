import { Injectable } from '@nestjs/common';
import type { Caller } from '../../shared/auth/caller';
import { Clock } from '../../shared/clock/clock';
import { Database } from '../../shared/database/database';
import { fromBinary, toBinary } from '../../shared/database/ids';
import { daysOnEarth } from '../../shared/time/days-on-earth';
import { dayIn } from '../../shared/time/zoned-time';
import {
  actingRole,
  type ActivityStanding,
  type CourseRole,
  type CourseStanding,
  CourseStandings,
  type CourseReach,
  type CourseStatus,
  type CourseVisibility,
  courseWindow,
  hasNotEnded,
  isLearnersEnrollment,
  type Membership,
  type StoredState,
  enrolledAs,
} from '../courses';
import {
  ACTIVITY_STANDING_COLUMNS,
  type ActivityStandingRow,
  JOIN_PUBLISHED,
  reachingSpansIn,
  STANDING_COLUMNS,
  type StandingRow,
  toActivityStanding,
  toStanding,
} from './standing-rows';

interface MembershipRow extends Pick<StandingRow, 'isOwner' | 'groupIds'> {
  courseId: Buffer;
  status: CourseStatus;
  visibility: CourseVisibility;
  timeZone: string;
  role: CourseRole;
  state: StoredState;
  beginDate: string;
  endDate: string | null;
  courseStart: string | null;
  courseEnd: string | null;
  beforeStart: CourseReach;
  afterEnd: CourseReach;
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

  async find(caller: Caller, courseId: string): Promise<CourseStanding | undefined> {
    const rows = await this.database.rows<StandingRow>(
      `SELECT ${STANDING_COLUMNS} FROM courses c ${CALLERS_ENROLLMENTS} WHERE c.id = ?`,
      [toBinary(caller.userId), toBinary(courseId)],
    );
    return toStanding(caller.role, rows, this.clock.now());
  }

  async findByActivity(caller: Caller, activityId: string): Promise<ActivityStanding | undefined> {
    const rows = await this.database.rows<ActivityStandingRow>(
      `SELECT ${ACTIVITY_STANDING_COLUMNS}
       FROM activities a ${JOIN_PUBLISHED} JOIN courses c ON c.id = a.course_id ${CALLERS_ENROLLMENTS} WHERE a.id = ?`,
      [toBinary(caller.userId), toBinary(activityId)],
    );
    return toActivityStanding(caller.role, rows, this.clock.now());
  }

  async findBySection(caller: Caller, sectionId: string): Promise<CourseStanding | undefined> {
    const rows = await this.database.rows<StandingRow>(
      `SELECT ${STANDING_COLUMNS}
       FROM sections p JOIN courses c ON c.id = p.course_id ${CALLERS_ENROLLMENTS} WHERE p.id = ?`,
      [toBinary(caller.userId), toBinary(sectionId)],
    );
    return toStanding(caller.role, rows, this.clock.now());
  }

  async membershipsOf({ userId, role: platformRole }: Caller): Promise<Membership[]> {
    const now = this.clock.now();
    const rows = await this.database.rows<MembershipRow>(
      `SELECT e.course_id AS courseId, e.role, e.state, e.begin_date AS beginDate, e.end_date AS endDate, c.status,
              c.visibility, c.time_zone AS timeZone, c.start_date AS courseStart, c.end_date AS courseEnd,
              c.before_start AS beforeStart, c.after_end AS afterEnd, e.is_owner AS isOwner, e.group_ids AS groupIds
       FROM enrollments e FORCE INDEX (ix_enrollments_own) STRAIGHT_JOIN courses c ON c.id = e.course_id
       WHERE e.user_id = ? AND ${hasNotEnded('e')}`,
      [toBinary(userId), daysOnEarth(now).first],
    );
    const byCourse = Map.groupBy(rows, ({ courseId }) => fromBinary(courseId));
    return [...byCourse].flatMap(([courseId, own]) => {
      const [{ status, visibility, timeZone, courseStart, courseEnd, beforeStart, afterEnd }] = own as [
        MembershipRow,
      ];
      const today = dayIn(now, timeZone);
      const { role, hasCompleted, groupIds } = enrolledAs(reachingSpansIn(own), today);
      const window = courseWindow(
        { startDate: courseStart, endDate: courseEnd, beforeStart, afterEnd },
        today,
      );
      // Who has completed a course is no member of it any more: it is found by its own page.
      return role === undefined || hasCompleted
        ? []
        : [{ courseId, status, visibility, role: actingRole(platformRole, role), window, groupIds }];
    });
  }

  async inGroups(userIds: readonly string[], groupIds: readonly string[]): Promise<Set<string>> {
    if (userIds.length === 0 || groupIds.length === 0) return new Set();
    const rows = await this.database.query<{ userId: Buffer }>(
      'SELECT user_id AS userId FROM group_memberships WHERE user_id IN (?) AND is_standing = 1 AND group_id IN (?)',
      [userIds.map(toBinary), groupIds.map(toBinary)],
    );
    return new Set(rows.map(({ userId }) => fromBinary(userId)));
  }

  async hasLearners(courseId: string): Promise<boolean> {
    const row = await this.database.row(
      `SELECT 1 AS found FROM enrollments e WHERE e.course_id = ? AND ${isLearnersEnrollment('e')} LIMIT 1`,
      [toBinary(courseId)],
    );
    return row !== undefined;
  }
}
