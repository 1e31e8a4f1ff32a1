import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from '../shared/database/schema-steps';

/** The files that the texts of a version of a question name. A file that is named cannot be removed. */
export class AssessmentsQuestionFiles1790000072000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'question_version_files',
      `
        version_id BINARY(16) NOT NULL,
        file_id BINARY(16) NOT NULL,
        is_asked TINYINT NOT NULL,
        PRIMARY KEY (version_id, file_id),
        INDEX ix_question_version_files_file (file_id),
        CONSTRAINT fk_question_version_files_version FOREIGN KEY (version_id) REFERENCES question_versions (id) ON DELETE CASCADE,
        CONSTRAINT fk_question_version_files_file FOREIGN KEY (file_id) REFERENCES files (id)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTable(runner, 'question_version_files');
  }
}
