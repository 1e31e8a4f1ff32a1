import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, addIndex, dropColumn, dropIndex } from '../shared/database/schema-steps';

const COLUMNS: readonly [name: string, type: string][] = [
  ['time_zone', 'VARCHAR(64) NULL'],
  ['locale', 'VARCHAR(35) NULL'],
  ['open_catalog', 'TINYINT NOT NULL DEFAULT 0'],
  ['version', 'INT NOT NULL DEFAULT 1'],
];

const INDEXES: readonly [name: string, columns: string][] = [
  ['ix_orgs_name', 'name, id'],
  ['ix_orgs_type_name', 'type, name, id'],
];

/** Schools say what their courses begin with and who may read their catalog, and are changed by hand. */
export class IdentitySchools1790000094010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const [name, type] of COLUMNS) await addColumn(runner, 'orgs', name, type);
    for (const [name, columns] of INDEXES) await addIndex(runner, 'orgs', name, columns);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [name] of INDEXES) await dropIndex(runner, 'orgs', name);
    for (const [name] of COLUMNS) await dropColumn(runner, 'orgs', name);
  }
}
