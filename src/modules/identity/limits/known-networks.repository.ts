import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { Database } from '../../../shared/database/database';
import { KnownNetwork } from './known-network.entity';

/** The stored form of a network: SHA-256 of the result of `networkOf`. */
export function hashOfNetwork(network: string): Buffer {
  return createHash('sha256').update(network).digest();
}

/** Networks from which people have signed in. `CredentialsRepository` reads them together with the account. */
@Injectable()
export class KnownNetworksRepository {
  constructor(
    @InjectRepository(KnownNetwork) private readonly networks: Repository<KnownNetwork>,
    private readonly database: Database,
  ) {}

  async remember(userId: string, network: string, now: Date): Promise<void> {
    const known = { userId, network: hashOfNetwork(network), lastUsedAt: now };
    await this.networks.upsert(known, ['userId', 'network']);
  }

  /** Deletes up to `limit` networks last used before the instant, and returns how many. TypeORM's DELETE has no LIMIT. */
  async deleteUnusedSince(instant: Date, limit: number): Promise<number> {
    const { affectedRows } = await this.database.run(
      'DELETE FROM known_networks WHERE last_used_at < ? LIMIT ?',
      [instant, limit],
    );
    return affectedRows;
  }
}
