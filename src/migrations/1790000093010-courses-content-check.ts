import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, dropColumn } from '../shared/database/schema-steps';

/** Whether a course publishes content that shuts people out. */
export class CoursesContentCheck1790000093010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'courses', 'content_check', "VARCHAR(20) NOT NULL DEFAULT 'advice'");
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumn(runner, 'courses', 'content_check');
  }
}
