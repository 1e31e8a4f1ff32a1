import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, changeInBatches, dropColumn } from '../shared/database/schema-steps';

/**
 * The paper of an attempt names which version of each question it asks, in which order it shows the options, and by which
 * revision of the key it was graded. Papers of before get the version that was the latest when the attempt started, and the
 * revision that was the newest when it was submitted, so far as versions had been kept by then; else the first.
 */
export class AssessmentsPapers1790000051000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'attempt_questions', 'version_id', 'BINARY(16) NULL');
    await addColumn(runner, 'attempt_questions', 'key_revision_id', 'BINARY(16) NULL');
    await addColumn(runner, 'attempt_questions', 'option_order', 'MEDIUMTEXT NULL');
    await changeInBatches(
      runner,
      'attempts',
      'id',
      `UPDATE attempts t JOIN attempt_questions p ON p.attempt_id = t.id
       SET p.version_id = COALESCE(
         (SELECT v.id FROM question_versions v WHERE v.question_id = p.question_id AND v.created_at <= t.started_at
          ORDER BY v.number DESC LIMIT 1),
         (SELECT v.id FROM question_versions v WHERE v.question_id = p.question_id ORDER BY v.number LIMIT 1))
       WHERE t.id > ? AND t.id <= ? AND p.version_id IS NULL`,
    );
    await changeInBatches(
      runner,
      'attempts',
      'id',
      `UPDATE attempts t JOIN attempt_questions p ON p.attempt_id = t.id
       SET p.key_revision_id = COALESCE(
         (SELECT k.id FROM key_revisions k WHERE k.version_id = p.version_id AND k.created_at <= t.submitted_at
          ORDER BY k.number DESC LIMIT 1),
         (SELECT k.id FROM key_revisions k WHERE k.version_id = p.version_id ORDER BY k.number LIMIT 1))
       WHERE t.id > ? AND t.id <= ? AND t.submitted_at IS NOT NULL AND p.key_revision_id IS NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const column of ['option_order', 'key_revision_id', 'version_id'])
      await dropColumn(runner, 'attempt_questions', column);
  }
}
