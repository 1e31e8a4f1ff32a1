import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, createTable, dropColumn, dropTable } from '../shared/database/schema-steps';

/** What grading submitted attempts again keeps: the first score, what answers earn at least, and who it concerned. */
export class AssessmentsRegrades1790000082000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'attempts', 'score_before_regrade', 'DECIMAL(12,4) NULL');
    await addColumn(runner, 'attempt_questions', 'least_share', 'VARCHAR(64) NULL');
    await addColumn(runner, 'attempt_questions', 'least_sequence', 'INT NULL');
    await createTable(
      runner,
      'regraded_attempts',
      `
        operation_id BINARY(16) NOT NULL,
        attempt_id BINARY(16) NOT NULL,
        user_id BINARY(16) NOT NULL,
        attempt_number INT NOT NULL,
        old_score DECIMAL(12,4) NOT NULL,
        old_max_score DECIMAL(12,4) NOT NULL,
        new_score DECIMAL(12,4) NOT NULL,
        new_max_score DECIMAL(12,4) NOT NULL,
        size DECIMAL(12,4) NOT NULL,
        PRIMARY KEY (operation_id, attempt_id),
        INDEX ix_regraded_attempts_size (operation_id, size, attempt_id),
        CONSTRAINT fk_regraded_attempts_operation FOREIGN KEY (operation_id) REFERENCES operations (id) ON DELETE CASCADE`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTable(runner, 'regraded_attempts');
    await dropColumn(runner, 'attempt_questions', 'least_sequence');
    await dropColumn(runner, 'attempt_questions', 'least_share');
    await dropColumn(runner, 'attempts', 'score_before_regrade');
  }
}
