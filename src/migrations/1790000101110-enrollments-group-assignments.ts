import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  addColumn,
  addIndex,
  createTable,
  dropColumn,
  dropIndex,
  dropTable,
} from '../shared/database/schema-steps';

/** Random assignments of learners to groups, and which memberships they made in the place of which. */
export class EnrollmentsGroupAssignments1790000101110 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'group_assignments',
      `id BINARY(16) NOT NULL PRIMARY KEY, set_id BINARY(16) NOT NULL, seed INT NOT NULL, is_even TINYINT NOT NULL,
       placed_count INT NOT NULL, created_by BINARY(16) NOT NULL, created_at DATETIME(3) NOT NULL,
       reversed_by BINARY(16) NULL, reversed_at DATETIME(3) NULL,
       INDEX ix_group_assignments_set (set_id, id),
       INDEX ix_group_assignments_author (created_by),
       INDEX ix_group_assignments_reversed_by (reversed_by),
       CONSTRAINT fk_group_assignments_set FOREIGN KEY (set_id) REFERENCES group_sets (id) ON DELETE CASCADE,
       CONSTRAINT fk_group_assignments_author FOREIGN KEY (created_by) REFERENCES users (id),
       CONSTRAINT fk_group_assignments_reversed_by FOREIGN KEY (reversed_by) REFERENCES users (id)`,
    );
    await addColumn(runner, 'group_memberships', 'assignment_id', 'BINARY(16) NULL');
    await addColumn(runner, 'group_memberships', 'previous_group_id', 'BINARY(16) NULL');
    await addIndex(
      runner,
      'group_memberships',
      'ix_group_memberships_assignment',
      'assignment_id, is_standing',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropIndex(runner, 'group_memberships', 'ix_group_memberships_assignment');
    for (const column of ['previous_group_id', 'assignment_id'])
      await dropColumn(runner, 'group_memberships', column);
    await dropTable(runner, 'group_assignments');
  }
}
