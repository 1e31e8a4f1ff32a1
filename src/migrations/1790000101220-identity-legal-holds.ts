import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from '../shared/database/schema-steps';

/** Whose data must be kept for now, and why. */
export class IdentityLegalHolds1790000101220 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'legal_holds',
      `id BINARY(16) NOT NULL PRIMARY KEY, user_id BINARY(16) NOT NULL, reason VARCHAR(1000) NOT NULL,
       holds_until DATETIME(3) NULL, placed_by BINARY(16) NULL, placed_at DATETIME(3) NOT NULL,
       lifted_by BINARY(16) NULL, lifted_at DATETIME(3) NULL,
       INDEX ix_legal_holds_user (user_id, lifted_at),
       CONSTRAINT fk_legal_holds_user FOREIGN KEY (user_id) REFERENCES users (id)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTable(runner, 'legal_holds');
  }
}
