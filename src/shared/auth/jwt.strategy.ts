import { createSecretKey } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { SETTINGS } from '../../config/config.module';
import type { Settings } from '../../config/settings';
import { Clock } from '../clock/clock';
import { isId } from '../database/ids';
import { TOKEN_ISSUER } from './access-tokens';
import { type Principal, PrincipalSource } from './principal';

interface Payload {
  sub?: unknown;
  sid?: unknown;
  exp?: unknown;
}

/** Checks the bearer token against the key its `kid` names, then reads the person behind it. */
@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy) {
  constructor(
    @Inject(SETTINGS) settings: Settings,
    private readonly principals: PrincipalSource,
    private readonly clock: Clock,
  ) {
    // As key objects: of a text, jsonwebtoken first tries whether it is a public key, at every request. It takes them,
    // though passport-jwt's types know of texts only.
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
      // Expiry is judged below, by the injected clock.
      ignoreExpiration: true,
    });
  }

  async validate(payload: Payload): Promise<Principal | false> {
    const { sub, sid, exp } = payload;
    if (!isId(sub) || !isId(sid) || typeof exp !== 'number') return false;
    if (exp * 1000 <= this.clock.now().getTime()) return false;
    return (await this.principals.find({ sub, sid })) ?? false;
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
