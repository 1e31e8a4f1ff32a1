import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, dropColumn } from '../shared/database/schema-steps';

/** The paper of an attempt keeps the marks that a person gave, so that grading it anew keeps them. */
export class AssessmentsHandMarks1790000071200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'attempt_questions', 'hand_points', 'DECIMAL(9,4) NULL');
    await addColumn(runner, 'attempt_questions', 'hand_sequence', 'INT NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumn(runner, 'attempt_questions', 'hand_sequence');
    await dropColumn(runner, 'attempt_questions', 'hand_points');
  }
}
