import { Injectable } from '@nestjs/common';
import { BoundedMap } from '../collections/bounded-map';
import type { AccessClaims } from './caller';

/** The claims of a token whose signature is valid. */
export interface VerifiedClaims extends AccessClaims {
  /** Seconds since 1970, as in the token (RFC 7519 §4.1.4). */
  exp: number;
}

/** Under 10 MB of tokens. */
const MOST = 10_000;

/**
 * Tokens whose signature was checked before, by their `Authorization` header. A person sends the same one with every
 * request for some minutes, and the process's keys do not change, so its signature need not be checked each time.
 * Whether it has expired, and whether its session has ended, is checked at every request.
 */
@Injectable()
export class VerifiedTokens {
  private readonly claims = new BoundedMap<VerifiedClaims>(MOST);

  find(header: string | undefined): VerifiedClaims | undefined {
    return header === undefined ? undefined : this.claims.get(header);
  }

  remember(header: string, claims: VerifiedClaims): void {
    this.claims.set(header, claims);
  }
}
