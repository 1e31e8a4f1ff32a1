import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, dropColumn } from '../shared/database/schema-steps';

/** A line item may have a weight of its own where others are weighed by their points. */
export class GradebookFixedWeights1790000089110 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'line_items', 'fixed_weight', 'DECIMAL(7,4) NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumn(runner, 'line_items', 'fixed_weight');
  }
}
