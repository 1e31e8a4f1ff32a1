import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { columnsOf, insertOf, type RowOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { valuesById } from '../../../shared/database/values-by-id';
import type { AttendanceStatus, CarryScope } from '../../courses';
import { LiveSession } from './live-session.entity';

const SESSION = columnsOf(LiveSession, 's', [
  ...(['activityId', 'courseId', 'startsAt', 'endsAt', 'location', 'joinAddress', 'isCancelled'] as const),
  ...(['version', 'updatedAt'] as const),
]);
const IN_COURSE = SESSION.andExpressions<{ timeZone: string; myAttendance: AttendanceStatus | null }>({
  timeZone: 'c.time_zone',
  myAttendance: 't.status',
});
const SCHEDULED = columnsOf(LiveSession, 's', ['activityId', 'startsAt', 'endsAt']).andExpressions<{
  title: string;
}>({ title: '(SELECT a.title FROM activities a WHERE a.id = s.activity_id)' });

const CARRIED = columnsOf(LiveSession, 's', [
  ...(['activityId', 'startsAt', 'endsAt', 'location', 'joinAddress', 'isCancelled'] as const),
]).andExpressions<{ title: string }>({ title: 'a.title' });
const RESTORED = insertOf(LiveSession, [
  ...(['activityId', 'courseId', 'startsAt', 'endsAt', 'location', 'joinAddress', 'isCancelled'] as const),
  'updatedAt',
]);
const TIMETABLE = SESSION.andExpressions<{ title: string; publishedTitle: string | null }>({
  title: 'a.title',
  publishedTitle: 'p.title',
});

export type LiveSessionRecord = RowOf<typeof SESSION>;
export type SessionInCourse = RowOf<typeof IN_COURSE>;
/** `publishedTitle` is null where learners do not see it. */
export type TimetableSession = RowOf<typeof TIMETABLE>;
export type ScheduledSession = RowOf<typeof SCHEDULED>;

/** A session, and the times that it gets. */
export interface MovedSession {
  before: ScheduledSession;
  after: Pick<LiveSession, 'startsAt' | 'endsAt'>;
}

/** Sessions by their activities. Off the hot path, but for the outline, whose statement is one for a whole course. */
@Injectable()
export class LiveSessionsRepository {
  constructor(
    private readonly database: Database,
    @InjectRepository(LiveSession) private readonly sessions: Repository<LiveSession>,
  ) {}

  async find(activityId: string): Promise<LiveSession | null> {
    return this.sessions.findOneBy({ activityId });
  }

  /** Locked until the transaction ends. */
  async lock(activityId: string): Promise<LiveSessionRecord | undefined> {
    return this.database.row(
      `SELECT ${SESSION.sql} FROM live_sessions s WHERE s.activity_id = ? FOR UPDATE`,
      [toBinary(activityId)],
      SESSION,
    );
  }

  /** @param learnerId whose attendance is told; null for nobody's */
  async ofCourse(courseId: string, learnerId: string | null): Promise<SessionInCourse[]> {
    return this.database.rows(
      `SELECT ${IN_COURSE.sql} FROM courses c JOIN live_sessions s ON s.course_id = c.id
       LEFT JOIN attendance_entries t ON t.activity_id = s.activity_id AND t.user_id = ? WHERE c.id = ?`,
      [learnerId === null ? null : toBinary(learnerId), toBinary(courseId)],
      IN_COURSE,
    );
  }

  /** Those of the courses that have times, with their titles as published and as drafts. One statement; none without courses. */
  async timetable(courseIds: readonly string[]): Promise<TimetableSession[]> {
    if (courseIds.length === 0) return [];
    return this.database.query(
      `SELECT ${TIMETABLE.sql}
       FROM live_sessions s FORCE INDEX (ix_live_sessions_course) STRAIGHT_JOIN activities a ON a.id = s.activity_id
       LEFT JOIN published_activities p ON p.activity_id = s.activity_id
       WHERE s.course_id IN (?) AND s.starts_at IS NOT NULL AND s.ends_at IS NOT NULL AND a.archived_at IS NULL`,
      [courseIds.map(toBinary)],
      TIMETABLE,
    );
  }

  async insert(activityId: string, courseId: string, now: Date): Promise<void> {
    await this.sessions.insert({ activityId, courseId, isCancelled: false, version: 1, updatedAt: now });
  }

  async update(
    activityId: string,
    changes: Partial<Omit<LiveSession, 'activityId' | 'courseId'>>,
  ): Promise<void> {
    await this.sessions.update({ activityId }, changes);
  }

  /** Gives the session a new version, since what it tells has changed elsewhere. Nothing where there is none. */
  async touch(activityId: string, now: Date): Promise<void> {
    await this.database.run(
      'UPDATE live_sessions SET version = version + 1, updated_at = GREATEST(updated_at, ?) WHERE activity_id = ?',
      [now, toBinary(activityId)],
    );
  }

  async delete(activityId: string): Promise<void> {
    await this.sessions.delete({ activityId });
  }

  /** The sessions of a course that have times, locked until the transaction ends. */
  async lockScheduled(courseId: string): Promise<ScheduledSession[]> {
    return this.database.rows(
      `SELECT ${SCHEDULED.sql} FROM live_sessions s
       WHERE s.course_id = ? AND s.starts_at IS NOT NULL ORDER BY s.activity_id FOR UPDATE`,
      [toBinary(courseId)],
      SCHEDULED,
    );
  }

  /** Those of the activities that are not archived, in the order of their ids. */
  async carried({ courseId, activityId }: CarryScope): Promise<RowOf<typeof CARRIED>[]> {
    return this.database.rows(
      `SELECT ${CARRIED.sql} FROM live_sessions s JOIN activities a ON a.id = s.activity_id
       WHERE s.course_id = ? ${activityId === null ? 'AND a.archived_at IS NULL' : 'AND s.activity_id = ?'} ORDER BY s.activity_id`,
      [toBinary(courseId), ...(activityId === null ? [] : [toBinary(activityId)])],
      CARRIED,
    );
  }

  /** Says of new sessions, which are there, when and where they take place. One statement; none without sessions. */
  async restore(
    sessions: readonly Omit<LiveSession, 'version' | 'updatedAt'>[],
    updatedAt: Date,
  ): Promise<void> {
    await this.database.insert(
      RESTORED,
      sessions.map((session) => ({ ...session, updatedAt })),
      `starts_at = VALUES(starts_at), ends_at = VALUES(ends_at), location = VALUES(location),
       join_address = VALUES(join_address), is_cancelled = VALUES(is_cancelled)`,
    );
  }

  /** Gives each its times and a new version. One statement; none without sessions. */
  async move(moved: readonly MovedSession[], now: Date): Promise<void> {
    if (moved.length === 0) return;
    const timesOf = (field: 'startsAt' | 'endsAt'): { id: string; value: Date | null }[] =>
      moved.map(({ before, after }) => ({ id: before.activityId, value: after[field] }));
    const starts = valuesById('activity_id', 'starts_at', timesOf('startsAt'));
    const ends = valuesById('activity_id', 'ends_at', timesOf('endsAt'));
    await this.database.execute(
      `UPDATE live_sessions SET starts_at = ${starts.sql}, ends_at = ${ends.sql}, version = version + 1,
         updated_at = GREATEST(updated_at, ?) WHERE activity_id IN (?)`,
      [...starts.values, ...ends.values, now, moved.map(({ before }) => toBinary(before.activityId))],
    );
  }
}
