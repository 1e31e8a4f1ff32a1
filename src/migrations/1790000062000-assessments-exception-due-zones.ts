import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, dropColumn } from '../shared/database/schema-steps';

/** An exception keeps in which zone the day of its due date is counted, where that is not the zone of the course any more. */
export class AssessmentsExceptionDueZones1790000062000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'quiz_exceptions', 'due_time_zone', 'VARCHAR(64) NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumn(runner, 'quiz_exceptions', 'due_time_zone');
  }
}
