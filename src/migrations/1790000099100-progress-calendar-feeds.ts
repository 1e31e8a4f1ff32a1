import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from '../shared/database/schema-steps';

/** Secret addresses of people's calendars. */
export class ProgressCalendarFeeds1790000099100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'calendar_feeds',
      `id BINARY(16) NOT NULL PRIMARY KEY, user_id BINARY(16) NOT NULL, name VARCHAR(100) NOT NULL,
       token_hash BINARY(32) NOT NULL, created_at DATETIME(3) NOT NULL, last_read_at DATETIME(3) NULL,
       UNIQUE INDEX uq_calendar_feeds_token (token_hash),
       INDEX ix_calendar_feeds_person (user_id, created_at, id),
       CONSTRAINT fk_calendar_feeds_person FOREIGN KEY (user_id) REFERENCES users (id)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTable(runner, 'calendar_feeds');
  }
}
