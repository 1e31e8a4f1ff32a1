import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, createTable, dropColumn, dropTable } from '../shared/database/schema-steps';

/** Keys with which people come into courses, and who has used them. After the groups that keys name. */
export class EnrollmentsKeys1790000101195 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(
      runner,
      'enrollment_settings',
      'needs_key',
      'TINYINT NOT NULL DEFAULT 0 AFTER needs_approval',
    );
    await addColumn(runner, 'enrollment_requests', 'key_id', 'BINARY(16) NULL AFTER note');
    await createTable(
      runner,
      'course_keys',
      `id BINARY(16) NOT NULL PRIMARY KEY, course_id BINARY(16) NOT NULL, label VARCHAR(255) NOT NULL,
       key_text VARCHAR(64) NOT NULL, group_id BINARY(16) NULL, opens_at DATETIME(3) NULL, closes_at DATETIME(3) NULL,
       max_uses INT NULL, uses INT NOT NULL DEFAULT 0, revoked_at DATETIME(3) NULL, created_by BINARY(16) NOT NULL,
       created_at DATETIME(3) NOT NULL, version INT NOT NULL DEFAULT 1,
       INDEX ix_course_keys_order (course_id, id), INDEX ix_course_keys_group (group_id),
       CONSTRAINT fk_course_keys_course FOREIGN KEY (course_id) REFERENCES courses (id) ON DELETE CASCADE,
       CONSTRAINT fk_course_keys_group FOREIGN KEY (group_id) REFERENCES course_groups (id) ON DELETE CASCADE`,
    );
    await createTable(
      runner,
      'course_key_uses',
      `key_id BINARY(16) NOT NULL, user_id BINARY(16) NOT NULL, used_at DATETIME(3) NOT NULL,
       PRIMARY KEY (key_id, user_id), INDEX ix_course_key_uses_person (user_id),
       CONSTRAINT fk_course_key_uses_key FOREIGN KEY (key_id) REFERENCES course_keys (id) ON DELETE CASCADE,
       CONSTRAINT fk_course_key_uses_person FOREIGN KEY (user_id) REFERENCES users (id)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['course_key_uses', 'course_keys']) await dropTable(runner, table);
    await dropColumn(runner, 'enrollment_requests', 'key_id');
    await dropColumn(runner, 'enrollment_settings', 'needs_key');
  }
}
