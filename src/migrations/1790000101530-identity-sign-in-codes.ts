import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, createTable, dropColumn, dropTable } from '../shared/database/schema-steps';

/** Codes for people without an email address, and who issued the one that opened a session. */
export class IdentitySignInCodes1790000101530 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'sign_in_codes',
      `id BINARY(16) NOT NULL PRIMARY KEY, user_id BINARY(16) NOT NULL, course_id BINARY(16) NOT NULL,
       open_marker TINYINT NULL, code_hash VARCHAR(255) NULL, key_name VARCHAR(64) NOT NULL,
       issued_by BINARY(16) NOT NULL, issued_at DATETIME(3) NOT NULL, expires_at DATETIME(3) NOT NULL,
       ended_at DATETIME(3) NULL, ending VARCHAR(20) NULL,
       UNIQUE INDEX uq_sign_in_codes_open (user_id, open_marker),
       CONSTRAINT fk_sign_in_codes_user FOREIGN KEY (user_id) REFERENCES users (id)`,
    );
    await addColumn(runner, 'sessions', 'code_issued_by', 'BINARY(16) NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumn(runner, 'sessions', 'code_issued_by');
    await dropTable(runner, 'sign_in_codes');
  }
}
