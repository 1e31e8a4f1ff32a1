import { Injectable } from '@nestjs/common';
import { Clock } from '../../../shared/clock/clock';
import { Database } from '../../../shared/database/database';
import { fromNullableBinary, toBinary, toNullableBinary } from '../../../shared/database/ids';
import { parseJson } from '../../../shared/database/json';
import { hashOfToken, newSecretToken } from '../secret-token';
import type { OneTimePurpose } from './one-time-token.entity';

const LIFETIME_HOURS: Record<OneTimePurpose, number> = { registration: 24, password_reset: 1 };

/** What a valid token stands for. */
export interface OneTimeGrant<Payload> {
  userId: string | null;
  payload: Payload;
}

@Injectable()
export class OneTimeTokensRepository {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Makes a token and returns it; the store keeps only its hash. Expired tokens are cleared away on the way. */
  async issue(purpose: OneTimePurpose, about: { userId?: string; payload?: unknown }): Promise<string> {
    const token = newSecretToken();
    const now = this.clock.now();
    await this.database.run('DELETE FROM one_time_tokens WHERE expires_at <= ? LIMIT 100', [now]);
    await this.database.run(
      `INSERT INTO one_time_tokens (token_hash, purpose, user_id, payload, created_at, expires_at)
       VALUES (?, ?, ?, ?, ?, ?)`,
      [
        hashOfToken(token),
        purpose,
        toNullableBinary(about.userId),
        JSON.stringify(about.payload ?? null),
        now,
        new Date(now.getTime() + LIFETIME_HOURS[purpose] * 3_600_000),
      ],
    );
    return token;
  }

  /** What the token stands for; undefined when it is unknown, used, expired or for something else. */
  async find<Payload>(purpose: OneTimePurpose, token: string): Promise<OneTimeGrant<Payload> | undefined> {
    const row = await this.database.row<{ userId: Buffer | null; payload: unknown }>(
      `SELECT user_id AS userId, payload FROM one_time_tokens
       WHERE token_hash = ? AND purpose = ? AND expires_at > ?`,
      [hashOfToken(token), purpose, this.clock.now()],
    );
    return row && { userId: fromNullableBinary(row.userId), payload: parseJson<Payload>(row.payload) };
  }

  /** Uses the token up. False when another request did so first. */
  async use(token: string): Promise<boolean> {
    const { affectedRows } = await this.database.run('DELETE FROM one_time_tokens WHERE token_hash = ?', [
      hashOfToken(token),
    ]);
    return affectedRows === 1;
  }

  /** Makes every open token of the account worthless. */
  async discardAll(userId: string): Promise<void> {
    await this.database.run('DELETE FROM one_time_tokens WHERE user_id = ?', [toBinary(userId)]);
  }
}
