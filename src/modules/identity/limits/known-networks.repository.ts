import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';

/** What the store keeps of a network: SHA-256 of what `networkOf` gives. */
export function hashOfNetwork(network: string): Buffer {
  return createHash('sha256').update(network).digest();
}

/** From where people have signed in before. That it is so is read by `CredentialsRepository`, with the account. */
@Injectable()
export class KnownNetworksRepository {
  constructor(private readonly database: Database) {}

  async remember(userId: string, network: string, now: Date): Promise<void> {
    await this.database.run(
      `INSERT INTO known_networks (user_id, network, last_used_at) VALUES (?, ?, ?)
       ON DUPLICATE KEY UPDATE last_used_at = VALUES(last_used_at)`,
      [toBinary(userId), hashOfNetwork(network), now],
    );
  }

  /** Deletes up to `limit` that were last used before the instant, and tells how many. */
  async deleteUnusedSince(instant: Date, limit: number): Promise<number> {
    const { affectedRows } = await this.database.run(
      'DELETE FROM known_networks WHERE last_used_at < ? LIMIT ?',
      [instant, limit],
    );
    return affectedRows;
  }
}
