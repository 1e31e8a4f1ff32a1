import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from '../shared/database/schema-steps';

/** A log of what instructors change in the grade rules of a course. */
export class GradebookRuleChanges1790000088200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'grade_rule_changes',
      `id BINARY(16) NOT NULL PRIMARY KEY,
       course_id BINARY(16) NOT NULL,
       old_rules MEDIUMTEXT NOT NULL,
       new_rules MEDIUMTEXT NOT NULL,
       changed_by BINARY(16) NOT NULL,
       changed_at DATETIME(3) NOT NULL,
       INDEX ix_grade_rule_changes_order (course_id, changed_at, id),
       INDEX ix_grade_rule_changes_person (changed_by),
       CONSTRAINT fk_grade_rule_changes_course FOREIGN KEY (course_id) REFERENCES courses (id) ON DELETE CASCADE,
       CONSTRAINT fk_grade_rule_changes_person FOREIGN KEY (changed_by) REFERENCES users (id)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTable(runner, 'grade_rule_changes');
  }
}
