import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from '../shared/database/schema-steps';

/** What learners view and watch: each signal of a client, and what they sum up to. */
export class ProgressActivitySignals1790000099000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'activity_signals',
      `user_id BINARY(16) NOT NULL, id BINARY(16) NOT NULL, course_id BINARY(16) NOT NULL,
       activity_id BINARY(16) NOT NULL, kind VARCHAR(10) NOT NULL, occurred_at DATETIME(3) NOT NULL,
       recorded_at DATETIME(3) NOT NULL, watch_session_id BINARY(16) NULL, from_ms INT NULL, to_ms INT NULL,
       playback_rate DECIMAL(4,2) NULL, accepted_seconds INT NULL, refused_seconds INT NULL,
       PRIMARY KEY (user_id, id)`,
    );
    await createTable(
      runner,
      'activity_uses',
      `course_id BINARY(16) NOT NULL, user_id BINARY(16) NOT NULL, activity_id BINARY(16) NOT NULL,
       first_viewed_at DATETIME(3) NULL, last_viewed_at DATETIME(3) NULL, visits INT NOT NULL DEFAULT 0,
       covered VARBINARY(10800) NULL, covered_seconds INT NOT NULL DEFAULT 0, plays VARBINARY(17280) NULL,
       position_ms INT NULL, position_at DATETIME(3) NULL, last_watched_at DATETIME(3) NULL,
       PRIMARY KEY (course_id, user_id, activity_id),
       INDEX ix_activity_uses_activity (activity_id)`,
    );
    await createTable(
      runner,
      'watch_sessions',
      `user_id BINARY(16) NOT NULL, activity_id BINARY(16) NOT NULL, id BINARY(16) NOT NULL,
       last_beat_at DATETIME(3) NOT NULL, spare_ms INT NOT NULL,
       PRIMARY KEY (user_id, activity_id, id)`,
    );
    await createTable(
      runner,
      'signal_meters',
      `course_id BINARY(16) NOT NULL, user_id BINARY(16) NOT NULL, last_beat_at DATETIME(3) NULL,
       spare_ms INT NOT NULL DEFAULT 0, play_spare_ms INT NOT NULL DEFAULT 0,
       PRIMARY KEY (course_id, user_id)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['signal_meters', 'watch_sessions', 'activity_uses', 'activity_signals'])
      await dropTable(runner, table);
  }
}
