import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  addColumn,
  addIndex,
  createTable,
  dropColumn,
  dropIndex,
  dropTable,
} from '../shared/database/schema-steps';

/** The drafts of a course are published at an instant. The course says when, so that whoever comes to it knows. */
export class CoursesScheduledPublications1790000100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'scheduled_publications',
      `course_id BINARY(16) NOT NULL PRIMARY KEY, state VARCHAR(20) NOT NULL, publish_at DATETIME(3) NOT NULL,
       note VARCHAR(1000) NOT NULL DEFAULT '', scheduled_by BINARY(16) NOT NULL, scheduled_at DATETIME(3) NOT NULL,
       settled_at DATETIME(3) NULL, published_number INT NULL, refusal MEDIUMTEXT NULL, version INT NOT NULL DEFAULT 1,
       INDEX ix_scheduled_publications_person (scheduled_by),
       CONSTRAINT fk_scheduled_publications_course FOREIGN KEY (course_id) REFERENCES courses (id) ON DELETE CASCADE,
       CONSTRAINT fk_scheduled_publications_person FOREIGN KEY (scheduled_by) REFERENCES users (id)`,
    );
    await addColumn(runner, 'courses', 'content_due_at', 'DATETIME(3) NULL');
    await addIndex(runner, 'courses', 'ix_courses_content_due', 'content_due_at, id');
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropIndex(runner, 'courses', 'ix_courses_content_due');
    await dropColumn(runner, 'courses', 'content_due_at');
    await dropTable(runner, 'scheduled_publications');
  }
}
