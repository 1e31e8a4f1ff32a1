import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, createTable, dropColumn, dropTable } from '../shared/database/schema-steps';

/** Invitations into courses, and whether they hold seats. */
export class EnrollmentsInvitations1790000101030 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const column = 'TINYINT NOT NULL DEFAULT 0 AFTER has_waitlist';
    await addColumn(runner, 'enrollment_settings', 'invitations_hold_seats', column);
    await createTable(
      runner,
      'enrollment_invitations',
      `id BINARY(16) NOT NULL PRIMARY KEY, course_id BINARY(16) NOT NULL, role VARCHAR(20) NOT NULL,
       user_id BINARY(16) NULL, email VARCHAR(254) NULL, token_hash BINARY(32) NULL, state VARCHAR(10) NOT NULL,
       open_marker TINYINT NULL, expires_at DATETIME(3) NOT NULL, mails INT NOT NULL DEFAULT 1,
       invited_by BINARY(16) NOT NULL, invited_at DATETIME(3) NOT NULL, decided_at DATETIME(3) NULL,
       decided_by BINARY(16) NULL, enrollment_id BINARY(16) NULL, version INT NOT NULL DEFAULT 1,
       UNIQUE INDEX uq_enrollment_invitations_person (course_id, user_id, open_marker),
       UNIQUE INDEX uq_enrollment_invitations_address (course_id, email, open_marker),
       UNIQUE INDEX uq_enrollment_invitations_token (token_hash),
       INDEX ix_enrollment_invitations_order (course_id, id),
       INDEX ix_enrollment_invitations_state (course_id, state, id),
       INDEX ix_enrollment_invitations_own (user_id, id), INDEX ix_enrollment_invitations_mine (email, id),
       INDEX ix_enrollment_invitations_due (state, expires_at),
       CONSTRAINT fk_enrollment_invitations_course FOREIGN KEY (course_id) REFERENCES courses (id) ON DELETE CASCADE,
       CONSTRAINT fk_enrollment_invitations_person FOREIGN KEY (user_id) REFERENCES users (id)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTable(runner, 'enrollment_invitations');
    await dropColumn(runner, 'enrollment_settings', 'invitations_hold_seats');
  }
}
