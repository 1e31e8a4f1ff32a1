import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, changeInBatches, dropColumn } from '../shared/database/schema-steps';

/**
 * Results say when the work came in, beside the day of grading, and what staff have said about its lateness. What attempts have given
 * gets the instant of its attempt; an override that of the attempt whose score it replaced.
 */
export class GradebookSubmissionInstants1790000088100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'results', 'submitted_at', 'DATETIME(3) NULL');
    await addColumn(runner, 'results', 'late_decision', 'VARCHAR(120) NULL');
    for (const when of ['old', 'new']) {
      await addColumn(runner, 'result_changes', `${when}_submitted_at`, 'DATETIME(3) NULL');
      await addColumn(runner, 'result_changes', `${when}_late_decision`, 'VARCHAR(120) NULL');
    }
    await changeInBatches(
      runner,
      'results',
      'id',
      `UPDATE results r JOIN attempts t ON t.id = COALESCE(r.attempt_id,
         (SELECT h.attempt_id FROM result_changes h
          WHERE h.result_id = r.id AND h.applied = 1 AND h.attempt_id IS NOT NULL ORDER BY h.changed_at DESC, h.id DESC LIMIT 1))
       SET r.submitted_at = t.submitted_at
       WHERE r.id > ? AND r.id <= ? AND r.submitted_at IS NULL AND r.source IN ('quiz', 'instructor')
         AND r.score_status <> 'not submitted'`,
    );
    await changeInBatches(
      runner,
      'result_changes',
      'id',
      `UPDATE result_changes h JOIN attempts t ON t.id = h.attempt_id SET h.new_submitted_at = t.submitted_at
       WHERE h.id > ? AND h.id <= ? AND h.new_submitted_at IS NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const when of ['new', 'old']) {
      await dropColumn(runner, 'result_changes', `${when}_late_decision`);
      await dropColumn(runner, 'result_changes', `${when}_submitted_at`);
    }
    await dropColumn(runner, 'results', 'late_decision');
    await dropColumn(runner, 'results', 'submitted_at');
  }
}
