import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, dropColumn } from '../shared/database/schema-steps';

/** Courses say what lateness takes from a score, and what missing work counts; line items, whether learners hand something in. */
export class GradebookLatePolicies1790000088110 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'grade_rules', 'late_policy', 'MEDIUMTEXT NULL');
    await addColumn(runner, 'grade_rules', 'late_grace_seconds', 'INT NOT NULL DEFAULT 0');
    await addColumn(runner, 'grade_rules', 'missing_deduction', 'DECIMAL(7,4) NULL');
    await addColumn(runner, 'grade_categories', 'ignores_lateness', 'TINYINT NOT NULL DEFAULT 0');
    await addColumn(runner, 'line_items', 'expects_submission', 'TINYINT NOT NULL DEFAULT 0');
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumn(runner, 'line_items', 'expects_submission');
    await dropColumn(runner, 'grade_categories', 'ignores_lateness');
    for (const column of ['missing_deduction', 'late_grace_seconds', 'late_policy'])
      await dropColumn(runner, 'grade_rules', column);
  }
}
