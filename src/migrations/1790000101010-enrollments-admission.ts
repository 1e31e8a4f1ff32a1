import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from '../shared/database/schema-steps';

/** How people come into a course by themselves: within a window, after approval, as long as there are seats; and who waits. */
export class EnrollmentsAdmission1790000101010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'enrollment_settings',
      `course_id BINARY(16) NOT NULL PRIMARY KEY, needs_approval TINYINT NOT NULL DEFAULT 0, opens_at DATETIME(3) NULL,
       closes_at DATETIME(3) NULL, capacity INT NULL, has_waitlist TINYINT NOT NULL DEFAULT 1, access_days INT NULL,
       next_place INT NOT NULL DEFAULT 1, version INT NOT NULL DEFAULT 1, updated_at DATETIME(3) NOT NULL,
       CONSTRAINT fk_enrollment_settings_course FOREIGN KEY (course_id) REFERENCES courses (id) ON DELETE CASCADE`,
    );
    await createTable(
      runner,
      'enrollment_requests',
      `id BINARY(16) NOT NULL PRIMARY KEY, course_id BINARY(16) NOT NULL, user_id BINARY(16) NOT NULL, place INT NOT NULL,
       state VARCHAR(20) NOT NULL, open_marker TINYINT NULL, note VARCHAR(500) NULL, reason VARCHAR(500) NULL,
       enrollment_id BINARY(16) NULL, asked_at DATETIME(3) NOT NULL, decided_at DATETIME(3) NULL,
       decided_by BINARY(16) NULL, version INT NOT NULL DEFAULT 1,
       UNIQUE INDEX uq_enrollment_requests_open (course_id, user_id, open_marker),
       UNIQUE INDEX uq_enrollment_requests_place (course_id, place),
       INDEX ix_enrollment_requests_state (course_id, state, place), INDEX ix_enrollment_requests_own (user_id, id),
       CONSTRAINT fk_enrollment_requests_course FOREIGN KEY (course_id) REFERENCES courses (id) ON DELETE CASCADE,
       CONSTRAINT fk_enrollment_requests_person FOREIGN KEY (user_id) REFERENCES users (id)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTable(runner, 'enrollment_requests');
    await dropTable(runner, 'enrollment_settings');
  }
}
