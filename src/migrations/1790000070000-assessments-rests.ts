import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, dropColumn } from '../shared/database/schema-steps';

/** When learners rest in an attempt. */
export class AssessmentsRests1790000070000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'attempts', 'rest_began_at', 'DATETIME(3) NULL');
    await addColumn(runner, 'attempts', 'rest_ends_at', 'DATETIME(3) NULL');
    await addColumn(runner, 'attempts', 'rest_milliseconds', 'INT NOT NULL DEFAULT 0');
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumn(runner, 'attempts', 'rest_milliseconds');
    await dropColumn(runner, 'attempts', 'rest_ends_at');
    await dropColumn(runner, 'attempts', 'rest_began_at');
  }
}
