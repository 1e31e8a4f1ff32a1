import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from '../shared/database/schema-steps';

/** The roles of people as roles.csv of OneRoster 1.2 gives them: several for one person, each in one organization. */
export class RosteringRoles1790000030000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'roster_roles',
      `
        id BINARY(16) NOT NULL PRIMARY KEY,
        sourced_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
        user_sourced_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
        org_id BINARY(16) NULL,
        role VARCHAR(255) NOT NULL,
        role_type VARCHAR(10) NOT NULL,
        begin_date DATE NULL,
        end_date DATE NULL,
        ended_at DATETIME(3) NULL,
        UNIQUE INDEX uq_roster_roles_sourced_id (sourced_id),
        INDEX ix_roster_roles_user (user_sourced_id)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTable(runner, 'roster_roles');
  }
}
