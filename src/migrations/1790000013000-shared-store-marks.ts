import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from '../shared/database/schema-steps';

/** The administrator of the demo school, in a domain that nobody can have. */
const DEMO_USERNAME = 'ruth.adeyinkalund';
const DEMO_EMAIL = 'ruth.adeyinkalund@demo.stoa.example';

export class SharedStoreMarks1790000013000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await createTable(
      queryRunner,
      'store_marks',
      `
        name VARCHAR(40) NOT NULL PRIMARY KEY,
        marked_at DATETIME(3) NOT NULL`,
    );
    // A store that an earlier build filled with the demo school.
    await queryRunner.query(
      `INSERT IGNORE INTO store_marks (name, marked_at)
       SELECT 'demo_school', created_at FROM users WHERE username = ? AND email = ?`,
      [DEMO_USERNAME, DEMO_EMAIL],
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await dropTable(queryRunner, 'store_marks');
  }
}
