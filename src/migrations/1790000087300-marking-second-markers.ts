import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, createTable, dropColumn, dropTable } from '../shared/database/schema-steps';

/** Questions that two people mark, and the mark of each of them. */
export class MarkingSecondMarkers1790000087300 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'marking_rules',
      `
        activity_id BINARY(16) NOT NULL,
        item_id BINARY(16) NOT NULL,
        course_id BINARY(16) NOT NULL,
        method VARCHAR(10) NULL,
        third_above DECIMAL(9,4) NULL,
        third_unit VARCHAR(10) NOT NULL,
        version INT NOT NULL DEFAULT 1,
        updated_at DATETIME(3) NOT NULL,
        PRIMARY KEY (activity_id, item_id),
        INDEX ix_marking_rules_course (course_id),
        CONSTRAINT fk_marking_rules_activity FOREIGN KEY (activity_id) REFERENCES activities (id) ON DELETE CASCADE,
        CONSTRAINT fk_marking_rules_course FOREIGN KEY (course_id) REFERENCES courses (id) ON DELETE CASCADE`,
    );
    await addColumn(runner, 'scripts', 'awaits', "VARCHAR(10) NOT NULL DEFAULT 'first'");
    await addColumn(runner, 'scripts', 'first_revision', 'INT NULL');
    await addColumn(runner, 'scripts', 'second_revision', 'INT NULL');
    await addColumn(runner, 'scripts', 'third_revision', 'INT NULL');
    await addColumn(runner, 'scripts', 'decision_revision', 'INT NULL');
    await addColumn(runner, 'mark_revisions', 'turn', 'VARCHAR(10) NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumn(runner, 'mark_revisions', 'turn');
    await dropColumn(runner, 'scripts', 'decision_revision');
    await dropColumn(runner, 'scripts', 'third_revision');
    await dropColumn(runner, 'scripts', 'second_revision');
    await dropColumn(runner, 'scripts', 'first_revision');
    await dropColumn(runner, 'scripts', 'awaits');
    await dropTable(runner, 'marking_rules');
  }
}
