import type { Columns } from '../database/columns-of';

/**
 * Roles on the whole platform. Roles in a course stand beside them, in the enrollments module. Guardians take part in no
 * course.
 */
export const PLATFORM_ROLES = ['administrator', 'instructor', 'learner', 'guardian'] as const;
export type PlatformRole = (typeof PLATFORM_ROLES)[number];

/** The signed-in person, read once a request, with what their profile shows. */
export interface Caller {
  userId: string;
  sessionId: string;
  role: PlatformRole;
  username: string;
  email: string | null;
  givenName: string;
  familyName: string;
  /** BCP 47 tag. */
  locale: string;
  /** IANA name. */
  timeZone: string;
  createdAt: Date;
  /** Of the profile, for its ETag. */
  version: number;
}

/** What an access token says. */
export interface AccessClaims {
  /** User id. */
  sub: string;
  /** Session id: the family of refresh tokens that the token came from. */
  sid: string;
}

/** The parameters in the path of a request, and fields of its body, as they were sent. */
export type PathParameters = Readonly<Record<string, unknown>>;

/** What a route needs of the things that its path, or its body, names, read by the query that finds the caller: one round trip less. */
export interface ReadAlong<Row> {
  columns: Columns<Row>;
  /** LEFT JOINs to the caller, whom the SQL calls `u`: they are found whatever these find. By keys only. */
  join: string;
  /** The parameters of the path, or fields of the body, whose ids are the values of `join`, in their order. */
  ids: readonly string[];
  /** Those of `ids` that the body has. Where it has none, nothing is read along. */
  inBody?: readonly string[];
  /** The first of `ids` is a course: the caller's standing in it is read, too, and `join` may call it `c`. */
  withStanding?: boolean;
}

/** The caller of a route that reads something along. */
export interface CallerWithMore extends Caller {
  along: {
    what: ReadAlong<unknown>;
    ids: readonly string[];
    rows: readonly unknown[];
  };
}

/** What was read along with the caller of these ids; undefined where the request was for a route that does not do so. */
export function readAlongWith<Row>(
  caller: Caller,
  what: ReadAlong<Row>,
  ids: readonly string[],
): readonly Row[] | undefined {
  const { along } = caller as Partial<CallerWithMore>;
  const isSame = along?.what === what && ids.every((id, index) => id === along.ids[index]);
  return isSame ? (along.rows as readonly Row[]) : undefined;
}

/**
 * Finds the person behind a token. Declared here for the guard; provided by the modules above, which know what the
 * parameters of a path mean and can read the caller's role in that course with the same query.
 */
export abstract class CallerSource {
  /** Undefined when the account is gone or suspended or the session has ended. One query. */
  abstract find(
    claims: AccessClaims,
    parameters: PathParameters,
    along?: ReadAlong<unknown>,
  ): Promise<Caller | undefined>;
}
