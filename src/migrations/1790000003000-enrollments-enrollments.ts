import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from '../shared/database/schema-steps';

export class EnrollmentsEnrollments1790000003000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await createTable(
      queryRunner,
      'enrollments',
      `
        id BINARY(16) NOT NULL PRIMARY KEY,
        sourced_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
        course_id BINARY(16) NOT NULL,
        user_id BINARY(16) NOT NULL,
        role VARCHAR(20) NOT NULL,
        begin_date DATE NOT NULL,
        end_date DATE NULL,
        created_at DATETIME(3) NOT NULL,
        updated_at DATETIME(3) NOT NULL,
        UNIQUE INDEX uq_enrollments_sourced_id (sourced_id),
        UNIQUE INDEX uq_enrollments_person (course_id, user_id, role),
        INDEX ix_enrollments_user (user_id),
        CONSTRAINT fk_enrollments_course FOREIGN KEY (course_id) REFERENCES courses (id) ON DELETE CASCADE,
        CONSTRAINT fk_enrollments_user FOREIGN KEY (user_id) REFERENCES users (id)`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await dropTable(queryRunner, 'enrollments');
  }
}
