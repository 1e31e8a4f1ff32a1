import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  addColumn,
  addIndex,
  changeInBatches,
  dropColumn,
  dropDefault,
  dropIndex,
} from '../shared/database/schema-steps';

const INDEX = 'ix_enrollments_name';

export class EnrollmentsNames1790000008000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await addColumn(queryRunner, 'enrollments', 'family_name', "VARCHAR(255) NOT NULL DEFAULT ''");
    await addColumn(queryRunner, 'enrollments', 'given_name', "VARCHAR(255) NOT NULL DEFAULT ''");
    await copyNames(queryRunner);
    // Only now, so that the index is built once from sorted names.
    await addIndex(queryRunner, 'enrollments', INDEX, 'course_id, role, family_name, given_name, id');
    // Whoever adds an enrollment without the person's names is refused.
    await dropDefault(queryRunner, 'enrollments', 'family_name');
    await dropDefault(queryRunner, 'enrollments', 'given_name');
    // Those that came without them until just now.
    await copyNames(queryRunner);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await dropIndex(queryRunner, 'enrollments', INDEX);
    await dropColumn(queryRunner, 'enrollments', 'family_name');
    await dropColumn(queryRunner, 'enrollments', 'given_name');
  }
}

function copyNames(queryRunner: QueryRunner): Promise<void> {
  return changeInBatches(
    queryRunner,
    'enrollments',
    'id',
    `UPDATE enrollments e JOIN users u ON u.id = e.user_id
     SET e.family_name = u.family_name, e.given_name = u.given_name
     WHERE e.id > ? AND e.id <= ?`,
  );
}
