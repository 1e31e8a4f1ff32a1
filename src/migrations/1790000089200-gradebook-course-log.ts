import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  addColumn,
  addIndex,
  changeInBatches,
  createTable,
  dropColumn,
  dropIndex,
  dropTable,
} from '../shared/database/schema-steps';

/** The changes of the results of a course in one list: steps name their course, and first values are found by their instants. */
export class GradebookCourseLog1790000089200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'result_changes', 'course_id', 'BINARY(16) NULL');
    await changeInBatches(
      runner,
      'result_changes',
      'id',
      `UPDATE result_changes h JOIN results r ON r.id = h.result_id JOIN line_items li ON li.id = r.line_item_id
       SET h.course_id = li.course_id WHERE h.id > ? AND h.id <= ? AND h.course_id IS NULL`,
    );
    await addIndex(runner, 'result_changes', 'ix_result_changes_course', 'course_id, changed_at, id');
    await addIndex(runner, 'results', 'ix_results_recorded', 'line_item_id, updated_at, id');
    await createTable(
      runner,
      'line_item_changes',
      `id BINARY(16) NOT NULL PRIMARY KEY,
       course_id BINARY(16) NOT NULL,
       line_item_id BINARY(16) NOT NULL,
       old_item MEDIUMTEXT NULL,
       new_item MEDIUMTEXT NULL,
       changed_by BINARY(16) NOT NULL,
       changed_at DATETIME(3) NOT NULL,
       INDEX ix_line_item_changes_order (course_id, changed_at, id),
       INDEX ix_line_item_changes_item (line_item_id, changed_at, id),
       INDEX ix_line_item_changes_person (changed_by),
       CONSTRAINT fk_line_item_changes_course FOREIGN KEY (course_id) REFERENCES courses (id) ON DELETE CASCADE,
       CONSTRAINT fk_line_item_changes_person FOREIGN KEY (changed_by) REFERENCES users (id)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTable(runner, 'line_item_changes');
    await dropIndex(runner, 'results', 'ix_results_recorded');
    await dropIndex(runner, 'result_changes', 'ix_result_changes_course');
    await dropColumn(runner, 'result_changes', 'course_id');
  }
}
