import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from '../shared/database/schema-steps';

export class AssessmentsQuizzes1790000004000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await createTable(
      queryRunner,
      'quizzes',
      `
        activity_id BINARY(16) NOT NULL PRIMARY KEY,
        course_id BINARY(16) NOT NULL,
        max_attempts INT NULL,
        grading VARCHAR(10) NOT NULL,
        opens_at DATETIME(3) NULL,
        due_at DATETIME(3) NULL,
        closes_at DATETIME(3) NULL,
        pass_percentage DECIMAL(5,2) NULL,
        shuffle_questions TINYINT NOT NULL,
        feedback VARCHAR(20) NOT NULL,
        points_possible DECIMAL(12,4) NOT NULL,
        version INT NOT NULL DEFAULT 1,
        created_at DATETIME(3) NOT NULL,
        updated_at DATETIME(3) NOT NULL,
        INDEX ix_quizzes_course (course_id),
        CONSTRAINT fk_quizzes_activity FOREIGN KEY (activity_id) REFERENCES activities (id) ON DELETE CASCADE,
        CONSTRAINT fk_quizzes_course FOREIGN KEY (course_id) REFERENCES courses (id) ON DELETE CASCADE`,
    );
    await createTable(
      queryRunner,
      'questions',
      `
        id BINARY(16) NOT NULL PRIMARY KEY,
        activity_id BINARY(16) NOT NULL,
        position INT NOT NULL,
        type VARCHAR(20) NOT NULL,
        prompt MEDIUMTEXT NOT NULL,
        prompt_html MEDIUMTEXT NOT NULL,
        points DECIMAL(9,4) NOT NULL,
        definition MEDIUMTEXT NOT NULL,
        feedback MEDIUMTEXT NULL,
        feedback_html MEDIUMTEXT NULL,
        version INT NOT NULL DEFAULT 1,
        created_at DATETIME(3) NOT NULL,
        updated_at DATETIME(3) NOT NULL,
        INDEX ix_questions_position (activity_id, position),
        CONSTRAINT fk_questions_quiz FOREIGN KEY (activity_id) REFERENCES quizzes (activity_id) ON DELETE CASCADE`,
    );
    // open_marker is 1 while the attempt is in progress and NULL after; unique keys pass over NULLs, so a learner
    // has at most one open attempt at a quiz and any number of submitted ones.
    await createTable(
      queryRunner,
      'attempts',
      `
        id BINARY(16) NOT NULL PRIMARY KEY,
        activity_id BINARY(16) NOT NULL,
        course_id BINARY(16) NOT NULL,
        user_id BINARY(16) NOT NULL,
        number INT NOT NULL,
        open_marker TINYINT NULL,
        seed INT NOT NULL,
        started_at DATETIME(3) NOT NULL,
        submitted_at DATETIME(3) NULL,
        score DECIMAL(12,4) NULL,
        max_score DECIMAL(12,4) NOT NULL,
        UNIQUE INDEX uq_attempts_number (activity_id, user_id, number),
        UNIQUE INDEX uq_attempts_open (activity_id, user_id, open_marker),
        INDEX ix_attempts_started (activity_id, started_at, id),
        INDEX ix_attempts_course (course_id),
        INDEX ix_attempts_user (user_id),
        CONSTRAINT fk_attempts_quiz FOREIGN KEY (activity_id) REFERENCES quizzes (activity_id),
        CONSTRAINT fk_attempts_course FOREIGN KEY (course_id) REFERENCES courses (id),
        CONSTRAINT fk_attempts_user FOREIGN KEY (user_id) REFERENCES users (id)`,
    );
    await createTable(
      queryRunner,
      'attempt_answers',
      `
        attempt_id BINARY(16) NOT NULL,
        question_id BINARY(16) NOT NULL,
        position INT NOT NULL,
        response MEDIUMTEXT NULL,
        saved_at DATETIME(3) NULL,
        points_awarded DECIMAL(9,4) NULL,
        correct TINYINT NULL,
        PRIMARY KEY (attempt_id, question_id),
        INDEX ix_attempt_answers_question (question_id),
        CONSTRAINT fk_attempt_answers_attempt FOREIGN KEY (attempt_id) REFERENCES attempts (id) ON DELETE CASCADE,
        CONSTRAINT fk_attempt_answers_question FOREIGN KEY (question_id) REFERENCES questions (id)`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of ['attempt_answers', 'attempts', 'questions', 'quizzes']) {
      await dropTable(queryRunner, table);
    }
  }
}
