import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from '../shared/database/schema-steps';

/** What single people were granted in single quizzes, and the history of it. */
export class AssessmentsQuizExceptions1790000045100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'quiz_exceptions',
      `
        id BINARY(16) NOT NULL PRIMARY KEY,
        activity_id BINARY(16) NOT NULL,
        course_id BINARY(16) NOT NULL,
        user_id BINARY(16) NOT NULL,
        granted VARCHAR(100) NOT NULL,
        opens_at DATETIME(3) NULL,
        due_at DATETIME(3) NULL,
        closes_at DATETIME(3) NULL,
        time_limit_seconds INT NULL,
        max_attempts INT NULL,
        password_waived TINYINT NOT NULL,
        reason TEXT NOT NULL,
        version INT NOT NULL,
        created_at DATETIME(3) NOT NULL,
        updated_at DATETIME(3) NOT NULL,
        UNIQUE INDEX uq_quiz_exceptions_person (activity_id, user_id),
        INDEX ix_quiz_exceptions_course (course_id, user_id),
        INDEX ix_quiz_exceptions_list (activity_id, id),
        INDEX ix_quiz_exceptions_user (user_id),
        CONSTRAINT fk_quiz_exceptions_quiz FOREIGN KEY (activity_id) REFERENCES quizzes (activity_id) ON DELETE CASCADE,
        CONSTRAINT fk_quiz_exceptions_user FOREIGN KEY (user_id) REFERENCES users (id)`,
    );
    // History outlives what it names, so it has no foreign keys.
    await createTable(
      runner,
      'quiz_exception_changes',
      `
        id BINARY(16) NOT NULL PRIMARY KEY,
        activity_id BINARY(16) NOT NULL,
        user_id BINARY(16) NOT NULL,
        before_state MEDIUMTEXT NULL,
        after_state MEDIUMTEXT NULL,
        changed_by BINARY(16) NOT NULL,
        changed_at DATETIME(3) NOT NULL,
        INDEX ix_quiz_exception_changes_order (activity_id, user_id, id)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTable(runner, 'quiz_exception_changes');
    await dropTable(runner, 'quiz_exceptions');
  }
}
