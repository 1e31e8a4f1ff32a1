import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from '../shared/database/schema-steps';

export class ProgressActivityCompletions1790000006000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // ix_activity_completions_course, with the primary key that ends every index, holds the whole row but its
    // cause: reports over a course read the index alone.
    await createTable(
      queryRunner,
      'activity_completions',
      `
        user_id BINARY(16) NOT NULL,
        activity_id BINARY(16) NOT NULL,
        course_id BINARY(16) NOT NULL,
        completed_at DATETIME(3) NOT NULL,
        cause VARCHAR(10) NOT NULL,
        PRIMARY KEY (user_id, activity_id),
        INDEX ix_activity_completions_course (course_id, user_id, completed_at),
        INDEX ix_activity_completions_activity (activity_id),
        CONSTRAINT fk_activity_completions_user FOREIGN KEY (user_id) REFERENCES users (id),
        CONSTRAINT fk_activity_completions_activity FOREIGN KEY (activity_id) REFERENCES activities (id) ON DELETE CASCADE,
        CONSTRAINT fk_activity_completions_course FOREIGN KEY (course_id) REFERENCES courses (id) ON DELETE CASCADE`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await dropTable(queryRunner, 'activity_completions');
  }
}
