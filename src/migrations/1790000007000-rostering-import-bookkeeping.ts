import type { MigrationInterface, QueryRunner } from 'typeorm';

export class RosteringImportBookkeeping1790000007000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // Which sourcedIds the files of the running import hold, by the first 8 bytes of their SHA-256.
    await queryRunner.query(`
      CREATE TABLE roster_seen (
        kind TINYINT NOT NULL,
        hash BINARY(8) NOT NULL,
        line INT NOT NULL,
        PRIMARY KEY (kind, hash)
      ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci`);
    // The last word of the roster on what has ended: no row means that by the roster it lasts.
    await queryRunner.query(`
      CREATE TABLE roster_ends (
        kind TINYINT NOT NULL,
        row_id BINARY(16) NOT NULL,
        ended VARCHAR(10) NOT NULL,
        PRIMARY KEY (kind, row_id)
      ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE roster_ends');
    await queryRunner.query('DROP TABLE roster_seen');
  }
}
