import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, changeInBatches, dropColumn } from '../shared/database/schema-steps';

const COLUMNS = [
  ['enrollments', 'is_owner', 'TINYINT NOT NULL DEFAULT 0'],
  ['enrollments', 'group_ids', 'VARBINARY(800) NULL'],
  ['enrollment_moves', 'from_is_owner', 'TINYINT NOT NULL DEFAULT 0'],
  ['enrollment_moves', 'to_is_owner', 'TINYINT NOT NULL DEFAULT 0'],
  ['enrollment_moves', 'from_group_ids', 'VARBINARY(800) NULL'],
  ['enrollment_moves', 'to_group_ids', 'VARBINARY(800) NULL'],
] as const;

/** Instructors can be owners of their course, and assistants be limited to groups. Whoever made a course and teaches it is its owner. */
export class EnrollmentsRoles1790000101400 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const [table, column, type] of COLUMNS) await addColumn(runner, table, column, type);
    await changeInBatches(
      runner,
      'enrollments',
      'id',
      `UPDATE enrollments e JOIN courses c ON c.id = e.course_id AND c.created_by = e.user_id
       SET e.is_owner = 1 WHERE e.role = 'instructor' AND e.id > ? AND e.id <= ?`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, column] of [...COLUMNS].reverse()) await dropColumn(runner, table, column);
  }
}
