import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from '../shared/database/schema-steps';

/** Sessions take place at a time. Who changed what of them is kept. */
export class EnrollmentsLiveSessions1790000096000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'live_sessions',
      `activity_id BINARY(16) NOT NULL PRIMARY KEY, course_id BINARY(16) NOT NULL, starts_at DATETIME(3) NULL,
       ends_at DATETIME(3) NULL, location VARCHAR(255) NULL, join_address VARCHAR(2000) NULL,
       is_cancelled TINYINT NOT NULL DEFAULT 0, version INT NOT NULL DEFAULT 1, updated_at DATETIME(3) NOT NULL,
       INDEX ix_live_sessions_course (course_id, starts_at),
       CONSTRAINT fk_live_sessions_activity FOREIGN KEY (activity_id) REFERENCES activities (id) ON DELETE CASCADE,
       CONSTRAINT fk_live_sessions_course FOREIGN KEY (course_id) REFERENCES courses (id) ON DELETE CASCADE`,
    );
    await createTable(
      runner,
      'live_session_changes',
      `id BINARY(16) NOT NULL PRIMARY KEY, activity_id BINARY(16) NOT NULL, field VARCHAR(20) NOT NULL,
       old_value MEDIUMTEXT NULL, new_value MEDIUMTEXT NULL, cause VARCHAR(20) NOT NULL, changed_by BINARY(16) NULL,
       changed_at DATETIME(3) NOT NULL,
       INDEX ix_live_session_changes_order (activity_id, changed_at, id),
       INDEX ix_live_session_changes_person (changed_by),
       CONSTRAINT fk_live_session_changes_session FOREIGN KEY (activity_id)
         REFERENCES live_sessions (activity_id) ON DELETE CASCADE,
       CONSTRAINT fk_live_session_changes_person FOREIGN KEY (changed_by) REFERENCES users (id)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTable(runner, 'live_session_changes');
    await dropTable(runner, 'live_sessions');
  }
}
