import { Injectable } from '@nestjs/common';
import { Database } from '../../shared/database/database';
import { toBinary } from '../../shared/database/ids';
import { type Sourced, type SourcedChange, SourcedTable } from '../../shared/database/sourced-table';
import { dayIn } from '../../shared/time/zoned-time';
import { type CourseRole, hasEnded, hasNotEnded } from '../courses';
import { AccommodatedArrivals } from './accommodated-arrivals';
import { EarlierEnrollmentsRepository } from './earlier-enrollments.repository';
import { LearnerDays } from './learner-days';
import { PersonNamesRepository } from './person-names.repository';
import { EnrollmentChanges } from './states/enrollment-changes';
import { EnrollmentMovesRepository } from './states/enrollment-moves.repository';
import { BY_SYNC } from './states/enrollment-sources';
import { ended, redated as redatedTo } from './states/moves';

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
    private readonly moves: EnrollmentMovesRepository,
    private readonly changes: EnrollmentChanges,
  ) {
    super(store, {
      table: 'enrollments',
      active: hasNotEnded('t').replace('?', '{today}'),
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
      joined: {
        sql: 'STRAIGHT_JOIN courses c ON c.id = t.course_id',
        columns: { timeZone: 'c.time_zone' },
      },
      whenAdded: (now) => ({ created_at: now, updated_at: now, source: BY_SYNC.source }),
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

  /** An enrollment that had ended and starts again begins a new spell. What else changes its days is a move. */
  override async update(changes: readonly SourcedChange<RosterEnrollment>[], now: Date): Promise<void> {
    const redated = changes.filter(({ stored, wanted }) => hasOtherDays(stored, wanted));
    const beginsAgain = ({ stored, wanted }: SourcedChange<RosterEnrollment>): boolean => {
      const today = dayIn(now, stored.timeZone);
      return hasEnded(stored, today) && !hasEnded(wanted, today);
    };
    const resumed = redated.filter(beginsAgain);
    await this.earlier.keep(
      resumed.map(({ stored }) => stored),
      now,
    );
    await this.days.changing(
      redated.map(({ wanted }) => wanted),
      async () => {
        const changeOf = new Map(redated.map((change) => [change.stored.id, change]));
        const locked = await this.moves.lock([...changeOf.keys()]);
        await super.update(changes, now);
        await this.beginAgain(
          resumed.map(({ stored }) => stored.id),
          now,
        );
        const moves = locked.flatMap((before) => {
          const change = changeOf.get(before.id);
          if (!change || beginsAgain(change)) return [];
          const { stored, wanted } = change;
          const { beginDate, endDate } = wanted;
          return { before, after: redatedTo(before, { beginDate, endDate }, dayIn(now, stored.timeZone)) };
        });
        await this.changes.write(moves, BY_SYNC, { now, areWritten: true });
      },
    );
  }

  private async beginAgain(ids: readonly string[], now: Date): Promise<void> {
    if (ids.length === 0) return;
    await this.store.execute(
      `UPDATE enrollments SET state = 'active', spell = spell + 1, version = version + 1, enrolled_at = ?, enrolled_by = NULL,
         source = ? WHERE id IN (?)`,
      [now, BY_SYNC.source, ids.map(toBinary)],
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

  /** Ends the enrollments today, which is the day, except those that have ended. Returns how many it ended. */
  async end(ids: readonly string[], endDate: string): Promise<number> {
    if (ids.length === 0) return 0;
    const enrollments = await this.where('t.id IN (?)', ids.map(toBinary));
    const moves = await this.changes.change(
      enrollments,
      (before) => (hasEnded(before, endDate) ? before : ended(before, 'withdrawn', endDate)),
      { by: BY_SYNC },
    );
    return moves.length;
  }
}

function hasOtherDays(one: RosterEnrollment, other: RosterEnrollment): boolean {
  return one.beginDate !== other.beginDate || one.endDate !== other.endDate;
}
