import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addIndex, dropIndex } from '../shared/database/schema-steps';

/** Lists of courses by code and by first day. */
export class CoursesListOrders1790000023000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addIndex(runner, 'courses', 'ix_courses_code', 'code, id');
    await addIndex(runner, 'courses', 'ix_courses_start', 'start_date, id');
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropIndex(runner, 'courses', 'ix_courses_start');
    await dropIndex(runner, 'courses', 'ix_courses_code');
  }
}
