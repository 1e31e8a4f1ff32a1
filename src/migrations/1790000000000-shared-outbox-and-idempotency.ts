import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from '../shared/database/schema-steps';

export class SharedOutboxAndIdempotency1790000000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await createTable(
      queryRunner,
      'outbox_messages',
      `
        id BINARY(16) NOT NULL PRIMARY KEY,
        topic VARCHAR(100) NOT NULL,
        payload MEDIUMTEXT NOT NULL,
        created_at DATETIME(3) NOT NULL,
        not_before DATETIME(3) NOT NULL,
        failures INT NOT NULL DEFAULT 0,
        last_error VARCHAR(1000) NULL,
        sent_at DATETIME(3) NULL,
        INDEX ix_outbox_messages_due (sent_at, not_before)`,
    );
    await createTable(
      queryRunner,
      'idempotency_keys',
      `
        key_hash BINARY(32) NOT NULL PRIMARY KEY,
        user_id BINARY(16) NOT NULL,
        fingerprint BINARY(32) NOT NULL,
        created_at DATETIME(3) NOT NULL,
        locked_until DATETIME(3) NOT NULL,
        completed_at DATETIME(3) NULL,
        response MEDIUMTEXT NULL,
        INDEX ix_idempotency_keys_created (created_at)`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await dropTable(queryRunner, 'idempotency_keys');
    await dropTable(queryRunner, 'outbox_messages');
  }
}
