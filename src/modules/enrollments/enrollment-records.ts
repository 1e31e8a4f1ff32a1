import { columnsOf } from '../../shared/database/columns-of';
import { isSuspended } from '../identity';
import { Enrollment } from './enrollment.entity';

const RECORD = [
  ...(['id', 'courseId', 'userId', 'role', 'state', 'beginDate', 'endDate', 'spell', 'source'] as const),
  ...(['version', 'createdAt', 'isOwner', 'groupIds'] as const),
];

/** The columns of an enrollment that answers and decisions need. */
export type EnrollmentRecord = Pick<Enrollment, (typeof RECORD)[number]>;

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

export function toPerson(
  id: string,
  { username, email, givenName, familyName, isSuspended }: PersonRow,
): PersonRecord {
  return { id, username, email, givenName, familyName, isSuspended: isSuspended === 1 };
}
