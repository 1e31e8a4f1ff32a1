import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from '../shared/database/schema-steps';

/** Sets of groups of courses, their groups, and who is or was in them. */
export class EnrollmentsGroups1790000101100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'group_sets',
      `id BINARY(16) NOT NULL PRIMARY KEY, course_id BINARY(16) NOT NULL, title VARCHAR(255) NOT NULL,
       joining VARCHAR(10) NOT NULL, group_size INT NULL, opens_at DATETIME(3) NULL, closes_at DATETIME(3) NULL,
       visibility VARCHAR(10) NOT NULL, version INT NOT NULL DEFAULT 1, created_at DATETIME(3) NOT NULL,
       updated_at DATETIME(3) NOT NULL,
       UNIQUE INDEX uq_group_sets_title (course_id, title),
       INDEX ix_group_sets_order (course_id, id),
       CONSTRAINT fk_group_sets_course FOREIGN KEY (course_id) REFERENCES courses (id) ON DELETE CASCADE`,
    );
    await createTable(
      runner,
      'course_groups',
      `id BINARY(16) NOT NULL PRIMARY KEY, set_id BINARY(16) NOT NULL, title VARCHAR(255) NOT NULL,
       version INT NOT NULL DEFAULT 1, created_at DATETIME(3) NOT NULL, updated_at DATETIME(3) NOT NULL,
       UNIQUE INDEX uq_course_groups_title (set_id, title),
       INDEX ix_course_groups_order (set_id, id),
       CONSTRAINT fk_course_groups_set FOREIGN KEY (set_id) REFERENCES group_sets (id) ON DELETE CASCADE`,
    );
    await createTable(
      runner,
      'group_memberships',
      `id BINARY(16) NOT NULL PRIMARY KEY, set_id BINARY(16) NOT NULL, group_id BINARY(16) NOT NULL,
       user_id BINARY(16) NOT NULL, is_standing TINYINT NULL, joined_at DATETIME(3) NOT NULL, joined_by BINARY(16) NULL,
       left_at DATETIME(3) NULL, left_by BINARY(16) NULL, ending VARCHAR(10) NULL,
       UNIQUE INDEX uq_group_memberships_standing (set_id, user_id, is_standing),
       INDEX ix_group_memberships_history (set_id, id),
       INDEX ix_group_memberships_group (group_id, is_standing, id),
       INDEX ix_group_memberships_person (user_id, is_standing),
       INDEX ix_group_memberships_joined_by (joined_by),
       INDEX ix_group_memberships_left_by (left_by),
       CONSTRAINT fk_group_memberships_set FOREIGN KEY (set_id) REFERENCES group_sets (id) ON DELETE CASCADE,
       CONSTRAINT fk_group_memberships_group FOREIGN KEY (group_id) REFERENCES course_groups (id) ON DELETE CASCADE,
       CONSTRAINT fk_group_memberships_person FOREIGN KEY (user_id) REFERENCES users (id),
       CONSTRAINT fk_group_memberships_joined_by FOREIGN KEY (joined_by) REFERENCES users (id),
       CONSTRAINT fk_group_memberships_left_by FOREIGN KEY (left_by) REFERENCES users (id)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['group_memberships', 'course_groups', 'group_sets']) await dropTable(runner, table);
  }
}
