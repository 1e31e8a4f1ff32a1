import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  addColumn,
  addForeignKey,
  addIndex,
  createTable,
  dropColumn,
  dropForeignKey,
  dropIndex,
  dropTable,
} from '../shared/database/schema-steps';

/** Courses are divided into grading periods, and a line item may name the one to which it belongs. */
export class GradebookGradingPeriods1790000089100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'grading_periods',
      `
        id BINARY(16) NOT NULL PRIMARY KEY,
        course_id BINARY(16) NOT NULL,
        title VARCHAR(255) NOT NULL,
        start_date DATE NOT NULL,
        end_date DATE NOT NULL,
        weight DECIMAL(7,4) NULL,
        INDEX ix_grading_periods_course (course_id, start_date),
        CONSTRAINT fk_grading_periods_course FOREIGN KEY (course_id) REFERENCES courses (id) ON DELETE CASCADE`,
    );
    await addColumn(runner, 'line_items', 'grading_period_id', 'BINARY(16) NULL');
    await addIndex(runner, 'line_items', 'ix_line_items_grading_period', 'grading_period_id');
    await addForeignKey(
      runner,
      'line_items',
      'fk_line_items_grading_period',
      'FOREIGN KEY (grading_period_id) REFERENCES grading_periods (id) ON DELETE SET NULL',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropForeignKey(runner, 'line_items', 'fk_line_items_grading_period');
    await dropIndex(runner, 'line_items', 'ix_line_items_grading_period');
    await dropColumn(runner, 'line_items', 'grading_period_id');
    await dropTable(runner, 'grading_periods');
  }
}
