import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, dropColumn } from '../shared/database/schema-steps';

export class GradebookDueTimeZones1790000019000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'quizzes', 'due_time_zone', 'VARCHAR(64) NULL');
    await addColumn(runner, 'line_items', 'due_time_zone', 'VARCHAR(64) NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumn(runner, 'line_items', 'due_time_zone');
    await dropColumn(runner, 'quizzes', 'due_time_zone');
  }
}
