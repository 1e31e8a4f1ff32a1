import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addIndex, dropIndex } from '../shared/database/schema-steps';

/** A person's enrollments in the order of their list. The new index takes the place of the one by person alone. */
export class EnrollmentsOwnOrder1790000033200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addIndex(runner, 'enrollments', 'ix_enrollments_own', 'user_id, begin_date, id');
    await dropIndex(runner, 'enrollments', 'ix_enrollments_user');
  }

  async down(runner: QueryRunner): Promise<void> {
    await addIndex(runner, 'enrollments', 'ix_enrollments_user', 'user_id');
    await dropIndex(runner, 'enrollments', 'ix_enrollments_own');
    // The definition of the table lists its indexes in the order in which they were made: this one came last.
    await dropIndex(runner, 'enrollments', 'ix_enrollments_name');
    await addIndex(
      runner,
      'enrollments',
      'ix_enrollments_name',
      'course_id, role, family_name, given_name, id',
    );
  }
}
