import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from '../shared/database/schema-steps';

/** What became of each row of a change of many enrollments. */
export class EnrollmentsBulkChanges1790000101130 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'enrollment_change_rows',
      `operation_id BINARY(16) NOT NULL, number INT NOT NULL, line INT NULL, named VARCHAR(255) NOT NULL,
       action VARCHAR(20) NULL, user_id BINARY(16) NULL, subject VARCHAR(40) NULL, wish VARCHAR(100) NOT NULL,
       outcome VARCHAR(10) NOT NULL, code VARCHAR(60) NULL, message VARCHAR(500) NULL,
       before_state MEDIUMTEXT NULL, after_state MEDIUMTEXT NULL,
       PRIMARY KEY (operation_id, number),
       INDEX ix_enrollment_change_rows_person (user_id, operation_id),
       INDEX ix_enrollment_change_rows_outcome (operation_id, outcome, number),
       CONSTRAINT fk_enrollment_change_rows_operation FOREIGN KEY (operation_id) REFERENCES operations (id) ON DELETE CASCADE`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTable(runner, 'enrollment_change_rows');
  }
}
