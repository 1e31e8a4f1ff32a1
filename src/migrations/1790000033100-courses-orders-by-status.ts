import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addIndex, dropIndex } from '../shared/database/schema-steps';

const INDEXES = [
  ['courses', 'ix_courses_status_title', 'status, title, id'],
  ['courses', 'ix_courses_status_created', 'status, created_at, id'],
  ['courses', 'ix_courses_status_code', 'status, code, id'],
  ['courses', 'ix_courses_status_start', 'status, start_date, id'],
] as const;

/** Lists of courses of one status. The indexes without the status serve those who see all. */
export class CoursesOrdersByStatus1790000033100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const [table, index, columns] of INDEXES) await addIndex(runner, table, index, columns);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, index] of INDEXES) await dropIndex(runner, table, index);
  }
}
