import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, addIndex, dropColumn, dropIndex } from '../shared/database/schema-steps';

const COLUMNS = [
  ['learners_found_by', 'ix_orgs_learners_found'],
  ['staff_found_by', 'ix_orgs_staff_found'],
] as const;

/** Whom a search for people finds, school by school. */
export class IdentityPeopleSearch1790000101700 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const [column, index] of COLUMNS) {
      await addColumn(runner, 'orgs', column, "VARCHAR(10) NOT NULL DEFAULT 'everybody'");
      await addIndex(runner, 'orgs', index, column);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [column, index] of [...COLUMNS].reverse()) {
      await dropIndex(runner, 'orgs', index);
      await dropColumn(runner, 'orgs', column);
    }
  }
}
