import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, dropColumn } from '../shared/database/schema-steps';

export class SharedIdempotencyViews1790000009000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // So that a replay has the ETag of the first answer. locked_until stays for the build before, which reads it.
    await addColumn(runner, 'idempotency_keys', 'answer_view', 'VARCHAR(40) NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumn(runner, 'idempotency_keys', 'answer_view');
  }
}
