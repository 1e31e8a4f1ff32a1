import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  addColumn,
  addIndex,
  createTable,
  dropColumn,
  dropIndex,
  dropTable,
} from '../shared/database/schema-steps';

/** What staff do with attempts: a log of it, the time that they added, and an index of the open attempts at a quiz. */
export class AssessmentsAttemptActions1790000053000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'attempt_actions',
      `
        id BINARY(16) NOT NULL PRIMARY KEY,
        attempt_id BINARY(16) NOT NULL,
        kind VARCHAR(20) NOT NULL,
        acted_by BINARY(16) NULL,
        acted_at DATETIME(3) NOT NULL,
        reason TEXT NULL,
        details MEDIUMTEXT NOT NULL,
        subject_id BINARY(16) NULL,
        UNIQUE INDEX uq_attempt_actions_subject (subject_id),
        INDEX ix_attempt_actions_order (attempt_id, acted_at, id),
        CONSTRAINT fk_attempt_actions_attempt FOREIGN KEY (attempt_id) REFERENCES attempts (id)`,
    );
    await addColumn(runner, 'attempts', 'extended_seconds', 'INT NOT NULL DEFAULT 0');
    await addIndex(runner, 'attempts', 'ix_attempts_in_progress', 'activity_id, open_marker, id');
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropIndex(runner, 'attempts', 'ix_attempts_in_progress');
    await dropColumn(runner, 'attempts', 'extended_seconds');
    await dropTable(runner, 'attempt_actions');
  }
}
