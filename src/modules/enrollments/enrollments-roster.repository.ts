import { Injectable } from '@nestjs/common';
import { Database } from '../../shared/database/database';
import { toBinary } from '../../shared/database/ids';
import { type Sourced, type SourcedChange, SourcedTable } from '../../shared/database/sourced-table';
import { dayIn } from '../../shared/time/zoned-time';
import { type CourseRole, enrollmentStatus } from '../courses';
import { AccommodatedArrivals } from './accommodated-arrivals';
import { EarlierEnrollmentsRepository } from './earlier-enrollments.repository';
import { LearnerDays } from './learner-days';
import { PersonNamesRepository } from './person-names.repository';

/** The fields of an enrollment that a roster import reads and writes. */
export interface RosterEnrollment {
  courseId: string;
  userId: string;
  role: CourseRole;
  /** First active day, and first day that is no longer active, `YYYY-MM-DD` in the course's time zone. */
  beginDate: string;
  endDate: string | null;
  /** IANA time zone of the course; only read. */
  timeZone: string;
}

/** Stoa has only one enrollment for each such key. */
export type EnrollmentKey = Pick<RosterEnrollment, 'courseId' | 'userId' | 'role'>;

/** Enrollments for roster imports. It checks no permissions. */
@Injectable()
export class EnrollmentsRoster extends SourcedTable<RosterEnrollment> {
  constructor(
    private readonly store: Database,
    names: PersonNamesRepository,
    private readonly earlier: EarlierEnrollmentsRepository,
    private readonly arrivals: AccommodatedArrivals,
    private readonly days: LearnerDays,
  ) {
    super(store, {
      table: 'enrollments',
      active: 't.end_date IS NULL OR t.end_date > {today}',
      columns: {
        courseId: 'course_id',
        userId: 'user_id',
        role: 'role',
        beginDate: 'begin_date',
        endDate: 'end_date',
        timeZone: 'c.time_zone',
      },
      ids: ['courseId', 'userId'],
      // With a plain join, the database would start at the few courses and read all their enrollments.
      joined: { sql: 'STRAIGHT_JOIN courses c ON c.id = t.course_id', columns: { timeZone: 'c.time_zone' } },
      whenAdded: (now) => ({ created_at: now, updated_at: now }),
      copied: {
        columns: ['family_name', 'given_name'],
        read: async (rows) => {
          const nameOf = await names.hold(rows.map(({ userId }) => userId));
          return rows.map(({ userId }) => {
            const { familyName, givenName } = nameOf(userId);
            return [familyName, givenName];
          });
        },
      },
      whenChanged: 'updated_at = GREATEST(updated_at, VALUES(updated_at))',
    });
  }

  /** The enrollments of these people in these courses, with any role. One query. */
  async findByPerson(keys: readonly EnrollmentKey[]): Promise<Sourced<RosterEnrollment>[]> {
    return this.where(
      '(t.course_id, t.user_id) IN (?)',
      keys.map(({ courseId, userId }) => [toBinary(courseId), toBinary(userId)]),
    );
  }

  override async insert(rows: readonly Sourced<RosterEnrollment>[], now: Date): Promise<void> {
    await super.insert(rows, now);
    await this.arrivals.tell(rows);
  }

  /** Keeps the former days of enrollments that had ended and start again. */
  override async update(changes: readonly SourcedChange<RosterEnrollment>[], now: Date): Promise<void> {
    const resumed = changes.filter(({ stored, wanted }) => {
      const today = dayIn(now, stored.timeZone);
      return isEnded(stored, today) && !isEnded(wanted, today);
    });
    await this.earlier.keep(
      resumed.map(({ stored }) => stored),
      now,
    );
    const redated = changes.filter(({ stored, wanted }) => hasOtherDays(stored, wanted));
    await this.days.changing(
      redated.map(({ wanted }) => wanted),
      () => super.update(changes, now),
    );
  }

  /**
   * Removes the sourcedIds of the enrollments, which other enrollments are about to get, and ends them today unless they
   * have ended. An enrollment never moves to another person, course or role.
   */
  async release(enrollments: readonly Sourced<RosterEnrollment>[], now: Date): Promise<void> {
    await this.update(
      enrollments.map((stored) => ({ stored, wanted: this.released(stored, now) })),
      now,
    );
  }

  /** What `release` makes of an enrollment. */
  released(stored: Sourced<RosterEnrollment>, now: Date): Sourced<RosterEnrollment> {
    const today = dayIn(now, stored.timeZone);
    const endDate = stored.endDate !== null && stored.endDate <= today ? stored.endDate : today;
    return { ...stored, sourcedId: null, endDate };
  }

  /** Ends the enrollments on the day, except those that end earlier. Returns how many it ended. */
  async end(ids: readonly string[], endDate: string, now: Date): Promise<number> {
    if (ids.length === 0) return 0;
    const enrollments = await this.where('t.id IN (?)', ids.map(toBinary));
    return this.days.changing(enrollments, async () => {
      const { affectedRows } = await this.store.execute(
        'UPDATE enrollments SET end_date = ?, updated_at = GREATEST(updated_at, ?) WHERE id IN (?) AND (end_date IS NULL OR end_date > ?)',
        [endDate, now, ids.map(toBinary), endDate],
      );
      return affectedRows;
    });
  }
}

function hasOtherDays(one: RosterEnrollment, other: RosterEnrollment): boolean {
  return one.beginDate !== other.beginDate || one.endDate !== other.endDate;
}

function isEnded(enrollment: RosterEnrollment, today: string): boolean {
  return enrollmentStatus(enrollment, today) === 'ended';
}
