import type { AccessClaims, Caller } from '../../shared/auth/caller';
import { columnsOf, type RowOf } from '../../shared/database/columns-of';
import type { SqlValue } from '../../shared/database/database';
import { toBinary } from '../../shared/database/ids';
import { User } from './users/user.entity';

/**
 * The caller, for the one query that every request makes: by two primary keys, with the columns that `GET /v1/me` answers.
 * Named SQL, because it is the hottest query; modules above join to it what they would read next. `IS_CALLER` takes
 * `callerValues`.
 */
export const CALLER_COLUMNS = columnsOf(User, 'u', {
  platformRole: 'role',
  username: 'username',
  email: 'email',
  givenName: 'givenName',
  familyName: 'familyName',
  locale: 'locale',
  userTimeZone: 'timeZone',
  userCreatedAt: 'createdAt',
  userVersion: 'version',
});
export const CALLER = 'sessions s JOIN users u ON u.id = s.user_id';
export const IS_CALLER = 's.id = ? AND s.user_id = ? AND s.revoked_at IS NULL AND u.disabled_at IS NULL';

/** What `CALLER_COLUMNS` reads. */
export type CallerRow = RowOf<typeof CALLER_COLUMNS>;

export function callerValues({ sub, sid }: AccessClaims): SqlValue[] {
  return [toBinary(sid), toBinary(sub)];
}

export function toCaller({ sub, sid }: AccessClaims, row: CallerRow): Caller {
  const { platformRole, username, email, givenName, familyName, locale } = row;
  return {
    userId: sub,
    sessionId: sid,
    role: platformRole,
    username,
    email,
    givenName,
    familyName,
    locale,
    timeZone: row.userTimeZone,
    createdAt: row.userCreatedAt,
    version: row.userVersion,
  };
}

/** The SQL condition for a suspended account, for queries of other modules that join `users` under this alias. */
export function isSuspended(alias: string): string {
  return `(${alias}.disabled_at IS NOT NULL)`;
}
