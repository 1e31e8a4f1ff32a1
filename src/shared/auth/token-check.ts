import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import passport from 'passport';
import { type VerifiedClaims, VerifiedTokens } from './verified-tokens';

declare module 'fastify' {
  interface FastifyRequest {
    /** The claims of the request's token, if its signature is valid. It may have expired. */
    claims: VerifiedClaims | undefined;
  }
}

/** What Passport's strategy for JWTs reads of a request. */
interface TokenBearer {
  headers: { authorization: string };
}

/** What Passport really returns; its types do not say so. */
type Middleware = (bearer: TokenBearer, response: undefined, next: (error: Error) => void) => void;

/** Reads the claims of a request's token, once for each request and before anything else is done. Sends no query. */
@Injectable()
export class TokenCheck {
  constructor(private readonly tokens: VerifiedTokens) {}

  /** Undefined without a valid token; a promise when a token is seen for the first time and its signature must be checked. */
  claimsOf(request: FastifyRequest): VerifiedClaims | undefined | Promise<VerifiedClaims | undefined> {
    const { authorization } = request.headers;
    if (authorization === undefined) return undefined;
    return this.tokens.find(authorization) ?? this.verify(authorization);
  }

  /** Has Passport check the token, and remembers it if it is valid. */
  private async verify(authorization: string): Promise<VerifiedClaims | undefined> {
    const claims = await new Promise<VerifiedClaims | undefined>((resolve, reject) => {
      const judge = (error: Error | null, found: VerifiedClaims | false | undefined): void =>
        error ? reject(error) : resolve(found || undefined);
      const authenticate = passport.authenticate('jwt', { session: false }, judge) as Middleware;
      // Not the request itself, because Passport adds properties to what it is given (see `declareRequestFields`).
      authenticate({ headers: { authorization } }, undefined, reject);
    });
    if (claims) this.tokens.remember(authorization, claims);
    return claims;
  }
}
