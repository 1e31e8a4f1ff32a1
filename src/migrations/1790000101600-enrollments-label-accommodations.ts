import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  addColumn,
  addIndex,
  createTable,
  dropColumn,
  dropIndex,
  dropTable,
} from '../shared/database/schema-steps';

/** Accommodations of groups and tags, and the rows of learners that follow from them. */
export class EnrollmentsLabelAccommodations1790000101600 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'label_accommodations',
      `id BINARY(16) NOT NULL PRIMARY KEY, course_id BINARY(16) NOT NULL, label_kind VARCHAR(10) NOT NULL,
       label_id BINARY(16) NOT NULL, time_factor DECIMAL(4, 2) NOT NULL, minutes_added INT NOT NULL,
       extra_attempts INT NOT NULL, days_added INT NOT NULL, rest_break_minutes INT NOT NULL,
       presentation MEDIUMTEXT NOT NULL, reason TEXT NOT NULL, approved_by BINARY(16) NOT NULL,
       valid_from DATETIME(3) NOT NULL, valid_until DATETIME(3) NULL, version INT NOT NULL DEFAULT 1,
       created_at DATETIME(3) NOT NULL, updated_at DATETIME(3) NOT NULL,
       INDEX ix_label_accommodations_course (course_id, id),
       INDEX ix_label_accommodations_label (label_id),
       INDEX ix_label_accommodations_approver (approved_by),
       CONSTRAINT fk_label_accommodations_course FOREIGN KEY (course_id) REFERENCES courses (id) ON DELETE CASCADE,
       CONSTRAINT fk_label_accommodations_approver FOREIGN KEY (approved_by) REFERENCES users (id)`,
    );
    await addColumn(runner, 'accommodations', 'label_accommodation_id', 'BINARY(16) NULL');
    await addColumn(runner, 'accommodations', 'label_standing', 'TINYINT NULL');
    await addIndex(
      runner,
      'accommodations',
      'uq_accommodations_label',
      'label_accommodation_id, user_id, label_standing',
      { unique: true },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropIndex(runner, 'accommodations', 'uq_accommodations_label');
    await runner.query('DELETE FROM accommodations WHERE label_accommodation_id IS NOT NULL');
    await dropColumn(runner, 'accommodations', 'label_standing');
    await dropColumn(runner, 'accommodations', 'label_accommodation_id');
    await dropTable(runner, 'label_accommodations');
  }
}
