import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from '../shared/database/schema-steps';

export class RosteringImportBookkeeping1790000007000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // Which sourcedIds the files of the running import hold, by the first 8 bytes of their SHA-256.
    await createTable(
      queryRunner,
      'roster_seen',
      `
        kind TINYINT NOT NULL,
        hash BINARY(8) NOT NULL,
        line INT NOT NULL,
        PRIMARY KEY (kind, hash)`,
    );
    // The last word of the roster on what has ended: no row means that by the roster it lasts.
    await createTable(
      queryRunner,
      'roster_ends',
      `
        kind TINYINT NOT NULL,
        row_id BINARY(16) NOT NULL,
        ended VARCHAR(10) NOT NULL,
        PRIMARY KEY (kind, row_id)`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await dropTable(queryRunner, 'roster_ends');
    await dropTable(queryRunner, 'roster_seen');
  }
}
