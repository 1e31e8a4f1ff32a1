import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addIndex, createTable, dropIndex, dropTable } from '../shared/database/schema-steps';

const INDEXES = [
  ['reopened_completions', 'ix_reopened_completions_course', 'course_id, user_id, reopened_at'],
  ['attempts', 'ix_attempts_signs', 'course_id, user_id, submitted_at, started_at'],
] as const;

/** What tells that a learner was in a course lately: the day on which they last opened an activity, and indexes. */
export class ProgressSignsOfActivity1790000021100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'course_visits',
      `course_id BINARY(16) NOT NULL,
       user_id BINARY(16) NOT NULL,
       last_day DATE NOT NULL,
       PRIMARY KEY (course_id, user_id)`,
    );
    for (const [table, index, columns] of INDEXES) await addIndex(runner, table, index, columns);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, index] of INDEXES) await dropIndex(runner, table, index);
    await dropTable(runner, 'course_visits');
  }
}
