import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  addForeignKey,
  changeForeignKey,
  createTable,
  dropForeignKey,
  dropTable,
} from '../shared/database/schema-steps';

/** Keys along which learners' work could go: what it was, and what it is from now on. */
const KEYS = [
  ['activity_completions', 'fk_activity_completions_activity', 'activity_id', 'activities (id)', 'CASCADE'],
  ['activity_completions', 'fk_activity_completions_course', 'course_id', 'courses (id)', 'CASCADE'],
  ['attempt_answers', 'fk_attempt_answers_attempt', 'attempt_id', 'attempts (id)', 'CASCADE'],
  ['results', 'fk_results_attempt', 'attempt_id', 'attempts (id)', 'SET NULL'],
  ['enrollments', 'fk_enrollments_course', 'course_id', 'courses (id)', 'CASCADE'],
] as const;

/**
 * What learners did no longer goes with what it hangs on: the store refuses. While the old build still serves, it cannot
 * delete drafts, nor activities that somebody has completed; it deleted these without a trace. All else it does as ever.
 */
export class ProgressKeptWork1790000011000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // History outlives what it names, so it has no foreign keys.
    await createTable(
      runner,
      'reopened_completions',
      `id BINARY(16) NOT NULL PRIMARY KEY,
       user_id BINARY(16) NOT NULL,
       activity_id BINARY(16) NOT NULL,
       course_id BINARY(16) NOT NULL,
       completed_at DATETIME(3) NOT NULL,
       cause VARCHAR(10) NOT NULL,
       reopened_at DATETIME(3) NOT NULL,
       INDEX ix_reopened_completions_learner (user_id, activity_id)`,
    );
    for (const [table, name, column, target] of KEYS)
      await changeForeignKey(runner, table, name, `FOREIGN KEY (${column}) REFERENCES ${target}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, name, column, target, rule] of KEYS) {
      await dropForeignKey(runner, table, name);
      await addForeignKey(
        runner,
        table,
        name,
        `FOREIGN KEY (${column}) REFERENCES ${target} ON DELETE ${rule}`,
      );
    }
    await dropTable(runner, 'reopened_completions');
  }
}
