import { Injectable } from '@nestjs/common';
import type { PlatformRole, ReadAlong } from '../../shared/auth/caller';
import type { RowOf } from '../../shared/database/columns-of';
import { Database, type SqlValue } from '../../shared/database/database';
import { fromBinary, toBinary } from '../../shared/database/ids';
import { plainForm } from '../../shared/text/search-form';
import { hasNotEnded } from '../courses';
import {
  ENROLLMENT,
  type EnrollmentRecord,
  OTHER_PERSON,
  type OtherPersonRow,
  OTHERS_ENROLLMENT,
  othersEnrollment,
  PERSON,
  type PersonRecord,
  type PersonRow,
  toPerson,
} from './enrollment-records';

/** A person to enroll, with all their enrollments in the course. */
export interface Candidate {
  person: PersonRecord;
  platformRole: PlatformRole;
  enrollments: EnrollmentRecord[];
  /** Of the course; null when there is no such course. */
  timeZone: string | null;
  /** Of the account: another one after each change of it. */
  accountVersion: number;
}

/** What it rests on that somebody may be enrolled: see `STILL_TRUE`. */
export interface Grounds {
  courseId: string;
  userId: string;
  accountVersion: number;
  timeZone: string;
  today: string;
  /** Nobody is enrolled by it in a course whose seats are limited: its settings are to be held first. */
  takesSeat: boolean;
}

/** Somebody, by their id or by their username. */
export type Who = { userId: string } | { username: string };

const timeZone = (lock: string): string =>
  `(SELECT c.time_zone FROM courses c WHERE c.id = ? AND u.id IS NOT NULL ${lock})`;
// The course comes first: whoever limits its seats waits for those who share it, and counts whom they enroll.
const UNLIMITED = `(SELECT c.time_zone FROM courses c LEFT JOIN enrollment_settings x ON x.course_id = c.id
  WHERE c.id = ? AND u.id IS NOT NULL AND x.capacity IS NULL LOCK IN SHARE MODE)`;
const candidate = (lock: string) =>
  ENROLLMENT.orNull().andExpressions<
    PersonRow & {
      personId: Buffer;
      platformRole: PlatformRole;
      accountVersion: number;
      timeZone: string | null;
    }
  >({
    ...{ ...PERSON, personId: 'u.id', platformRole: 'u.role', accountVersion: 'u.version' },
    timeZone: timeZone(lock),
  });

const HOLDING_THE_COURSE = 'LOCK IN SHARE MODE';
const SEEN = candidate('');
const LOCKED = candidate(HOLDING_THE_COURSE);

/**
 * What follows the values of an `INSERT … SELECT` that enrolls an account `u`, here or again: it inserts nothing unless the
 * account and the course's time zone are as they were read, and no enrollment of the person has come that has not ended.
 * It enrolls nobody with accommodations either, of whom other modules must hear in a transaction.
 * It locks as `CandidatesRepository.lock` does, the account before the course (decision 11): of two such statements the
 * second waits, and then finds what the first has inserted.
 *
 * @param own joins the enrollment that is to be reopened
 */
export function stillTrue({ takesSeat }: Pick<Grounds, 'takesSeat'>, own = ''): string {
  return `FROM users u ${own} LEFT JOIN enrollments o
         ON o.course_id = ? AND o.user_id = u.id AND ${hasNotEnded('o')}
       WHERE u.id = ? AND u.version = ? AND o.id IS NULL
         AND NOT EXISTS (SELECT 1 FROM accommodations n WHERE n.user_id = u.id) AND ${takesSeat ? UNLIMITED : timeZone(HOLDING_THE_COURSE)} = ? FOR UPDATE`;
}

/** The values of `stillTrue`, after those of `own`. */
export function groundValues({
  courseId,
  userId,
  accountVersion,
  timeZone: zone,
  today,
}: Grounds): SqlValue[] {
  return [toBinary(courseId), today, toBinary(userId), accountVersion, toBinary(courseId), zone];
}

/**
 * Somebody whom a request names by their id, with all their enrollments in the course, for the query that finds who calls. One row
 * for each of these and each enrollment of the caller.
 */
export const CANDIDATE = {
  columns: OTHERS_ENROLLMENT.orNull().andExpressions<
    OtherPersonRow & { candidateId: Buffer | null; candidateRole: PlatformRole; accountVersion: number }
  >({ ...OTHER_PERSON, candidateId: 'p.id', candidateRole: 'p.role', accountVersion: 'p.version' }),
  join: 'LEFT JOIN users p ON p.id = ? LEFT JOIN enrollments o ON o.course_id = c.id AND o.user_id = p.id',
  ids: ['courseId', 'userId'],
  inBody: ['userId'],
  withStanding: true,
} satisfies ReadAlong<unknown>;

/** The candidate of these rows; undefined where there is no such account. */
export function toCandidate(
  rows: readonly RowOf<typeof CANDIDATE.columns>[],
  timeZone: string,
): Candidate | undefined {
  const [first] = rows;
  if (!first?.candidateId) return undefined;
  const byId = new Map(
    rows.map((row) => othersEnrollment(row)).flatMap((own) => (own ? [[own.id, own] as const] : [])),
  );
  const { otherUsername: username, otherEmail: email, otherGivenName: givenName } = first;
  const { otherFamilyName: familyName, otherIsSuspended: isSuspended } = first;
  return {
    person: toPerson(fromBinary(first.candidateId), { username, email, givenName, familyName, isSuspended }),
    platformRole: first.candidateRole,
    enrollments: [...byId.values()],
    timeZone,
    accountVersion: first.accountVersion,
  };
}

/** Who is to be enrolled. */
@Injectable()
export class CandidatesRepository {
  constructor(private readonly database: Database) {}

  /** Somebody with all their enrollments in the course; undefined when there is no such account. Takes no locks. */
  find(courseId: string, who: Who): Promise<Candidate | undefined> {
    return this.read(courseId, who, SEEN, '');
  }

  /**
   * As `find`. Locks the account's row until the transaction ends: of two requests that enroll the same person at once, the
   * second waits here and then sees the first one's enrollment. The course's row is locked, too, but shared: its time
   * zone, which decides what day it is, cannot change before the enrollment is written.
   */
  lock(courseId: string, who: Who): Promise<Candidate | undefined> {
    return this.read(courseId, who, LOCKED, 'FOR UPDATE');
  }

  private async read(
    courseId: string,
    who: Who,
    columns: typeof SEEN,
    lock: string,
  ): Promise<Candidate | undefined> {
    const [column, value] =
      'userId' in who
        ? (['id', toBinary(who.userId)] as const)
        : (['username', plainForm(who.username)] as const);
    const rows = await this.database.rows(
      `SELECT ${columns.sql}
       FROM users u LEFT JOIN enrollments e ON e.course_id = ? AND e.user_id = u.id
       WHERE u.${column} = ? ${lock}`,
      [toBinary(courseId), toBinary(courseId), value],
      columns,
    );
    const [first] = rows;
    if (!first) return undefined;
    const { personId, platformRole, timeZone: zone, accountVersion } = first;
    return {
      person: toPerson(fromBinary(personId), first),
      enrollments: rows.filter(isEnrolled),
      ...{ platformRole, timeZone: zone, accountVersion },
    };
  }
}

function isEnrolled<Row extends { id: string | null }>(row: Row): row is Row & EnrollmentRecord {
  return row.id !== null;
}
