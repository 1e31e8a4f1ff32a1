import { Injectable } from '@nestjs/common';
import { columnsOf } from '../database/columns-of';
import { Database } from '../database/database';
import { toBinary } from '../database/ids';
import { IdempotencyKey } from './idempotency-key.entity';

/** A request that was named with an `Idempotency-Key`. */
export interface KeyedRequest {
  /** SHA-256 of the caller and the key. */
  keyHash: Buffer;
  userId: string;
  /** SHA-256 of all that it asks for. */
  fingerprint: Buffer;
}

/**
 * A request as it was answered. `completedAt` is null for one that the previous build has claimed and not answered yet,
 * `response` (JSON) for an answer without a body.
 */
export type StoredRequest = Pick<
  IdempotencyKey,
  'fingerprint' | 'lockedUntil' | 'completedAt' | 'response' | 'answerView'
>;

const STORED = columnsOf(IdempotencyKey, 'k', [
  ...(['fingerprint', 'lockedUntil', 'completedAt', 'response', 'answerView'] as const),
]);

@Injectable()
export class IdempotencyRepository {
  constructor(private readonly database: Database) {}

  /**
   * Whether this request is the first with its key. Call it in the transaction that does the work: another request
   * with the same key waits until that ends, or for the lock timeout.
   */
  async claim({ keyHash, userId, fingerprint }: KeyedRequest, now: Date): Promise<boolean> {
    const { affectedRows } = await this.database.run(
      `INSERT IGNORE INTO idempotency_keys (key_hash, user_id, fingerprint, created_at, locked_until)
       VALUES (?, ?, ?, ?, ?)`,
      [keyHash, toBinary(userId), fingerprint, now, now],
    );
    return affectedRows === 1;
  }

  /** Locks the row until the transaction ends. */
  async find(keyHash: Buffer): Promise<StoredRequest | undefined> {
    return this.database.row(
      `SELECT ${STORED.sql} FROM idempotency_keys k WHERE k.key_hash = ? FOR UPDATE`,
      [keyHash],
      STORED,
    );
  }

  async complete(keyHash: Buffer, response: string | null, view: string | null, now: Date): Promise<void> {
    await this.database.run(
      'UPDATE idempotency_keys SET completed_at = ?, response = ?, answer_view = ? WHERE key_hash = ?',
      [now, response, view, keyHash],
    );
  }

  async deleteBefore(instant: Date): Promise<void> {
    await this.database.run('DELETE FROM idempotency_keys WHERE created_at < ? LIMIT 1000', [instant]);
  }
}
