import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  addColumn,
  addIndex,
  createTable,
  dropColumn,
  dropIndex,
  dropTable,
} from '../shared/database/schema-steps';

/** Rubrics of courses, those that questions are marked by, and what a mark says by one. */
export class MarkingRubrics1790000083100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'rubrics',
      `
        id BINARY(16) NOT NULL PRIMARY KEY,
        course_id BINARY(16) NOT NULL,
        title VARCHAR(200) NOT NULL,
        definition MEDIUMTEXT NOT NULL,
        version INT NOT NULL DEFAULT 1,
        created_at DATETIME(3) NOT NULL,
        updated_at DATETIME(3) NOT NULL,
        INDEX ix_rubrics_course (course_id, id),
        CONSTRAINT fk_rubrics_course FOREIGN KEY (course_id) REFERENCES courses (id) ON DELETE CASCADE`,
    );
    await createTable(
      runner,
      'question_rubrics',
      `
        activity_id BINARY(16) NOT NULL,
        item_id BINARY(16) NOT NULL,
        course_id BINARY(16) NOT NULL,
        source_id BINARY(16) NULL,
        shown VARCHAR(12) NOT NULL,
        revision INT NULL,
        version INT NOT NULL DEFAULT 1,
        updated_at DATETIME(3) NOT NULL,
        PRIMARY KEY (activity_id, item_id),
        INDEX ix_question_rubrics_course (course_id),
        CONSTRAINT fk_question_rubrics_activity FOREIGN KEY (activity_id) REFERENCES activities (id) ON DELETE CASCADE,
        CONSTRAINT fk_question_rubrics_course FOREIGN KEY (course_id) REFERENCES courses (id) ON DELETE CASCADE`,
    );
    await createTable(
      runner,
      'question_rubric_revisions',
      `
        activity_id BINARY(16) NOT NULL,
        item_id BINARY(16) NOT NULL,
        number INT NOT NULL,
        title VARCHAR(200) NOT NULL,
        definition MEDIUMTEXT NOT NULL,
        created_by BINARY(16) NULL,
        created_at DATETIME(3) NOT NULL,
        PRIMARY KEY (activity_id, item_id, number),
        CONSTRAINT fk_question_rubric_revisions_rubric FOREIGN KEY (activity_id, item_id)
          REFERENCES question_rubrics (activity_id, item_id) ON DELETE CASCADE`,
    );
    await createTable(
      runner,
      'rubric_changed_scripts',
      `
        operation_id BINARY(16) NOT NULL,
        script_id BINARY(16) NOT NULL,
        user_id BINARY(16) NOT NULL,
        old_points DECIMAL(9,4) NOT NULL,
        new_points DECIMAL(9,4) NOT NULL,
        size DECIMAL(9,4) NOT NULL,
        PRIMARY KEY (operation_id, script_id),
        INDEX ix_rubric_changed_scripts_size (operation_id, size, script_id),
        CONSTRAINT fk_rubric_changed_scripts_operation FOREIGN KEY (operation_id) REFERENCES operations (id) ON DELETE CASCADE`,
    );
    await addColumn(runner, 'mark_revisions', 'rubric_revision', 'INT NULL');
    await addColumn(runner, 'mark_revisions', 'rubric_choices', 'MEDIUMTEXT NULL');
    await addColumn(runner, 'mark_revisions', 'rubric_points', 'DECIMAL(9,4) NULL');
    await addIndex(runner, 'scripts', 'ix_scripts_item', 'activity_id, item_id, id');
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropIndex(runner, 'scripts', 'ix_scripts_item');
    await dropColumn(runner, 'mark_revisions', 'rubric_points');
    await dropColumn(runner, 'mark_revisions', 'rubric_choices');
    await dropColumn(runner, 'mark_revisions', 'rubric_revision');
    await dropTable(runner, 'rubric_changed_scripts');
    await dropTable(runner, 'question_rubric_revisions');
    await dropTable(runner, 'question_rubrics');
    await dropTable(runner, 'rubrics');
  }
}
