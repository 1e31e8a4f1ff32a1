import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from '../shared/database/schema-steps';

/** Who observes which learner, and the codes by which they are linked. */
export class IdentityObservers1790000101650 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'observer_links',
      `id BINARY(16) NOT NULL PRIMARY KEY, observer_id BINARY(16) NOT NULL, learner_id BINARY(16) NOT NULL,
       standing TINYINT NULL, source VARCHAR(20) NOT NULL, since DATETIME(3) NOT NULL, until DATETIME(3) NULL,
       linked_by BINARY(16) NOT NULL, ended_at DATETIME(3) NULL, ended_by BINARY(16) NULL,
       UNIQUE INDEX uq_observer_links_standing (observer_id, learner_id, standing),
       INDEX ix_observer_links_learner (learner_id),
       CONSTRAINT fk_observer_links_observer FOREIGN KEY (observer_id) REFERENCES users (id) ON DELETE CASCADE,
       CONSTRAINT fk_observer_links_learner FOREIGN KEY (learner_id) REFERENCES users (id) ON DELETE CASCADE`,
    );
    await createTable(
      runner,
      'pairing_codes',
      `id BINARY(16) NOT NULL PRIMARY KEY, user_id BINARY(16) NOT NULL, open_marker TINYINT NULL,
       code_hash BINARY(32) NULL, issued_by BINARY(16) NOT NULL, issued_at DATETIME(3) NOT NULL,
       expires_at DATETIME(3) NOT NULL,
       UNIQUE INDEX uq_pairing_codes_open (user_id, open_marker),
       UNIQUE INDEX uq_pairing_codes_hash (code_hash),
       CONSTRAINT fk_pairing_codes_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTable(runner, 'pairing_codes');
    await dropTable(runner, 'observer_links');
  }
}
