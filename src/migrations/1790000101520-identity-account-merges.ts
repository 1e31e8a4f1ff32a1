import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from '../shared/database/schema-steps';

/** Which accounts were merged into which. */
export class IdentityAccountMerges1790000101520 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'account_merges',
      `id BINARY(16) NOT NULL PRIMARY KEY, kept_id BINARY(16) NOT NULL, duplicate_id BINARY(16) NOT NULL,
       reason VARCHAR(500) NULL, merged_by BINARY(16) NULL, merged_at DATETIME(3) NOT NULL,
       reversed_by BINARY(16) NULL, reversed_at DATETIME(3) NULL,
       INDEX ix_account_merges_duplicate (duplicate_id, reversed_at),
       INDEX ix_account_merges_kept (kept_id),
       CONSTRAINT fk_account_merges_kept FOREIGN KEY (kept_id) REFERENCES users (id),
       CONSTRAINT fk_account_merges_duplicate FOREIGN KEY (duplicate_id) REFERENCES users (id)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTable(runner, 'account_merges');
  }
}
