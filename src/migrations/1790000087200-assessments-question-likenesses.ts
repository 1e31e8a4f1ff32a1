import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from '../shared/database/schema-steps';

/**
 * Which questions of a bank ask nearly the same. The application fills the tables for questions that are there already when it starts,
 * as it does for those that processes of the version before write meanwhile.
 */
export class AssessmentsQuestionLikenesses1790000087200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'question_fingerprints',
      `
        question_id BINARY(16) NOT NULL,
        bank_id BINARY(16) NOT NULL,
        form VARBINARY(2000) NOT NULL,
        PRIMARY KEY (question_id),
        INDEX ix_question_fingerprints_bank (bank_id),
        CONSTRAINT fk_question_fingerprints_question FOREIGN KEY (question_id) REFERENCES questions (id) ON DELETE CASCADE,
        CONSTRAINT fk_question_fingerprints_bank FOREIGN KEY (bank_id) REFERENCES question_banks (id) ON DELETE CASCADE`,
    );
    await createTable(
      runner,
      'question_bands',
      `
        bank_id BINARY(16) NOT NULL,
        band BINARY(8) NOT NULL,
        question_id BINARY(16) NOT NULL,
        PRIMARY KEY (bank_id, band, question_id),
        INDEX ix_question_bands_question (question_id),
        CONSTRAINT fk_question_bands_question FOREIGN KEY (question_id) REFERENCES question_fingerprints (question_id) ON DELETE CASCADE`,
    );
    await createTable(
      runner,
      'question_likenesses',
      `
        newer_id BINARY(16) NOT NULL,
        older_id BINARY(16) NOT NULL,
        bank_id BINARY(16) NOT NULL,
        similarity SMALLINT UNSIGNED NOT NULL,
        is_first TINYINT NOT NULL,
        PRIMARY KEY (newer_id, older_id),
        INDEX ix_question_likenesses_older (older_id),
        INDEX ix_question_likenesses_group (bank_id, is_first, older_id, newer_id),
        CONSTRAINT fk_question_likenesses_newer FOREIGN KEY (newer_id) REFERENCES question_fingerprints (question_id) ON DELETE CASCADE,
        CONSTRAINT fk_question_likenesses_older FOREIGN KEY (older_id) REFERENCES question_fingerprints (question_id) ON DELETE CASCADE`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTable(runner, 'question_likenesses');
    await dropTable(runner, 'question_bands');
    await dropTable(runner, 'question_fingerprints');
  }
}
