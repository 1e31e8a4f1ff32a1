import { Injectable } from '@nestjs/common';
import { columnsOf, insertOf, type RowOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { isLearnersEnrollment } from '../../courses';
import type { AdmissionRules, Seats } from './admission-rules';
import { EnrollmentSettings } from './enrollment-settings.entity';

const SETTINGS = columnsOf(EnrollmentSettings, 's', [
  ...([
    'courseId',
    'needsApproval',
    'needsKey',
    'opensAt',
    'closesAt',
    'capacity',
    'hasWaitlist',
    'offerHours',
    'invitationsHoldSeats',
    'accessDays',
  ] as const),
  ...(['nextPlace', 'version', 'updatedAt'] as const),
]);
export type SettingsRecord = RowOf<typeof SETTINGS>;

const NEW_SETTINGS = insertOf(EnrollmentSettings, ['courseId', 'updatedAt']);

/** By what the seats of a course are counted. */
export type SeatRules = Pick<SettingsRecord, 'courseId' | 'capacity' | 'invitationsHoldSeats'>;

/** An invitation or a request of somebody who has no seat yet, as staff may have enrolled them since. */
const isUnseated = (alias: string): string =>
  `NOT EXISTS (SELECT 1 FROM enrollments e WHERE e.course_id = ${alias}.course_id AND e.user_id = ${alias}.user_id
               AND ${isLearnersEnrollment('e')} AND e.state IN ('active', 'suspended'))`;
/** Pending invitations; takes whether they hold a seat, and the course. */
const INVITED = `(SELECT COUNT(*) FROM enrollment_invitations i
  WHERE ? = 1 AND i.course_id = ? AND i.state = 'pending' AND i.role = 'learner' AND ${isUnseated('i')})`;
/** Seats that are offered; takes the course. */
const OFFERED = `(SELECT COUNT(*) FROM enrollment_requests o
  WHERE o.course_id = ? AND o.state = 'offered' AND ${isUnseated('o')})`;

/** The settings of admission, and the seats of courses. */
@Injectable()
export class AdmissionRepository {
  constructor(private readonly database: Database) {}

  async find(courseId: string): Promise<SettingsRecord | undefined> {
    return this.database.row(
      `SELECT ${SETTINGS.sql} FROM enrollment_settings s WHERE s.course_id = ?`,
      [toBinary(courseId)],
      SETTINGS,
    );
  }

  /** Locked until the transaction ends. */
  async hold(courseId: string): Promise<SettingsRecord | undefined> {
    return this.database.row(
      `SELECT ${SETTINGS.sql} FROM enrollment_settings s WHERE s.course_id = ? FOR UPDATE`,
      [toBinary(courseId)],
      SETTINGS,
    );
  }

  /** As `hold`; makes the settings of a course that has none. */
  async holdOrMake(courseId: string, now: Date): Promise<SettingsRecord> {
    const held = await this.hold(courseId);
    if (held) return held;
    // Of two that make them at once, the second waits for the first here.
    await this.database.insert(NEW_SETTINGS, [{ courseId, updatedAt: now }], 'course_id = course_id');
    return (await this.hold(courseId))!;
  }

  /** As `hold`, those of the courses that have a capacity, in the order of their ids. */
  async holdLimited(courseIds: readonly string[]): Promise<SettingsRecord[]> {
    return this.database.query(
      `SELECT ${SETTINGS.sql} FROM enrollment_settings s WHERE s.course_id IN (?) AND s.capacity IS NOT NULL
       ORDER BY s.course_id FOR UPDATE`,
      [courseIds.map(toBinary)],
      SETTINGS,
    );
  }

  /** Waits for those who enroll somebody at this moment, and keeps others from it until the transaction ends. */
  async holdCourse(courseId: string): Promise<void> {
    await this.database.row('SELECT c.id FROM courses c WHERE c.id = ? FOR UPDATE', [toBinary(courseId)]);
  }

  async update(courseId: string, rules: AdmissionRules, now: Date): Promise<void> {
    const { needsApproval, needsKey, hasWaitlist, invitationsHoldSeats } = rules;
    const { opensAt, closesAt, capacity, offerHours, accessDays } = rules;
    const flags = [needsApproval, needsKey, hasWaitlist, invitationsHoldSeats].map((flag) => (flag ? 1 : 0));
    await this.database.run(
      `UPDATE enrollment_settings SET needs_approval = ?, needs_key = ?, has_waitlist = ?, invitations_hold_seats = ?,
         opens_at = ?, closes_at = ?, capacity = ?, offer_hours = ?, access_days = ?, version = version + 1,
         updated_at = GREATEST(updated_at, ?) WHERE course_id = ?`,
      [...flags, opensAt, closesAt, capacity, offerHours, accessDays, now, toBinary(courseId)],
    );
  }

  /** Counted and never kept, so it cannot be wrong. Whoever decides by it holds the settings. */
  async seats({ courseId, capacity, invitationsHoldSeats }: SeatRules): Promise<Seats> {
    const id = toBinary(courseId);
    const row = await this.database.row<{
      seated: number;
      invited: number;
      offered: number;
      waiting: number;
    }>(
      `SELECT (SELECT COUNT(*) FROM enrollments e
               WHERE e.course_id = ? AND ${isLearnersEnrollment('e')} AND e.state IN ('active', 'suspended')) AS seated,
              ${INVITED} AS invited, ${OFFERED} AS offered,
              (SELECT COUNT(*) FROM enrollment_requests r WHERE r.course_id = ? AND r.state = 'waitlisted') AS waiting`,
      [id, invitationsHoldSeats ? 1 : 0, id, id, id],
    );
    const { seated = 0, invited = 0, offered = 0, waiting = 0 } = row ?? {};
    return { capacity, taken: seated + invited + offered, waiting };
  }
}
