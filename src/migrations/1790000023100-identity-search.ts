import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createSearchTables, dropSearchTables, fillSearchTables } from '../shared/database/search-steps';

export class IdentitySearch1790000023100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createSearchTables(runner, 'users', 'user');
    await fillSearchTables(runner, 'user', {
      of: 'users',
      columns: ['given_name', 'family_name', 'username'],
      // A username that is an email address is found whole only.
      textsOf: (values) => values.filter((value) => !value?.includes('@')),
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropSearchTables(runner, 'user');
  }
}
