import { fromBinary } from '../../../src/shared/database/ids';
import { buildBundle, type RowValues } from '../../support/oneroster-bundle';
import { smallSchool } from '../../support/small-school';
import type { RosterRoom } from './roster-room';

type School = ReturnType<typeof smallSchool>;

/** The small school after a change of its rows. */
export function changed(change: (school: School) => void): Promise<string> {
  const school = smallSchool();
  change(school);
  return buildBundle(school);
}

export function row(school: School, sourcedId: string): RowValues {
  return school.users.find((user) => user.sourcedId === sourcedId)!;
}

/** Gives a person another sourcedId, in all files. */
export function renew(school: School, from: string, to: string, values: RowValues = {}): void {
  Object.assign(row(school, from), { sourcedId: to, ...values });
  for (const enrollment of school.enrollments)
    if (enrollment.userSourcedId === from)
      Object.assign(enrollment, { userSourcedId: to, sourcedId: `new:${enrollment.sourcedId}` });
  for (const result of school.results)
    if (result.studentSourcedId === from)
      Object.assign(result, { studentSourcedId: to, sourcedId: `new:${result.sourcedId}` });
}

/** A row of users.csv for somebody whom the small school does not have; without sourcedId and username. */
export const NEWCOMER = {
  ...{ enabledUser: 'true', orgSourcedIds: 'school', role: 'student' },
  ...{ givenName: 'Nora', familyName: 'Neu', email: '' },
};

/** An account as tests of imports compare it. */
export interface StoredPerson {
  id: string;
  sourcedId: string | null;
  username: string;
  email: string | null;
  isSuspended: boolean;
}

/** All accounts, in the order in which they were made. */
export async function people(room: RosterRoom): Promise<StoredPerson[]> {
  const rows = await room.rows<
    Omit<StoredPerson, 'id' | 'isSuspended'> & { id: Buffer; disabledAt: Date | null }
  >(`SELECT id, sourced_id AS sourcedId, username, email, disabled_at AS disabledAt FROM users ORDER BY id`);
  return rows.map(({ id, disabledAt, ...rest }) => ({
    ...rest,
    id: fromBinary(id),
    isSuspended: disabledAt !== null,
  }));
}

export async function person(room: RosterRoom, sourcedId: string): Promise<StoredPerson | undefined> {
  return (await people(room)).find((stored) => stored.sourcedId === sourcedId);
}

/** The codes of an operation's issues. */
export async function codes(room: RosterRoom, id: string): Promise<string[]> {
  return (await room.issues(id)).map(({ code }) => code);
}
