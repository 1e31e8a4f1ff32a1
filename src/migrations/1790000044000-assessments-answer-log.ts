import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  allowWrites,
  changeInBatches,
  createTable,
  dropTable,
  refuseWrites,
} from '../shared/database/schema-steps';

/**
 * Answers become a log, and what was `attempt_answers` becomes the paper of an attempt, `attempt_questions`. The rows are
 * copied, the old table is closed, and what was written meanwhile is copied again. While the build before still serves, it
 * reads attempts as ever; starting, saving and submitting are answered with 503. The old table goes with the next release.
 */
export class AssessmentsAnswerLog1790000044000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'attempt_questions',
      `attempt_id BINARY(16) NOT NULL,
       question_id BINARY(16) NOT NULL,
       position INT NOT NULL,
       points_awarded DECIMAL(9,4) NULL,
       correct TINYINT NULL,
       PRIMARY KEY (attempt_id, question_id),
       INDEX ix_attempt_questions_question (question_id),
       CONSTRAINT fk_attempt_questions_attempt FOREIGN KEY (attempt_id) REFERENCES attempts (id),
       CONSTRAINT fk_attempt_questions_question FOREIGN KEY (question_id) REFERENCES questions (id)`,
    );
    await createTable(
      runner,
      'answer_entries',
      `attempt_id BINARY(16) NOT NULL,
       question_id BINARY(16) NOT NULL,
       sequence BIGINT NOT NULL,
       response MEDIUMTEXT NULL,
       standing VARCHAR(10) NOT NULL,
       idempotency_key VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
       written_at DATETIME(3) NULL,
       saved_at DATETIME(3) NOT NULL,
       PRIMARY KEY (attempt_id, question_id, sequence),
       UNIQUE INDEX uq_answer_entries_key (attempt_id, question_id, idempotency_key),
       CONSTRAINT fk_answer_entries_attempt FOREIGN KEY (attempt_id) REFERENCES attempts (id)`,
    );
    await copy(runner);
    await refuseWrites(runner, 'attempt_answers');
    await copy(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTable(runner, 'answer_entries');
    await dropTable(runner, 'attempt_questions');
    await allowWrites(runner, 'attempt_answers');
  }
}

async function copy(runner: QueryRunner): Promise<void> {
  const batch = 'FROM attempt_answers WHERE attempt_id > ? AND attempt_id <= ?';
  await changeInBatches(
    runner,
    'attempt_answers',
    'attempt_id',
    `INSERT INTO attempt_questions (attempt_id, question_id, position, points_awarded, correct)
     SELECT attempt_id, question_id, position, points_awarded, correct ${batch}
     ON DUPLICATE KEY UPDATE position = VALUES(position), points_awarded = VALUES(points_awarded),
       correct = VALUES(correct)`,
  );
  // The last saved answer is the only one that the build before kept.
  await changeInBatches(
    runner,
    'attempt_answers',
    'attempt_id',
    `INSERT INTO answer_entries (attempt_id, question_id, sequence, response, standing, saved_at)
     SELECT attempt_id, question_id, 1, response, 'on_time', saved_at ${batch} AND saved_at IS NOT NULL
     ON DUPLICATE KEY UPDATE response = VALUES(response), saved_at = VALUES(saved_at)`,
  );
}
