import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from '../shared/database/schema-steps';

/** Registers of sessions, and every change of them. */
export class EnrollmentsAttendance1790000096010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'attendance_entries',
      `activity_id BINARY(16) NOT NULL, user_id BINARY(16) NOT NULL, status VARCHAR(10) NULL,
       version INT NOT NULL DEFAULT 1, recorded_by BINARY(16) NOT NULL, recorded_at DATETIME(3) NOT NULL,
       PRIMARY KEY (activity_id, user_id),
       INDEX ix_attendance_entries_person (user_id),
       INDEX ix_attendance_entries_author (recorded_by),
       CONSTRAINT fk_attendance_entries_session FOREIGN KEY (activity_id) REFERENCES live_sessions (activity_id),
       CONSTRAINT fk_attendance_entries_person FOREIGN KEY (user_id) REFERENCES users (id),
       CONSTRAINT fk_attendance_entries_author FOREIGN KEY (recorded_by) REFERENCES users (id)`,
    );
    await createTable(
      runner,
      'attendance_changes',
      `id BINARY(16) NOT NULL PRIMARY KEY, activity_id BINARY(16) NOT NULL, user_id BINARY(16) NOT NULL,
       old_status VARCHAR(10) NULL, new_status VARCHAR(10) NULL, changed_by BINARY(16) NOT NULL,
       changed_at DATETIME(3) NOT NULL,
       INDEX ix_attendance_changes_order (activity_id, changed_at, id),
       INDEX ix_attendance_changes_person (user_id),
       INDEX ix_attendance_changes_author (changed_by),
       CONSTRAINT fk_attendance_changes_session FOREIGN KEY (activity_id) REFERENCES live_sessions (activity_id),
       CONSTRAINT fk_attendance_changes_person FOREIGN KEY (user_id) REFERENCES users (id),
       CONSTRAINT fk_attendance_changes_author FOREIGN KEY (changed_by) REFERENCES users (id)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTable(runner, 'attendance_changes');
    await dropTable(runner, 'attendance_entries');
  }
}
