import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addIndex, dropIndex } from '../shared/database/schema-steps';

/** Imports find people whose sourcedId has changed by their student or staff number. */
export class IdentityIdentifiers1790000018000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addIndex(runner, 'users', 'ix_users_identifier', 'identifier');
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropIndex(runner, 'users', 'ix_users_identifier');
  }
}
