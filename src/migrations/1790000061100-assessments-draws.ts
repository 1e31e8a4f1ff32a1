import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  addColumn,
  addForeignKey,
  addIndex,
  dropColumn,
  dropForeignKey,
  dropIndex,
} from '../shared/database/schema-steps';

/** Slots that draw questions from a bank, and what a drawn question is worth on a paper. */
export class AssessmentsDraws1790000061100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'quiz_slots', 'draw_count', 'INT NULL');
    await addColumn(runner, 'quiz_slots', 'draw_points', 'DECIMAL(9,4) NULL');
    await addColumn(runner, 'quiz_slots', 'folder_id', 'BINARY(16) NULL');
    await addIndex(runner, 'quiz_slots', 'ix_quiz_slots_folder', 'folder_id');
    await addForeignKey(
      runner,
      'quiz_slots',
      'fk_quiz_slots_folder',
      'FOREIGN KEY (folder_id) REFERENCES question_folders (id) ON DELETE CASCADE',
    );
    await addColumn(runner, 'attempt_questions', 'points', 'DECIMAL(9,4) NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumn(runner, 'attempt_questions', 'points');
    await dropForeignKey(runner, 'quiz_slots', 'fk_quiz_slots_folder');
    await dropIndex(runner, 'quiz_slots', 'ix_quiz_slots_folder');
    for (const column of ['folder_id', 'draw_points', 'draw_count'])
      await dropColumn(runner, 'quiz_slots', column);
  }
}
