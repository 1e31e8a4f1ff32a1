import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from '../shared/database/schema-steps';

/** Comments that markers keep to use again. */
export class MarkingSavedComments1790000083200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'saved_comments',
      `
        id BINARY(16) NOT NULL PRIMARY KEY,
        course_id BINARY(16) NOT NULL,
        author_id BINARY(16) NOT NULL,
        text TEXT NOT NULL,
        is_shared TINYINT NOT NULL,
        version INT NOT NULL DEFAULT 1,
        created_at DATETIME(3) NOT NULL,
        updated_at DATETIME(3) NOT NULL,
        INDEX ix_saved_comments_course (course_id, id),
        INDEX ix_saved_comments_author (author_id, course_id),
        CONSTRAINT fk_saved_comments_course FOREIGN KEY (course_id) REFERENCES courses (id) ON DELETE CASCADE,
        CONSTRAINT fk_saved_comments_author FOREIGN KEY (author_id) REFERENCES users (id)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTable(runner, 'saved_comments');
  }
}
