import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from '../shared/database/schema-steps';

/** What learners end a course with: overrides, what was recorded when grades were closed, and who changed it and why. */
export class GradebookFinalGrades1790000088300 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'grade_closings',
      `
        id BINARY(16) NOT NULL PRIMARY KEY,
        course_id BINARY(16) NOT NULL,
        closed_course_id BINARY(16) NULL,
        closed_by BINARY(16) NULL,
        closed_at DATETIME(3) NOT NULL,
        recorded_at DATETIME(3) NULL,
        learners INT NOT NULL DEFAULT 0,
        amendments INT NOT NULL DEFAULT 0,
        reopened_by BINARY(16) NULL,
        reopened_at DATETIME(3) NULL,
        reason TEXT NULL,
        UNIQUE INDEX uq_grade_closings_closed (closed_course_id),
        INDEX ix_grade_closings_course (course_id, id),
        CONSTRAINT fk_grade_closings_course FOREIGN KEY (course_id) REFERENCES courses (id) ON DELETE CASCADE`,
    );
    await createTable(
      runner,
      'final_grades',
      `
        course_id BINARY(16) NOT NULL,
        user_id BINARY(16) NOT NULL,
        percent DECIMAL(9,4) NULL,
        mark VARCHAR(12) NULL,
        reason TEXT NULL,
        given_by BINARY(16) NULL,
        given_at DATETIME(3) NULL,
        recorded_at DATETIME(3) NULL,
        recorded_percent DECIMAL(13,4) NULL,
        recorded_grade VARCHAR(255) NULL,
        recorded_mark VARCHAR(12) NULL,
        version INT NOT NULL DEFAULT 1,
        PRIMARY KEY (course_id, user_id),
        INDEX ix_final_grades_user (user_id),
        CONSTRAINT fk_final_grades_course FOREIGN KEY (course_id) REFERENCES courses (id) ON DELETE CASCADE,
        CONSTRAINT fk_final_grades_user FOREIGN KEY (user_id) REFERENCES users (id)`,
    );
    await createTable(
      runner,
      'final_grade_changes',
      `
        id BINARY(16) NOT NULL PRIMARY KEY,
        course_id BINARY(16) NOT NULL,
        user_id BINARY(16) NOT NULL,
        cause VARCHAR(12) NOT NULL,
        old_grade MEDIUMTEXT NULL,
        new_grade MEDIUMTEXT NULL,
        reason TEXT NULL,
        changed_by BINARY(16) NULL,
        changed_at DATETIME(3) NOT NULL,
        INDEX ix_final_grade_changes_learner (course_id, user_id, id),
        CONSTRAINT fk_final_grade_changes_course FOREIGN KEY (course_id) REFERENCES courses (id) ON DELETE CASCADE`,
    );
    await createTable(
      runner,
      'grade_certifications',
      `
        id BINARY(16) NOT NULL PRIMARY KEY,
        course_id BINARY(16) NOT NULL,
        closing_id BINARY(16) NOT NULL,
        amendments INT NOT NULL,
        certified_by BINARY(16) NULL,
        certified_at DATETIME(3) NOT NULL,
        learners INT NOT NULL,
        root BINARY(32) NOT NULL,
        INDEX ix_grade_certifications_course (course_id, id),
        INDEX ix_grade_certifications_closing (closing_id),
        CONSTRAINT fk_grade_certifications_course FOREIGN KEY (course_id) REFERENCES courses (id) ON DELETE CASCADE,
        CONSTRAINT fk_grade_certifications_closing FOREIGN KEY (closing_id) REFERENCES grade_closings (id) ON DELETE CASCADE`,
    );
    await createTable(
      runner,
      'certified_grades',
      `
        certification_id BINARY(16) NOT NULL,
        position INT NOT NULL,
        user_id BINARY(16) NULL,
        salt BINARY(32) NULL,
        statement VARCHAR(1000) NULL,
        commitment BINARY(32) NOT NULL,
        PRIMARY KEY (certification_id, position),
        INDEX ix_certified_grades_user (user_id, certification_id),
        CONSTRAINT fk_certified_grades_certification FOREIGN KEY (certification_id)
          REFERENCES grade_certifications (id) ON DELETE CASCADE,
        CONSTRAINT fk_certified_grades_user FOREIGN KEY (user_id) REFERENCES users (id)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTable(runner, 'certified_grades');
    await dropTable(runner, 'grade_certifications');
    await dropTable(runner, 'final_grade_changes');
    await dropTable(runner, 'final_grades');
    await dropTable(runner, 'grade_closings');
  }
}
