/** Roles on the whole platform. Roles in a course stand beside them, in the enrollments module. */
export const PLATFORM_ROLES = ['administrator', 'instructor', 'learner'] as const;
export type PlatformRole = (typeof PLATFORM_ROLES)[number];

/** The signed-in person, read once a request, with what her profile shows. */
export interface Principal {
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

/** Finds the person behind a token. Declared here for the guard; the identity module provides it. */
export abstract class PrincipalSource {
  /** Undefined when the account is gone or disabled or the session is ended. One query. */
  abstract find(claims: AccessClaims): Promise<Principal | undefined>;
}
