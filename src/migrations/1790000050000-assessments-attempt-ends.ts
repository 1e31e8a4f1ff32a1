import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, addIndex, changeInBatches, dropColumn, dropIndex } from '../shared/database/schema-steps';

const COLUMNS: [name: string, type: string][] = [
  ['ends_at', 'DATETIME(3) NULL'],
  ['hand_in_by', 'DATETIME(3) NULL'],
  ['ends_because', 'VARCHAR(12) NULL'],
  ['ended_at', 'DATETIME(3) NULL'],
  ['end_reason', 'VARCHAR(12) NULL'],
  ['paused_at', 'DATETIME(3) NULL'],
  ['rested_seconds', 'INT NOT NULL DEFAULT 0'],
  ['is_preview', 'TINYINT NOT NULL DEFAULT 0'],
  ['deleted_at', 'DATETIME(3) NULL'],
  ['deleted_by', 'BINARY(16) NULL'],
  ['terms', 'MEDIUMTEXT NULL'],
];

/**
 * Attempts get an end: when, by what, and what staff do to it. Attempts that were submitted before ended then. The build before
 * goes on submitting without these columns, so a submitted attempt without `ended_at` ended when it was submitted.
 */
export class AssessmentsAttemptEnds1790000050000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const [name, type] of COLUMNS) await addColumn(runner, 'attempts', name, type);
    await changeInBatches(
      runner,
      'attempts',
      'id',
      `UPDATE attempts SET ended_at = submitted_at, end_reason = 'submitted'
       WHERE id > ? AND id <= ? AND submitted_at IS NOT NULL AND ended_at IS NULL`,
    );
    await addIndex(runner, 'attempts', 'ix_attempts_run_out', 'open_marker, hand_in_by');
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropIndex(runner, 'attempts', 'ix_attempts_run_out');
    for (const [name] of COLUMNS) await dropColumn(runner, 'attempts', name);
  }
}
