import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from '../shared/database/schema-steps';

/** Enrollments that ended before the person was enrolled again. The old build does not write them. */
export class EnrollmentsEarlierEnrollments1790000021000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // History outlives what it names, so it has no foreign keys.
    await createTable(
      runner,
      'earlier_enrollments',
      `id BINARY(16) NOT NULL PRIMARY KEY,
       enrollment_id BINARY(16) NOT NULL,
       course_id BINARY(16) NOT NULL,
       user_id BINARY(16) NOT NULL,
       role VARCHAR(20) NOT NULL,
       begin_date DATE NOT NULL,
       end_date DATE NOT NULL,
       resumed_at DATETIME(3) NOT NULL,
       INDEX ix_earlier_enrollments_course (course_id, role, end_date)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTable(runner, 'earlier_enrollments');
  }
}
