import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from '../shared/database/schema-steps';

export class SharedOperationChanges1790000018200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'operation_changes',
      `
        operation_id BINARY(16) NOT NULL,
        seq INT NOT NULL,
        part VARCHAR(40) NOT NULL,
        row_id BINARY(16) NOT NULL,
        action VARCHAR(10) NOT NULL,
        before_state MEDIUMTEXT NULL,
        after_state MEDIUMTEXT NOT NULL,
        PRIMARY KEY (operation_id, seq),
        CONSTRAINT fk_operation_changes_operation FOREIGN KEY (operation_id) REFERENCES operations (id) ON DELETE CASCADE`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTable(runner, 'operation_changes');
  }
}
