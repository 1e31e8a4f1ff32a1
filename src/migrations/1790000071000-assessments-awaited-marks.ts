import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, dropColumn } from '../shared/database/schema-steps';

/** An attempt may wait for marks that a person gives: how many, and what its other questions earn. */
export class AssessmentsAwaitedMarks1790000071000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'attempts', 'needs_marks', 'INT NOT NULL DEFAULT 0');
    await addColumn(runner, 'attempts', 'marked_score', 'DECIMAL(12,4) NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumn(runner, 'attempts', 'marked_score');
    await dropColumn(runner, 'attempts', 'needs_marks');
  }
}
