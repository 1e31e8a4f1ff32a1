import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createSearchTables, dropSearchTables, fillSearchTables } from '../shared/database/search-steps';

export class CoursesSearch1790000023200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createSearchTables(runner, 'courses', 'course');
    await fillSearchTables(runner, 'course', { of: 'courses', columns: ['title', 'code'] });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropSearchTables(runner, 'course');
  }
}
