import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, createTable, dropColumn, dropTable } from '../shared/database/schema-steps';

/** What else an instructor sets about a quiz, and a log of what they change. A quiz of before has what it had: no limits. */
const COLUMNS: [column: string, type: string][] = [
  ['time_limit_seconds', 'INT NULL'],
  ['at_end', "VARCHAR(20) NOT NULL DEFAULT 'submit'"],
  ['grace_seconds', 'INT NULL'],
  ['delay_after_first_seconds', 'INT NULL'],
  ['delay_after_later_seconds', 'INT NULL'],
  ['hard_close', 'TINYINT NOT NULL DEFAULT 0'],
  ['offline_answers', "VARCHAR(20) NOT NULL DEFAULT 'not_counted'"],
  ['navigation', "VARCHAR(20) NOT NULL DEFAULT 'free'"],
  ['shuffle_options', 'TINYINT NOT NULL DEFAULT 0'],
  ['password', 'VARCHAR(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL'],
  ['review', 'MEDIUMTEXT NULL'],
];

export class AssessmentsQuizPolicies1790000043100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const [column, type] of COLUMNS) await addColumn(runner, 'quizzes', column, type);
    await createTable(
      runner,
      'quiz_policy_changes',
      `id BINARY(16) NOT NULL PRIMARY KEY,
       activity_id BINARY(16) NOT NULL,
       setting VARCHAR(40) NOT NULL,
       old_value MEDIUMTEXT NULL,
       new_value MEDIUMTEXT NULL,
       cause VARCHAR(20) NOT NULL,
       changed_by BINARY(16) NULL,
       changed_at DATETIME(3) NOT NULL,
       INDEX ix_quiz_policy_changes_order (activity_id, changed_at, id),
       INDEX ix_quiz_policy_changes_person (changed_by),
       CONSTRAINT fk_quiz_policy_changes_quiz FOREIGN KEY (activity_id) REFERENCES quizzes (activity_id) ON DELETE CASCADE,
       CONSTRAINT fk_quiz_policy_changes_person FOREIGN KEY (changed_by) REFERENCES users (id)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTable(runner, 'quiz_policy_changes');
    for (const [column] of COLUMNS.toReversed()) await dropColumn(runner, 'quizzes', column);
  }
}
