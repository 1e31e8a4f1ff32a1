import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addIndex, dropIndex } from '../shared/database/schema-steps';

/** The history of a result in its order. The new index takes the place of the one by id. */
export class GradebookHistoryOrder1790000033300 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addIndex(runner, 'result_changes', 'ix_result_changes_order', 'result_id, changed_at, id');
    await dropIndex(runner, 'result_changes', 'ix_result_changes_result');
  }

  async down(runner: QueryRunner): Promise<void> {
    await addIndex(runner, 'result_changes', 'ix_result_changes_result', 'result_id, id');
    await dropIndex(runner, 'result_changes', 'ix_result_changes_order');
  }
}
