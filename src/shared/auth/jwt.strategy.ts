import { createSecretKey } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { SETTINGS } from '../../config/config.module';
import type { Settings } from '../../config/settings';
import { isId } from '../database/ids';
import { TOKEN_ISSUER } from './access-tokens';
import type { VerifiedClaims } from './verified-tokens';

interface Payload {
  sub?: unknown;
  sid?: unknown;
  exp?: unknown;
}

/** Checks the bearer token against the key its `kid` names. The guard checks whether it has expired. */
@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy) {
  constructor(@Inject(SETTINGS) settings: Settings) {
    // As key objects: jsonwebtoken would first try to read a text as a public key. passport-jwt's types allow texts
    // only, but it accepts key objects.
    const secrets = new Map(
      settings.jwtKeys.map(({ kid, secret }) => [
        kid,
        createSecretKey(Buffer.from(secret)) as unknown as string,
      ]),
    );
    super({
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      secretOrKeyProvider: (
        _request: unknown,
        token: string,
        done: (error: unknown, secret?: string) => void,
      ) => done(null, secrets.get(keyIdOf(token) ?? '')),
      algorithms: ['HS256'],
      issuer: TOKEN_ISSUER,
      // The guard does so at every request, by the injected clock.
      ignoreExpiration: true,
    });
  }

  validate({ sub, sid, exp }: Payload): VerifiedClaims | false {
    return isId(sub) && isId(sid) && typeof exp === 'number' ? { sub, sid, exp } : false;
  }
}

function keyIdOf(token: string): string | undefined {
  try {
    const header = JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as {
      kid?: unknown;
    } | null;
    return typeof header?.kid === 'string' ? header.kid : undefined;
  } catch {
    return undefined;
  }
}
