import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, dropColumn } from '../shared/database/schema-steps';

/** What an instructor says of a learner at the end of a course. */
export class GradebookReportComments1790000088310 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'final_grades', 'comment', 'TEXT NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumn(runner, 'final_grades', 'comment');
  }
}
