import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, createTable, dropColumn, dropTable } from '../shared/database/schema-steps';

/**
 * Guardians and the people whose guardians they are. Accounts of guardians that an earlier build made as learners are
 * moved by the next import of their row: only the file says who is a guardian, and a learner who was taken for one would
 * be locked out.
 */
export class IdentityGuardians1790000018100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'users', 'relation', 'VARCHAR(20) NULL');
    await addColumn(runner, 'users', 'agent_sourced_ids', 'MEDIUMTEXT NULL');
    await createTable(
      runner,
      'person_links',
      `
        id BINARY(16) NOT NULL PRIMARY KEY,
        learner_id BINARY(16) NOT NULL,
        guardian_id BINARY(16) NOT NULL,
        named_by BINARY(16) NOT NULL,
        relation VARCHAR(20) NOT NULL,
        valid_from DATE NOT NULL,
        valid_until DATE NULL,
        INDEX ix_person_links_learner (learner_id, valid_until),
        INDEX ix_person_links_guardian (guardian_id, valid_until),
        INDEX ix_person_links_named_by (named_by, valid_until),
        CONSTRAINT fk_person_links_learner FOREIGN KEY (learner_id) REFERENCES users (id) ON DELETE CASCADE,
        CONSTRAINT fk_person_links_guardian FOREIGN KEY (guardian_id) REFERENCES users (id) ON DELETE CASCADE`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTable(runner, 'person_links');
    await dropColumn(runner, 'users', 'agent_sourced_ids');
    await dropColumn(runner, 'users', 'relation');
  }
}
