import { Inject, Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { SETTINGS } from '../../config/config.module';
import type { Settings } from '../../config/settings';
import { Clock } from '../clock/clock';
import type { AccessClaims } from './caller';

export const TOKEN_ISSUER = 'stoa';

/** Issues access tokens: HS256, signed with the first key of JWT_KEYS, which their header names by `kid`. */
@Injectable()
export class AccessTokens {
  constructor(
    private readonly jwt: JwtService,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** A token, and how many seconds it lives. */
  async issue(claims: AccessClaims): Promise<{ token: string; expiresInSeconds: number }> {
    const [key] = this.settings.jwtKeys;
    if (!key) throw new Error('JWT_KEYS is empty');
    const issuedAt = Math.floor(this.clock.now().getTime() / 1000);
    const expiresInSeconds = this.settings.accessTokenMinutes * 60;
    const token = await this.jwt.signAsync(
      { ...claims, iat: issuedAt, exp: issuedAt + expiresInSeconds, iss: TOKEN_ISSUER },
      { secret: key.secret, keyid: key.kid, algorithm: 'HS256' },
    );
    return { token, expiresInSeconds };
  }
}
