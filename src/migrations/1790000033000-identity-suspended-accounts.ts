import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addIndex, dropIndex } from '../shared/database/schema-steps';

const INDEXES = [['users', 'ix_users_disabled', 'disabled_at']] as const;

/** Suspended accounts are few among many. */
export class IdentitySuspendedAccounts1790000033000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const [table, index, columns] of INDEXES) await addIndex(runner, table, index, columns);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, index] of INDEXES) await dropIndex(runner, table, index);
  }
}
