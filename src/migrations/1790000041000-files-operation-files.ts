import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from '../shared/database/schema-steps';

/** What operations work on, in the storage of files. Inputs that wait as rows of operation_inputs stay there until they are used. */
export class FilesOperationFiles1790000041000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // No foreign key: operations are deleted in bulk, and the row must outlast its bytes.
    await createTable(
      runner,
      'operation_files',
      `
        id BINARY(16) NOT NULL,
        bytes BIGINT NOT NULL,
        sha256 BINARY(32) NOT NULL,
        held_at DATETIME(3) NOT NULL,
        PRIMARY KEY (id)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTable(runner, 'operation_files');
  }
}
