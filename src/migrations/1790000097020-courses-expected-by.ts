import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, dropColumn } from '../shared/database/schema-steps';

/** By when activities are expected to be completed, for statements over many courses. Nothing that is published has such a day yet. */
export class CoursesExpectedBy1790000097020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'published_activities', 'expected_by', 'VARCHAR(100) NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumn(runner, 'published_activities', 'expected_by');
  }
}
