import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from '../shared/database/schema-steps';

/** Who asked for all that is held about whom, and who fetched it. */
export class IdentityDataExports1790000101210 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'data_exports',
      `id BINARY(16) NOT NULL PRIMARY KEY, user_id BINARY(16) NOT NULL, asked_by BINARY(16) NULL,
       asked_at DATETIME(3) NOT NULL, fetches INT NOT NULL DEFAULT 0, fetched_by BINARY(16) NULL,
       fetched_at DATETIME(3) NULL,
       INDEX ix_data_exports_user (user_id),
       CONSTRAINT fk_data_exports_user FOREIGN KEY (user_id) REFERENCES users (id)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTable(runner, 'data_exports');
  }
}
