import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from '../shared/database/schema-steps';

/** What people need to take part on equal terms, and the history of it. */
export class EnrollmentsAccommodations1790000045000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'accommodations',
      `
        id BINARY(16) NOT NULL PRIMARY KEY,
        user_id BINARY(16) NOT NULL,
        course_id BINARY(16) NULL,
        time_factor DECIMAL(4,2) NOT NULL,
        minutes_added INT NOT NULL,
        extra_attempts INT NOT NULL,
        days_added INT NOT NULL,
        rest_break_minutes INT NOT NULL,
        presentation MEDIUMTEXT NOT NULL,
        reason TEXT NOT NULL,
        approved_by BINARY(16) NOT NULL,
        valid_from DATETIME(3) NOT NULL,
        valid_until DATETIME(3) NULL,
        version INT NOT NULL DEFAULT 1,
        created_at DATETIME(3) NOT NULL,
        updated_at DATETIME(3) NOT NULL,
        INDEX ix_accommodations_user (user_id, id),
        INDEX ix_accommodations_course (course_id),
        INDEX ix_accommodations_approver (approved_by),
        CONSTRAINT fk_accommodations_user FOREIGN KEY (user_id) REFERENCES users (id),
        CONSTRAINT fk_accommodations_course FOREIGN KEY (course_id) REFERENCES courses (id) ON DELETE CASCADE,
        CONSTRAINT fk_accommodations_approver FOREIGN KEY (approved_by) REFERENCES users (id)`,
    );
    // History outlives what it names, so it has no foreign keys.
    await createTable(
      runner,
      'accommodation_changes',
      `
        id BINARY(16) NOT NULL PRIMARY KEY,
        accommodation_id BINARY(16) NOT NULL,
        kind VARCHAR(10) NOT NULL,
        before_state MEDIUMTEXT NULL,
        after_state MEDIUMTEXT NOT NULL,
        changed_by BINARY(16) NOT NULL,
        changed_at DATETIME(3) NOT NULL,
        INDEX ix_accommodation_changes_order (accommodation_id, id)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTable(runner, 'accommodation_changes');
    await dropTable(runner, 'accommodations');
  }
}
