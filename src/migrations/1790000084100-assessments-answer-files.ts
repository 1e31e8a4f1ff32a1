import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from '../shared/database/schema-steps';

/** The files that answers name. A file that is named cannot be removed. */
export class AssessmentsAnswerFiles1790000084100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'answer_files',
      `
        attempt_id BINARY(16) NOT NULL,
        question_id BINARY(16) NOT NULL,
        file_id BINARY(16) NOT NULL,
        PRIMARY KEY (attempt_id, question_id, file_id),
        INDEX ix_answer_files_file (file_id),
        CONSTRAINT fk_answer_files_attempt FOREIGN KEY (attempt_id) REFERENCES attempts (id) ON DELETE CASCADE,
        CONSTRAINT fk_answer_files_file FOREIGN KEY (file_id) REFERENCES files (id)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTable(runner, 'answer_files');
  }
}
