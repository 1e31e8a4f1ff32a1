import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from '../shared/database/schema-steps';

/** Totals that are stored, and the version of what they were computed by. */
export class GradebookStoredTotals1790000089000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'grade_structures',
      `
        course_id BINARY(16) NOT NULL PRIMARY KEY,
        version INT NOT NULL DEFAULT 1,
        fingerprint VARCHAR(32) NOT NULL,
        changed_at DATETIME(3) NOT NULL`,
    );
    await createTable(
      runner,
      'stored_totals',
      `
        course_id BINARY(16) NOT NULL,
        user_id BINARY(16) NOT NULL,
        scope_kind VARCHAR(20) NOT NULL,
        scope_id BINARY(16) NOT NULL,
        structure_version INT NOT NULL,
        revision INT NOT NULL DEFAULT 1,
        computed_at DATETIME(3) NOT NULL,
        holds_until DATETIME(3) NULL,
        posted_current TEXT NULL,
        posted_final TEXT NULL,
        current_of_all TEXT NULL,
        final_of_all TEXT NULL,
        sort_key DECIMAL(38,20) NULL,
        PRIMARY KEY (course_id, user_id, scope_kind, scope_id),
        INDEX ix_stored_totals_order (course_id, scope_kind, scope_id, sort_key, user_id),
        INDEX ix_stored_totals_user (user_id, course_id)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTable(runner, 'stored_totals');
    await dropTable(runner, 'grade_structures');
  }
}
