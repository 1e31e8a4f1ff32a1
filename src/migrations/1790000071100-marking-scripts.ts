import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from '../shared/database/schema-steps';

/** What people mark, and the marks that they give. */
export class MarkingScripts1790000071100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'scripts',
      `
        id BINARY(16) NOT NULL PRIMARY KEY,
        course_id BINARY(16) NOT NULL,
        activity_id BINARY(16) NOT NULL,
        item_id BINARY(16) NOT NULL,
        work_id BINARY(16) NOT NULL,
        user_id BINARY(16) NOT NULL,
        max_points DECIMAL(9,4) NOT NULL,
        answer_number INT NOT NULL,
        handed_in_at DATETIME(3) NOT NULL,
        standing VARCHAR(12) NOT NULL,
        seed INT NOT NULL,
        place CHAR(8) NOT NULL,
        claimed_by BINARY(16) NULL,
        claimed_until DATETIME(3) NULL,
        given_revision INT NULL,
        draft_revision INT NULL,
        version INT NOT NULL DEFAULT 1,
        UNIQUE INDEX uq_scripts_work (work_id, item_id),
        INDEX ix_scripts_queue (course_id, standing, activity_id, item_id, place, id),
        INDEX ix_scripts_learner (course_id, user_id, standing, activity_id, item_id, place, id),
        INDEX ix_scripts_activity (activity_id, standing),
        INDEX ix_scripts_user (user_id),
        CONSTRAINT fk_scripts_course FOREIGN KEY (course_id) REFERENCES courses (id),
        CONSTRAINT fk_scripts_activity FOREIGN KEY (activity_id) REFERENCES activities (id),
        CONSTRAINT fk_scripts_user FOREIGN KEY (user_id) REFERENCES users (id)`,
    );
    await createTable(
      runner,
      'mark_revisions',
      `
        script_id BINARY(16) NOT NULL,
        number INT NOT NULL,
        kind VARCHAR(10) NOT NULL,
        points DECIMAL(9,4) NULL,
        comment TEXT NULL,
        cause VARCHAR(20) NOT NULL,
        answer_number INT NOT NULL,
        marked_by BINARY(16) NOT NULL,
        marked_at DATETIME(3) NOT NULL,
        PRIMARY KEY (script_id, number),
        CONSTRAINT fk_mark_revisions_script FOREIGN KEY (script_id) REFERENCES scripts (id)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTable(runner, 'mark_revisions');
    await dropTable(runner, 'scripts');
  }
}
