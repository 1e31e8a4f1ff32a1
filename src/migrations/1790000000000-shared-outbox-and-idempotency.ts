import type { MigrationInterface, QueryRunner } from 'typeorm';

export class SharedOutboxAndIdempotency1790000000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE outbox_messages (
        id BINARY(16) NOT NULL PRIMARY KEY,
        topic VARCHAR(100) NOT NULL,
        payload MEDIUMTEXT NOT NULL,
        created_at DATETIME(3) NOT NULL,
        not_before DATETIME(3) NOT NULL,
        failures INT NOT NULL DEFAULT 0,
        last_error VARCHAR(1000) NULL,
        sent_at DATETIME(3) NULL,
        INDEX ix_outbox_messages_due (sent_at, not_before)
      ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci`);
    await queryRunner.query(`
      CREATE TABLE idempotency_keys (
        key_hash BINARY(32) NOT NULL PRIMARY KEY,
        user_id BINARY(16) NOT NULL,
        fingerprint BINARY(32) NOT NULL,
        created_at DATETIME(3) NOT NULL,
        locked_until DATETIME(3) NOT NULL,
        completed_at DATETIME(3) NULL,
        response MEDIUMTEXT NULL,
        INDEX ix_idempotency_keys_created (created_at)
      ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE idempotency_keys');
    await queryRunner.query('DROP TABLE outbox_messages');
  }
}
