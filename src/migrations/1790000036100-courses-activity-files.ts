import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from '../shared/database/schema-steps';

/** The files that the text of an activity names. A file that is named cannot be removed. */
export class CoursesActivityFiles1790000036100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'activity_files',
      `
        activity_id BINARY(16) NOT NULL,
        file_id BINARY(16) NOT NULL,
        PRIMARY KEY (activity_id, file_id),
        INDEX ix_activity_files_file (file_id),
        CONSTRAINT fk_activity_files_activity FOREIGN KEY (activity_id) REFERENCES activities (id) ON DELETE CASCADE,
        CONSTRAINT fk_activity_files_file FOREIGN KEY (file_id) REFERENCES files (id)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTable(runner, 'activity_files');
  }
}
