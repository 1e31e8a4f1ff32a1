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
    'accessDays',
  ] as const),
  ...(['nextPlace', 'version', 'updatedAt'] as const),
]);
export type SettingsRecord = RowOf<typeof SETTINGS>;

const NEW_SETTINGS = insertOf(EnrollmentSettings, ['courseId', 'updatedAt']);

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
    const { needsApproval, needsKey, opensAt, closesAt, capacity, hasWaitlist, accessDays } = rules;
    await this.database.run(
      `UPDATE enrollment_settings SET needs_approval = ?, needs_key = ?, opens_at = ?, closes_at = ?, capacity = ?, has_waitlist = ?,
         access_days = ?, version = version + 1, updated_at = GREATEST(updated_at, ?) WHERE course_id = ?`,
      [
        ...[
          needsApproval ? 1 : 0,
          needsKey ? 1 : 0,
          opensAt,
          closesAt,
          capacity,
          hasWaitlist ? 1 : 0,
          accessDays,
          now,
        ],
        toBinary(courseId),
      ],
    );
  }

  /** Counted and never kept, so it cannot be wrong. Whoever decides by it holds the settings. */
  async seats(courseId: string, capacity: number | null): Promise<Seats> {
    const row = await this.database.row<Pick<Seats, 'taken' | 'waiting'>>(
      `SELECT (SELECT COUNT(*) FROM enrollments e
               WHERE e.course_id = ? AND ${isLearnersEnrollment('e')} AND e.state IN ('active', 'suspended')) AS taken,
              (SELECT COUNT(*) FROM enrollment_requests r WHERE r.course_id = ? AND r.state = 'waitlisted') AS waiting`,
      [toBinary(courseId), toBinary(courseId)],
    );
    return { capacity, taken: row?.taken ?? 0, waiting: row?.waiting ?? 0 };
  }
}
