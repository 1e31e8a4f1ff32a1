import type { AccessClaims, PlatformRole, Caller } from '../../shared/auth/caller';
import type { SqlValue } from '../../shared/database/database';
import { toBinary } from '../../shared/database/ids';

/** What `CALLER_COLUMNS` reads. */
export interface CallerRow {
  platformRole: PlatformRole;
  username: string;
  email: string | null;
  givenName: string;
  familyName: string;
  locale: string;
  userTimeZone: string;
  userCreatedAt: Date;
  userVersion: number;
}

/**
 * The person behind a token, for the one query that every request pays for: by two primary keys, with what "who am I"
 * answers. Modules above join to it what they would ask next. `IS_CALLER` takes `callerValues`.
 */
export const CALLER_COLUMNS = `u.role AS platformRole, u.username, u.email, u.given_name AS givenName,
  u.family_name AS familyName, u.locale, u.time_zone AS userTimeZone, u.created_at AS userCreatedAt,
  u.version AS userVersion`;
export const CALLER = 'sessions s JOIN users u ON u.id = s.user_id';
export const IS_CALLER = 's.id = ? AND s.user_id = ? AND s.revoked_at IS NULL AND u.disabled_at IS NULL';

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
