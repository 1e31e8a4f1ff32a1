import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, dropColumn } from '../shared/database/schema-steps';

/** How far a learner has come in a quiz that asks one question after another. */
export class AssessmentsPositions1790000060000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'attempts', 'reached_position', 'INT NOT NULL DEFAULT 1');
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumn(runner, 'attempts', 'reached_position');
  }
}
