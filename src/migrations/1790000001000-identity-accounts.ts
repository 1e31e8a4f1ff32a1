import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from '../shared/database/schema-steps';

export class IdentityAccounts1790000001000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await createTable(
      queryRunner,
      'orgs',
      `
        id BINARY(16) NOT NULL PRIMARY KEY,
        sourced_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
        name VARCHAR(255) NOT NULL,
        type VARCHAR(20) NOT NULL,
        identifier VARCHAR(255) NULL,
        parent_id BINARY(16) NULL,
        UNIQUE INDEX uq_orgs_sourced_id (sourced_id),
        INDEX ix_orgs_parent (parent_id),
        CONSTRAINT fk_orgs_parent FOREIGN KEY (parent_id) REFERENCES orgs (id)`,
    );
    await createTable(
      queryRunner,
      'users',
      `
        id BINARY(16) NOT NULL PRIMARY KEY,
        sourced_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
        username VARCHAR(255) NOT NULL,
        email VARCHAR(255) NULL,
        given_name VARCHAR(255) NOT NULL,
        middle_name VARCHAR(255) NULL,
        family_name VARCHAR(255) NOT NULL,
        identifier VARCHAR(255) NULL,
        phone VARCHAR(255) NULL,
        role VARCHAR(20) NOT NULL,
        password_hash VARCHAR(255) NULL,
        disabled_at DATETIME(3) NULL,
        org_id BINARY(16) NULL,
        locale VARCHAR(35) NOT NULL DEFAULT 'en',
        time_zone VARCHAR(64) NOT NULL DEFAULT 'UTC',
        version INT NOT NULL DEFAULT 1,
        created_at DATETIME(3) NOT NULL,
        updated_at DATETIME(3) NOT NULL,
        UNIQUE INDEX uq_users_sourced_id (sourced_id),
        UNIQUE INDEX uq_users_username (username),
        UNIQUE INDEX uq_users_email (email),
        INDEX ix_users_name (family_name, given_name, id),
        INDEX ix_users_given_name (given_name),
        INDEX ix_users_role (role, family_name, given_name, id),
        INDEX ix_users_org (org_id),
        CONSTRAINT fk_users_org FOREIGN KEY (org_id) REFERENCES orgs (id)`,
    );
    await createTable(
      queryRunner,
      'sessions',
      `
        id BINARY(16) NOT NULL PRIMARY KEY,
        user_id BINARY(16) NOT NULL,
        created_at DATETIME(3) NOT NULL,
        last_used_at DATETIME(3) NOT NULL,
        expires_at DATETIME(3) NOT NULL,
        revoked_at DATETIME(3) NULL,
        revoked_reason VARCHAR(40) NULL,
        user_agent VARCHAR(255) NULL,
        ip VARCHAR(45) NULL,
        INDEX ix_sessions_user (user_id, revoked_at),
        CONSTRAINT fk_sessions_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE`,
    );
    await createTable(
      queryRunner,
      'refresh_tokens',
      `
        id BINARY(16) NOT NULL PRIMARY KEY,
        session_id BINARY(16) NOT NULL,
        token_hash BINARY(32) NOT NULL,
        issued_at DATETIME(3) NOT NULL,
        expires_at DATETIME(3) NOT NULL,
        used_at DATETIME(3) NULL,
        UNIQUE INDEX uq_refresh_tokens_hash (token_hash),
        INDEX ix_refresh_tokens_session (session_id, expires_at),
        CONSTRAINT fk_refresh_tokens_session FOREIGN KEY (session_id) REFERENCES sessions (id) ON DELETE CASCADE`,
    );
    await createTable(
      queryRunner,
      'one_time_tokens',
      `
        token_hash BINARY(32) NOT NULL PRIMARY KEY,
        purpose VARCHAR(20) NOT NULL,
        user_id BINARY(16) NULL,
        payload MEDIUMTEXT NULL,
        created_at DATETIME(3) NOT NULL,
        expires_at DATETIME(3) NOT NULL,
        INDEX ix_one_time_tokens_user (user_id, purpose),
        INDEX ix_one_time_tokens_expiry (expires_at),
        CONSTRAINT fk_one_time_tokens_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of ['one_time_tokens', 'refresh_tokens', 'sessions', 'users', 'orgs']) {
      await dropTable(queryRunner, table);
    }
  }
}
