import { columnsOf, type RowOf } from '../../shared/database/columns-of';
import { isSuspended } from '../identity';
import { Enrollment } from './enrollment.entity';

const RECORD = [
  ...(['id', 'courseId', 'userId', 'role', 'state', 'beginDate', 'endDate', 'spell', 'source'] as const),
  ...(['version', 'createdAt', 'isOwner', 'groupIds'] as const),
];

/** The columns of an enrollment that answers and decisions need. */
export type EnrollmentRecord = Pick<Enrollment, (typeof RECORD)[number]>;

/** The columns of an enrollment out of a row that has more. */
export function enrollmentIn(row: EnrollmentRecord): EnrollmentRecord {
  return Object.fromEntries(RECORD.map((name) => [name, row[name]])) as unknown as EnrollmentRecord;
}

export interface PersonRecord {
  id: string;
  username: string;
  email: string | null;
  givenName: string;
  familyName: string;
  /** Nobody can sign in with the account. */
  isSuspended: boolean;
}

/** A person as the columns `PERSON` give one. */
export interface PersonRow {
  username: string;
  email: string | null;
  givenName: string;
  familyName: string;
  isSuspended: number;
}

/** An enrollment with its person. */
export interface RosterRecord {
  enrollment: EnrollmentRecord;
  person: PersonRecord;
}

/** Of enrollments `e`. */
export const ENROLLMENT = columnsOf(Enrollment, 'e', RECORD);

/** Of accounts `u`, by their names in a row. */
export const PERSON: Record<keyof PersonRow, string> = {
  username: 'u.username',
  email: 'u.email',
  givenName: 'u.given_name',
  familyName: 'u.family_name',
  isSuspended: isSuspended('u'),
};

/** As `ENROLLMENT`, of enrollments `o`, by names that a row about somebody else leaves free. */
export const OTHERS_ENROLLMENT = columnsOf(Enrollment, 'o', {
  ...{ otherId: 'id', otherCourseId: 'courseId', otherUserId: 'userId', otherRole: 'role' },
  ...{ otherState: 'state', otherBeginDate: 'beginDate', otherEndDate: 'endDate', otherSpell: 'spell' },
  ...{ otherSource: 'source', otherVersion: 'version', otherCreatedAt: 'createdAt' },
  ...{ otherIsOwner: 'isOwner', otherGroupIds: 'groupIds' },
});

/** As `PERSON`, of accounts `p`, likewise. */
export const OTHER_PERSON: Record<keyof OtherPersonRow, string> = {
  otherUsername: 'p.username',
  otherEmail: 'p.email',
  otherGivenName: 'p.given_name',
  otherFamilyName: 'p.family_name',
  otherIsSuspended: isSuspended('p'),
};

export interface OtherPersonRow {
  otherUsername: string;
  otherEmail: string | null;
  otherGivenName: string;
  otherFamilyName: string;
  otherIsSuspended: number;
}

/** Null for a row without an enrollment. */
export function othersEnrollment(row: {
  [Name in keyof RowOf<typeof OTHERS_ENROLLMENT>]: RowOf<typeof OTHERS_ENROLLMENT>[Name] | null;
}): EnrollmentRecord | null {
  if (row.otherId === null) return null;
  const other = row as RowOf<typeof OTHERS_ENROLLMENT>;
  return {
    ...{ id: other.otherId, courseId: other.otherCourseId, userId: other.otherUserId, role: other.otherRole },
    ...{ state: other.otherState, beginDate: other.otherBeginDate, endDate: other.otherEndDate },
    ...{ spell: other.otherSpell, source: other.otherSource, version: other.otherVersion },
    ...{ createdAt: other.otherCreatedAt, isOwner: other.otherIsOwner, groupIds: other.otherGroupIds },
  };
}

export function toPerson(
  id: string,
  { username, email, givenName, familyName, isSuspended }: PersonRow,
): PersonRecord {
  return { id, username, email, givenName, familyName, isSuspended: isSuspended === 1 };
}
