import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from '../shared/database/schema-steps';

export class SharedOperations1790000000500 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // exclusive_key is the kind while the operation is queued or running, where only one of the kind may be; unique
    // keys pass over NULLs. requested_by has no foreign key: accounts come with a later migration, and never go.
    await createTable(
      queryRunner,
      'operations',
      `
        id BINARY(16) NOT NULL PRIMARY KEY,
        kind VARCHAR(40) NOT NULL,
        status VARCHAR(20) NOT NULL,
        exclusive_key VARCHAR(40) NULL,
        subject VARCHAR(255) NOT NULL,
        requested_by BINARY(16) NULL,
        dry_run TINYINT NOT NULL,
        confirmed TINYINT NOT NULL,
        input MEDIUMTEXT NOT NULL,
        phase VARCHAR(255) NULL,
        progress_done BIGINT NOT NULL DEFAULT 0,
        progress_total BIGINT NULL,
        summary MEDIUMTEXT NULL,
        confirmation MEDIUMTEXT NULL,
        error_code VARCHAR(100) NULL,
        error_detail VARCHAR(2000) NULL,
        issue_count INT NOT NULL DEFAULT 0,
        created_at DATETIME(3) NOT NULL,
        started_at DATETIME(3) NULL,
        finished_at DATETIME(3) NULL,
        heartbeat_at DATETIME(3) NOT NULL,
        UNIQUE INDEX uq_operations_exclusive (exclusive_key),
        INDEX ix_operations_requester (requested_by, id)`,
    );
    await createTable(
      queryRunner,
      'operation_issues',
      `
        operation_id BINARY(16) NOT NULL,
        seq INT NOT NULL,
        severity VARCHAR(10) NOT NULL,
        file VARCHAR(255) NULL,
        line INT NULL,
        column_name VARCHAR(255) NULL,
        code VARCHAR(60) NOT NULL,
        message VARCHAR(1000) NOT NULL,
        value VARCHAR(255) NULL,
        PRIMARY KEY (operation_id, seq),
        CONSTRAINT fk_operation_issues_operation FOREIGN KEY (operation_id) REFERENCES operations (id) ON DELETE CASCADE`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await dropTable(queryRunner, 'operation_issues');
    await dropTable(queryRunner, 'operations');
  }
}
