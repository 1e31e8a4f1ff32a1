import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, dropColumn } from '../shared/database/schema-steps';

/** The paper of an attempt keeps what was drawn for its questions, such as the numbers of a calculation. */
export class AssessmentsDrawnNumbers1790000067000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'attempt_questions', 'drawn', 'MEDIUMTEXT NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumn(runner, 'attempt_questions', 'drawn');
  }
}
