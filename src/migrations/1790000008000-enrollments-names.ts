import type { MigrationInterface, QueryRunner } from 'typeorm';

export class EnrollmentsNames1790000008000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // No default: whoever adds an enrollment without the person's names is refused.
    await queryRunner.query(`
      ALTER TABLE enrollments
        ADD COLUMN family_name VARCHAR(255) NOT NULL,
        ADD COLUMN given_name VARCHAR(255) NOT NULL`);
    await queryRunner.query(`
      UPDATE enrollments e JOIN users u ON u.id = e.user_id
      SET e.family_name = u.family_name, e.given_name = u.given_name`);
    // Only now, so that the index is built once from sorted names.
    await queryRunner.query(`
      ALTER TABLE enrollments
        ADD INDEX ix_enrollments_name (course_id, role, family_name, given_name, id)`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE enrollments
        DROP INDEX ix_enrollments_name,
        DROP COLUMN family_name,
        DROP COLUMN given_name`);
  }
}
