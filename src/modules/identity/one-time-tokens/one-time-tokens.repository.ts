import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { MoreThan, type Repository } from 'typeorm';
import { Clock } from '../../../shared/clock/clock';
import { Database } from '../../../shared/database/database';
import { hashOfToken, newSecretToken } from '../secret-token';
import { OneTimeToken, type OneTimePurpose } from './one-time-token.entity';

const LIFETIME_HOURS: Record<OneTimePurpose, number> = { registration: 24, password_reset: 1 };

/** The content of a valid token. */
export interface OneTimeGrant<Payload> {
  userId: string | null;
  payload: Payload;
}

@Injectable()
export class OneTimeTokensRepository {
  constructor(
    @InjectRepository(OneTimeToken) private readonly tokens: Repository<OneTimeToken>,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Makes a token and returns it; only its hash is stored. Also deletes some expired tokens. */
  async issue(purpose: OneTimePurpose, about: { userId?: string; payload?: object }): Promise<string> {
    const token = newSecretToken();
    const now = this.clock.now();
    // TypeORM's DELETE knows no LIMIT.
    await this.database.run('DELETE FROM one_time_tokens WHERE expires_at <= ? LIMIT 100', [now]);
    await this.tokens.insert({
      tokenHash: hashOfToken(token),
      purpose,
      userId: about.userId ?? null,
      payload: about.payload ?? null,
      createdAt: now,
      expiresAt: new Date(now.getTime() + LIFETIME_HOURS[purpose] * 3_600_000),
    });
    return token;
  }

  /** The content of the token; undefined when it is unknown, used, expired or for another purpose. */
  async find<Payload>(purpose: OneTimePurpose, token: string): Promise<OneTimeGrant<Payload> | undefined> {
    const found = await this.tokens.findOneBy({
      tokenHash: hashOfToken(token),
      purpose,
      expiresAt: MoreThan(this.clock.now()),
    });
    return found ? { userId: found.userId, payload: found.payload as Payload } : undefined;
  }

  /** Uses the token up. False when another request did so first. */
  async use(token: string): Promise<boolean> {
    const { affected } = await this.tokens.delete({ tokenHash: hashOfToken(token) });
    return affected === 1;
  }

  /** Deletes all tokens of the account. */
  async discardAll(userId: string): Promise<void> {
    await this.tokens.delete({ userId });
  }
}
