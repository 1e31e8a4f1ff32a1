import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from '../shared/database/schema-steps';

/** Where learners stand with activities that have a completion rule, and what staff have decided about completions. */
export class ProgressCompletionStandings1790000097010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'completion_standings',
      `user_id BINARY(16) NOT NULL, activity_id BINARY(16) NOT NULL, course_id BINARY(16) NOT NULL,
       marked_at DATETIME(3) NULL, lifted_at DATETIME(3) NULL,
       PRIMARY KEY (user_id, activity_id),
       INDEX ix_completion_standings_activity (activity_id),
       INDEX ix_completion_standings_course (course_id)`,
    );
    await createTable(
      runner,
      'completion_decisions',
      `id BINARY(16) NOT NULL PRIMARY KEY, activity_id BINARY(16) NOT NULL, user_id BINARY(16) NOT NULL,
       is_completed TINYINT(1) NOT NULL, reason VARCHAR(1000) NOT NULL, decided_by BINARY(16) NOT NULL,
       decided_at DATETIME(3) NOT NULL,
       INDEX ix_completion_decisions_learner (activity_id, user_id, decided_at, id),
       INDEX ix_completion_decisions_person (user_id),
       INDEX ix_completion_decisions_author (decided_by)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTable(runner, 'completion_decisions');
    await dropTable(runner, 'completion_standings');
  }
}
