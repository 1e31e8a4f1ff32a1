import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, dropColumn } from '../shared/database/schema-steps';

/** How far learners get into a course before its first day and after its last. Courses stay open as they were. */
export class CoursesWindows1790000099300 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'courses', 'before_start', "VARCHAR(20) NOT NULL DEFAULT 'everything'");
    await addColumn(runner, 'courses', 'after_end', "VARCHAR(20) NOT NULL DEFAULT 'everything'");
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumn(runner, 'courses', 'after_end');
    await dropColumn(runner, 'courses', 'before_start');
  }
}
