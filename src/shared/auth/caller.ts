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

/** The parameters in the path of a request, as they were sent. */
export type PathParameters = Readonly<Record<string, string | undefined>>;

/**
 * Finds the person behind a token. Declared here for the guard; provided by the modules above, which know what the
 * parameters of a path mean and can read the caller's role in that course with the same query.
 */
export abstract class CallerSource {
  /** Undefined when the account is gone or suspended or the session has ended. One query. */
  abstract find(claims: AccessClaims, parameters: PathParameters): Promise<Caller | undefined>;
}
