import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, createTable, dropColumn, dropTable } from '../shared/database/schema-steps';

/** Files that go back to a learner with a mark. */
export class MarkingFeedbackFiles1790000089300 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'mark_revisions', 'file_ids', 'MEDIUMTEXT NULL');
    await createTable(
      runner,
      'feedback_files',
      `script_id BINARY(16) NOT NULL,
        file_id BINARY(16) NOT NULL,
        PRIMARY KEY (script_id, file_id),
        INDEX ix_feedback_files_file (file_id),
        CONSTRAINT fk_feedback_files_script FOREIGN KEY (script_id) REFERENCES scripts (id),
        CONSTRAINT fk_feedback_files_file FOREIGN KEY (file_id) REFERENCES files (id)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTable(runner, 'feedback_files');
    await dropColumn(runner, 'mark_revisions', 'file_ids');
  }
}
