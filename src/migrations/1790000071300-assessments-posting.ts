import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, dropColumn } from '../shared/database/schema-steps';

/** A quiz says when its marks are posted. Those of before go on showing them at once. */
export class AssessmentsPosting1790000071300 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'quizzes', 'posting', "VARCHAR(16) NOT NULL DEFAULT 'at_once'");
    await addColumn(runner, 'quizzes', 'posts_at', 'DATETIME(3) NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumn(runner, 'quizzes', 'posts_at');
    await dropColumn(runner, 'quizzes', 'posting');
  }
}
