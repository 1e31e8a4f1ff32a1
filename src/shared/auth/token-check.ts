import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import passport from 'passport';
import { type VerifiedClaims, VerifiedTokens } from './verified-tokens';

declare module 'fastify' {
  interface FastifyRequest {
    /** What the request's token says, if it has a genuine one. Whether it has expired is for the reader to judge. */
    claims: VerifiedClaims | undefined;
  }
}

/** As Passport returns it, whose types say nothing of it. */
type Middleware = (request: FastifyRequest, response: undefined, next: (error: Error) => void) => void;

/** Reads what a request's token says, once for each request and before anything is done for it. Asks no query. */
@Injectable()
export class TokenCheck {
  constructor(private readonly tokens: VerifiedTokens) {}

  /** Undefined without a genuine token; a promise where one is seen for the first time and its signature is checked. */
  claimsOf(request: FastifyRequest): VerifiedClaims | undefined | Promise<VerifiedClaims | undefined> {
    const { authorization } = request.headers;
    if (authorization === undefined) return undefined;
    return this.tokens.find(authorization) ?? this.verify(request, authorization);
  }

  /** Has Passport check the token, and remembers one that is genuine. */
  private async verify(request: FastifyRequest, authorization: string): Promise<VerifiedClaims | undefined> {
    const claims = await new Promise<VerifiedClaims | undefined>((resolve, reject) => {
      const judge = (error: Error | null, found: VerifiedClaims | false | undefined): void =>
        error ? reject(error) : resolve(found || undefined);
      const authenticate = passport.authenticate('jwt', { session: false }, judge) as Middleware;
      authenticate(request, undefined, reject);
    });
    if (claims) this.tokens.remember(authorization, claims);
    return claims;
  }
}
