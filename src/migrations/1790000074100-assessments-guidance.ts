import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, dropColumn } from '../shared/database/schema-steps';

/** Questions say something to each band of scores and give hints, and quizzes say something to the score of an attempt. */
export class AssessmentsGuidance1790000074100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'key_revisions', 'guidance', 'MEDIUMTEXT NULL');
    await addColumn(runner, 'quizzes', 'overall_feedback', 'MEDIUMTEXT NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumn(runner, 'quizzes', 'overall_feedback');
    await dropColumn(runner, 'key_revisions', 'guidance');
  }
}
