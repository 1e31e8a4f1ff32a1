import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, dropColumn } from '../shared/database/schema-steps';

export class CoursesOwnFields1790000016000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'activities', 'own_fields', 'MEDIUMTEXT NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumn(runner, 'activities', 'own_fields');
  }
}
