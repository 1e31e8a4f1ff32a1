import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from '../shared/database/schema-steps';

/** Announcements of courses, who has read them, and who wants no mail of them. */
export class EnrollmentsAnnouncements1790000099200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'announcements',
      `id BINARY(16) NOT NULL PRIMARY KEY, course_id BINARY(16) NOT NULL, title VARCHAR(255) NOT NULL,
       body MEDIUMTEXT NOT NULL, body_html MEDIUMTEXT NOT NULL, publishes_at DATETIME(3) NULL,
       sends_mail TINYINT NOT NULL DEFAULT 1, mailed_at DATETIME(3) NULL, version INT NOT NULL DEFAULT 1,
       created_by BINARY(16) NOT NULL, created_at DATETIME(3) NOT NULL, updated_at DATETIME(3) NOT NULL,
       INDEX ix_announcements_order (course_id, publishes_at, id),
       INDEX ix_announcements_author (created_by),
       CONSTRAINT fk_announcements_course FOREIGN KEY (course_id) REFERENCES courses (id) ON DELETE CASCADE,
       CONSTRAINT fk_announcements_author FOREIGN KEY (created_by) REFERENCES users (id)`,
    );
    await createTable(
      runner,
      'announcement_reads',
      `announcement_id BINARY(16) NOT NULL, user_id BINARY(16) NOT NULL, read_at DATETIME(3) NOT NULL,
       PRIMARY KEY (announcement_id, user_id),
       INDEX ix_announcement_reads_person (user_id),
       CONSTRAINT fk_announcement_reads_announcement FOREIGN KEY (announcement_id) REFERENCES announcements (id) ON DELETE CASCADE,
       CONSTRAINT fk_announcement_reads_person FOREIGN KEY (user_id) REFERENCES users (id)`,
    );
    await createTable(
      runner,
      'announcement_mutes',
      `course_id BINARY(16) NOT NULL, user_id BINARY(16) NOT NULL,
       PRIMARY KEY (course_id, user_id),
       INDEX ix_announcement_mutes_person (user_id),
       CONSTRAINT fk_announcement_mutes_course FOREIGN KEY (course_id) REFERENCES courses (id) ON DELETE CASCADE,
       CONSTRAINT fk_announcement_mutes_person FOREIGN KEY (user_id) REFERENCES users (id)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['announcement_mutes', 'announcement_reads', 'announcements'])
      await dropTable(runner, table);
  }
}
