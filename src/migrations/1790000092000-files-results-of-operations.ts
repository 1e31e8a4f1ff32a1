import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, addIndex, dropColumn, dropIndex } from '../shared/database/schema-steps';

/** What operations have made, beside what they work on: kept until somebody has fetched it. */
export class FilesResultsOfOperations1790000092000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'operation_files', 'made_by', 'BINARY(16) NULL');
    await addColumn(runner, 'operation_files', 'kept_until', 'DATETIME(3) NULL');
    await addIndex(runner, 'operation_files', 'ix_operation_files_made_by', 'made_by');
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropIndex(runner, 'operation_files', 'ix_operation_files_made_by');
    await dropColumn(runner, 'operation_files', 'kept_until');
    await dropColumn(runner, 'operation_files', 'made_by');
  }
}
