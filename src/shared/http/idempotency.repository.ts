import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import { toBinary } from '../database/ids';

export interface StoredRequest {
  fingerprint: Buffer;
  lockedUntil: Date;
  completedAt: Date | null;
  response: string | null;
}

@Injectable()
export class IdempotencyRepository {
  constructor(private readonly database: Database) {}

  /** Whether this request is the first with its key. */
  async claim(
    keyHash: Buffer,
    userId: string,
    fingerprint: Buffer,
    now: Date,
    lockedUntil: Date,
  ): Promise<boolean> {
    const { affectedRows } = await this.database.run(
      `INSERT IGNORE INTO idempotency_keys (key_hash, user_id, fingerprint, created_at, locked_until) VALUES (?, ?, ?, ?, ?)`,
      [keyHash, toBinary(userId), fingerprint, now, lockedUntil],
    );
    return affectedRows === 1;
  }

  async find(keyHash: Buffer): Promise<StoredRequest | undefined> {
    return this.database.row<StoredRequest>(
      `SELECT fingerprint, locked_until AS lockedUntil, completed_at AS completedAt, response
       FROM idempotency_keys WHERE key_hash = ?`,
      [keyHash],
    );
  }

  /** Takes over a request whose process died; false when another did first. */
  async takeOver(keyHash: Buffer, seen: StoredRequest, lockedUntil: Date): Promise<boolean> {
    const { affectedRows } = await this.database.run(
      'UPDATE idempotency_keys SET locked_until = ? WHERE key_hash = ? AND locked_until = ? AND completed_at IS NULL',
      [lockedUntil, keyHash, seen.lockedUntil],
    );
    return affectedRows === 1;
  }

  async complete(keyHash: Buffer, response: string | null, now: Date): Promise<void> {
    await this.database.run('UPDATE idempotency_keys SET completed_at = ?, response = ? WHERE key_hash = ?', [
      now,
      response,
      keyHash,
    ]);
  }

  async release(keyHash: Buffer): Promise<void> {
    await this.database.run('DELETE FROM idempotency_keys WHERE key_hash = ? AND completed_at IS NULL', [
      keyHash,
    ]);
  }

  async deleteBefore(instant: Date): Promise<void> {
    await this.database.run('DELETE FROM idempotency_keys WHERE created_at < ? LIMIT 100', [instant]);
  }
}
