import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from '../shared/database/schema-steps';

export class IdentityLimits1790000010000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'rate_counts',
      `id BINARY(32) NOT NULL PRIMARY KEY,
       uses INT NOT NULL,
       ends_at DATETIME(3) NOT NULL,
       INDEX ix_rate_counts_end (ends_at)`,
    );
    await createTable(
      runner,
      'known_networks',
      `user_id BINARY(16) NOT NULL,
       network BINARY(32) NOT NULL,
       last_used_at DATETIME(3) NOT NULL,
       PRIMARY KEY (user_id, network),
       INDEX ix_known_networks_last_used (last_used_at),
       CONSTRAINT fk_known_networks_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTable(runner, 'known_networks');
    await dropTable(runner, 'rate_counts');
  }
}
