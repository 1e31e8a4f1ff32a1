import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, dropColumn } from '../shared/database/schema-steps';

/** What completes an activity, whether it is required, and by when it is expected. All there is stays as it was: required, and completed as usual. */
export class CoursesCompletionRules1790000097000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'activities', 'completion_rule', 'VARCHAR(1000) NULL');
    await addColumn(runner, 'activities', 'is_required', 'TINYINT(1) NOT NULL DEFAULT 1');
    await addColumn(runner, 'activities', 'expected_by', 'VARCHAR(100) NULL');
    await addColumn(runner, 'published_activities', 'completion_rule', 'VARCHAR(1000) NULL');
    await addColumn(runner, 'published_activities', 'is_counted', 'TINYINT(1) NOT NULL DEFAULT 1');
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumn(runner, 'published_activities', 'is_counted');
    await dropColumn(runner, 'published_activities', 'completion_rule');
    await dropColumn(runner, 'activities', 'expected_by');
    await dropColumn(runner, 'activities', 'is_required');
    await dropColumn(runner, 'activities', 'completion_rule');
  }
}
