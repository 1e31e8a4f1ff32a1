import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, dropColumn } from '../shared/database/schema-steps';

/** Which part of what a question is worth a mark by a scaled rubric is: it follows when the question is worth something else. */
export class MarkingSharesOfMarks1790000088000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'mark_revisions', 'share', 'VARCHAR(64) NULL');
    await addColumn(runner, 'attempt_questions', 'hand_share', 'VARCHAR(64) NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumn(runner, 'attempt_questions', 'hand_share');
    await dropColumn(runner, 'mark_revisions', 'share');
  }
}
