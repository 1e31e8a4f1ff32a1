import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  addColumn,
  addIndex,
  createTable,
  dropColumn,
  dropIndex,
  dropTable,
} from '../shared/database/schema-steps';

export class SharedOperationInputs1790000012000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // No foreign key: an input is there before its operation, while the request that brings it still arrives.
    await createTable(
      runner,
      'operation_inputs',
      `operation_id BINARY(16) NOT NULL,
       seq INT NOT NULL,
       bytes MEDIUMBLOB NOT NULL,
       stored_at DATETIME(3) NOT NULL,
       PRIMARY KEY (operation_id, seq)`,
    );
    await addColumn(runner, 'operations', 'fence', 'INT NOT NULL DEFAULT 0');
    await addColumn(runner, 'operations', 'beats', 'BIGINT NOT NULL DEFAULT 0');
    await addColumn(runner, 'operations', 'attempts', 'INT NOT NULL DEFAULT 0');
    await addColumn(runner, 'operations', 'checkpoint', 'MEDIUMTEXT NULL');
    await addIndex(runner, 'operations', 'ix_operations_status', 'status, id');
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropIndex(runner, 'operations', 'ix_operations_status');
    for (const column of ['checkpoint', 'attempts', 'beats', 'fence'])
      await dropColumn(runner, 'operations', column);
    await dropTable(runner, 'operation_inputs');
  }
}
