import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from '../shared/database/schema-steps';

/** What the staff of a course mark learners with, and who is marked. */
export class EnrollmentsTags1790000101120 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'learner_tags',
      `id BINARY(16) NOT NULL PRIMARY KEY, course_id BINARY(16) NOT NULL, title VARCHAR(255) NOT NULL,
       version INT NOT NULL DEFAULT 1, created_at DATETIME(3) NOT NULL, updated_at DATETIME(3) NOT NULL,
       UNIQUE INDEX uq_learner_tags_title (course_id, title),
       INDEX ix_learner_tags_order (course_id, id),
       CONSTRAINT fk_learner_tags_course FOREIGN KEY (course_id) REFERENCES courses (id) ON DELETE CASCADE`,
    );
    await createTable(
      runner,
      'tagged_learners',
      `id BINARY(16) NOT NULL PRIMARY KEY, tag_id BINARY(16) NOT NULL, user_id BINARY(16) NOT NULL,
       tagged_at DATETIME(3) NOT NULL, tagged_by BINARY(16) NOT NULL,
       UNIQUE INDEX uq_tagged_learners_person (tag_id, user_id),
       INDEX ix_tagged_learners_order (tag_id, id),
       INDEX ix_tagged_learners_person (user_id),
       INDEX ix_tagged_learners_author (tagged_by),
       CONSTRAINT fk_tagged_learners_tag FOREIGN KEY (tag_id) REFERENCES learner_tags (id) ON DELETE CASCADE,
       CONSTRAINT fk_tagged_learners_person FOREIGN KEY (user_id) REFERENCES users (id),
       CONSTRAINT fk_tagged_learners_author FOREIGN KEY (tagged_by) REFERENCES users (id)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['tagged_learners', 'learner_tags']) await dropTable(runner, table);
  }
}
