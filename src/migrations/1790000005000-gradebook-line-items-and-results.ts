import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from '../shared/database/schema-steps';

export class GradebookLineItemsAndResults1790000005000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await createTable(
      queryRunner,
      'line_item_categories',
      `
        id BINARY(16) NOT NULL PRIMARY KEY,
        sourced_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
        title VARCHAR(255) NOT NULL,
        UNIQUE INDEX uq_line_item_categories_sourced_id (sourced_id)`,
    );
    // activity_id is emptied when the activity goes: the line item itself stays if there are results.
    await createTable(
      queryRunner,
      'line_items',
      `
        id BINARY(16) NOT NULL PRIMARY KEY,
        sourced_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
        course_id BINARY(16) NOT NULL,
        activity_id BINARY(16) NULL,
        category_id BINARY(16) NULL,
        title VARCHAR(255) NOT NULL,
        description TEXT NULL,
        assign_date DATE NULL,
        due_at DATETIME(3) NULL,
        result_value_min DECIMAL(12,4) NOT NULL DEFAULT 0,
        result_value_max DECIMAL(12,4) NOT NULL,
        deleted_at DATETIME(3) NULL,
        version INT NOT NULL DEFAULT 1,
        created_at DATETIME(3) NOT NULL,
        updated_at DATETIME(3) NOT NULL,
        UNIQUE INDEX uq_line_items_sourced_id (sourced_id),
        UNIQUE INDEX uq_line_items_activity (activity_id),
        INDEX ix_line_items_course (course_id, due_at),
        INDEX ix_line_items_category (category_id),
        CONSTRAINT fk_line_items_course FOREIGN KEY (course_id) REFERENCES courses (id) ON DELETE CASCADE,
        CONSTRAINT fk_line_items_activity FOREIGN KEY (activity_id) REFERENCES activities (id) ON DELETE SET NULL,
        CONSTRAINT fk_line_items_category FOREIGN KEY (category_id) REFERENCES line_item_categories (id)`,
    );
    // ix_results_figures holds all that the reports count, so that they read the index alone.
    await createTable(
      queryRunner,
      'results',
      `
        id BINARY(16) NOT NULL PRIMARY KEY,
        sourced_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
        line_item_id BINARY(16) NOT NULL,
        user_id BINARY(16) NOT NULL,
        score DECIMAL(12,4) NULL,
        score_status VARCHAR(20) NOT NULL,
        score_date DATE NOT NULL,
        comment TEXT NULL,
        source VARCHAR(20) NOT NULL,
        attempt_id BINARY(16) NULL,
        operation_id BINARY(16) NULL,
        recorded_by BINARY(16) NULL,
        deleted_at DATETIME(3) NULL,
        version INT NOT NULL DEFAULT 1,
        updated_at DATETIME(3) NOT NULL,
        UNIQUE INDEX uq_results_sourced_id (sourced_id),
        UNIQUE INDEX uq_results_learner (line_item_id, user_id),
        INDEX ix_results_figures (line_item_id, deleted_at, score, score_date),
        INDEX ix_results_user (user_id),
        INDEX ix_results_attempt (attempt_id),
        INDEX ix_results_recorded_by (recorded_by),
        CONSTRAINT fk_results_line_item FOREIGN KEY (line_item_id) REFERENCES line_items (id),
        CONSTRAINT fk_results_user FOREIGN KEY (user_id) REFERENCES users (id),
        CONSTRAINT fk_results_attempt FOREIGN KEY (attempt_id) REFERENCES attempts (id) ON DELETE SET NULL,
        CONSTRAINT fk_results_recorded_by FOREIGN KEY (recorded_by) REFERENCES users (id)`,
    );
    // History outlives what it names, so apart from the result it has no foreign keys.
    await createTable(
      queryRunner,
      'result_changes',
      `
        id BINARY(16) NOT NULL PRIMARY KEY,
        result_id BINARY(16) NOT NULL,
        cause VARCHAR(20) NOT NULL,
        applied TINYINT NOT NULL,
        old_score DECIMAL(12,4) NULL,
        old_score_status VARCHAR(20) NULL,
        new_score DECIMAL(12,4) NULL,
        new_score_status VARCHAR(20) NULL,
        comment TEXT NULL,
        attempt_id BINARY(16) NULL,
        operation_id BINARY(16) NULL,
        changed_by BINARY(16) NULL,
        changed_at DATETIME(3) NOT NULL,
        INDEX ix_result_changes_result (result_id, id),
        CONSTRAINT fk_result_changes_result FOREIGN KEY (result_id) REFERENCES results (id)`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of ['result_changes', 'results', 'line_items', 'line_item_categories']) {
      await dropTable(queryRunner, table);
    }
  }
}
