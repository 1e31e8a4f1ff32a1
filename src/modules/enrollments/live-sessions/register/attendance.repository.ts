import { Injectable } from '@nestjs/common';
import type { Scope } from '../../../../shared/auth/permissions';
import { columnsOf, insertOf } from '../../../../shared/database/columns-of';
import { Conditions } from '../../../../shared/database/conditions';
import { Database } from '../../../../shared/database/database';
import { fromBinary, fromNullableBinary, newId, toBinary } from '../../../../shared/database/ids';
import { isLearnersEnrollment } from '../../../courses';
import { restrictTo } from '../../groups/label-filter';
import { isSuspended } from '../../../identity';
import { behindPlace, byName, INDEXED_BY_NAME, type NamePlace, placeValues } from '../../name-order';
import type { AttendanceStatus, StandingEntry } from './attendance';
import { AttendanceChange } from './attendance-change.entity';
import { AttendanceEntry } from './attendance-entry.entity';

const STANDING = columnsOf(AttendanceEntry, 't', ['userId', 'status', 'version']);
const NEW_ENTRY = insertOf(AttendanceEntry, [
  ...(['activityId', 'userId', 'status', 'version', 'recordedBy', 'recordedAt'] as const),
]);
const NEW_CHANGE = insertOf(AttendanceChange, [
  ...(['id', 'activityId', 'userId', 'oldStatus', 'newStatus', 'changedBy', 'changedAt'] as const),
]);

/** A learner of a course, and what a register says of them. */
export interface RegisteredLearner extends NamePlace {
  userId: string;
  isSuspended: boolean;
  status: AttendanceStatus | null;
  version: number | null;
  recordedBy: string | null;
  recordedAt: Date | null;
}

type LearnerRow = Omit<RegisteredLearner, 'enrollmentId' | 'userId' | 'isSuspended' | 'recordedBy'> &
  Record<'enrollmentId' | 'userId', Buffer> & { isSuspended: number; recordedBy: Buffer | null };

interface Recording {
  activityId: string;
  changes: readonly { userId: string; from: AttendanceStatus | null; to: AttendanceStatus | null }[];
  by: string;
  now: Date;
}

/** The entries of registers, and their changes. */
@Injectable()
export class AttendanceRepository {
  constructor(private readonly database: Database) {}

  /** The entries of these people. The session's row is locked meanwhile, so they are not. */
  async standing(activityId: string, userIds: readonly string[]): Promise<Map<string, StandingEntry>> {
    if (userIds.length === 0) return new Map();
    const entries = await this.database.query(
      `SELECT ${STANDING.sql} FROM attendance_entries t WHERE t.activity_id = ? AND t.user_id IN (?)`,
      [toBinary(activityId), userIds.map(toBinary)],
      STANDING,
    );
    return new Map(entries.map((entry) => [entry.userId, entry]));
  }

  /** Those of the people who are or ever were learners of the course. */
  async learnersAmong(courseId: string, userIds: readonly string[]): Promise<Set<string>> {
    if (userIds.length === 0) return new Set();
    const rows = await this.database.query<{ userId: Buffer }>(
      `SELECT e.user_id AS userId FROM enrollments e
       WHERE e.course_id = ? AND ${isLearnersEnrollment('e')} AND e.user_id IN (?)`,
      [toBinary(courseId), userIds.map(toBinary)],
    );
    return new Set(rows.map(({ userId }) => fromBinary(userId)));
  }

  /** Writes entries and what was changed, with two statements. */
  async record({ activityId, changes, by, now }: Recording): Promise<void> {
    await this.database.insert(
      NEW_ENTRY,
      changes.map(({ userId, to }) => ({
        ...{ activityId, userId, status: to, version: 1, recordedBy: by, recordedAt: now },
      })),
      `version = version + 1, status = VALUES(status), recorded_by = VALUES(recorded_by),
       recorded_at = GREATEST(recorded_at, VALUES(recorded_at))`,
    );
    await this.database.insert(
      NEW_CHANGE,
      changes.map(({ userId, from, to }) => ({
        ...{ id: newId(), activityId, userId, oldStatus: from, newStatus: to, changedBy: by, changedAt: now },
      })),
    );
  }

  /** Up to `limit` + 1 of all who are or were learners of the course, by name. */
  async page(
    { courseId, activityId, scope }: { courseId: string; activityId: string; scope: Scope },
    { after, limit }: { after?: NamePlace; limit: number },
  ): Promise<RegisteredLearner[]> {
    const within = restrictTo(scope, 'e.user_id', new Conditions());
    const rows = await this.database.rows<LearnerRow>(
      `SELECT e.id AS enrollmentId, e.user_id AS userId, e.given_name AS givenName, e.family_name AS familyName,
              ${isSuspended('u')} AS isSuspended, t.status, t.version, t.recorded_by AS recordedBy,
              t.recorded_at AS recordedAt
       FROM enrollments e ${INDEXED_BY_NAME} STRAIGHT_JOIN users u ON u.id = e.user_id
       LEFT JOIN attendance_entries t ON t.activity_id = ? AND t.user_id = e.user_id
       WHERE e.course_id = ? AND ${isLearnersEnrollment('e')} AND ${within.sql} ${after ? `AND ${behindPlace('e')}` : ''}
       ORDER BY ${byName('e')} LIMIT ?`,
      [
        toBinary(activityId),
        toBinary(courseId),
        ...within.params,
        ...(after ? placeValues(after) : []),
        limit + 1,
      ],
    );
    return rows.map((row) => ({
      ...row,
      enrollmentId: fromBinary(row.enrollmentId),
      userId: fromBinary(row.userId),
      isSuspended: row.isSuspended === 1,
      recordedBy: fromNullableBinary(row.recordedBy),
    }));
  }

  async hasEntries(activityId: string): Promise<boolean> {
    const row = await this.database.row('SELECT 1 FROM attendance_changes WHERE activity_id = ? LIMIT 1', [
      toBinary(activityId),
    ]);
    return row !== undefined;
  }
}
