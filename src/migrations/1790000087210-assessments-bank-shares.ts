import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from '../shared/database/schema-steps';

/** With which courses the bank of a course is shared. An ended share stays, since quizzes go on that draw from it. */
export class AssessmentsBankShares1790000087210 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'bank_shares',
      `
        bank_id BINARY(16) NOT NULL,
        course_id BINARY(16) NOT NULL,
        access VARCHAR(10) NOT NULL,
        shared_by BINARY(16) NULL,
        shared_at DATETIME(3) NOT NULL,
        ended_at DATETIME(3) NULL,
        PRIMARY KEY (bank_id, course_id),
        INDEX ix_bank_shares_course (course_id),
        CONSTRAINT fk_bank_shares_bank FOREIGN KEY (bank_id) REFERENCES question_banks (id) ON DELETE CASCADE,
        CONSTRAINT fk_bank_shares_course FOREIGN KEY (course_id) REFERENCES courses (id) ON DELETE CASCADE`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTable(runner, 'bank_shares');
  }
}
