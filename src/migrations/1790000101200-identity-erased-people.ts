import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from '../shared/database/schema-steps';

/** Who was erased, and under which number. */
export class IdentityErasedPeople1790000101200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'erased_people',
      `user_id BINARY(16) NOT NULL PRIMARY KEY, number INT NOT NULL, sourced_id_digest BINARY(32) NULL,
       erased_by BINARY(16) NULL, erased_at DATETIME(3) NOT NULL,
       UNIQUE INDEX uq_erased_people_number (number),
       INDEX ix_erased_people_sourced_id (sourced_id_digest),
       CONSTRAINT fk_erased_people_user FOREIGN KEY (user_id) REFERENCES users (id)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTable(runner, 'erased_people');
  }
}
