import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, createTable, dropColumn, dropTable } from '../shared/database/schema-steps';

/** Quizzes have a behavior; learners say how sure they are, and have answers checked. */
export class AssessmentsBehaviors1790000074200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'quizzes', 'behavior', "VARCHAR(30) NOT NULL DEFAULT 'deferred'");
    await addColumn(runner, 'answer_entries', 'certainty', 'VARCHAR(10) NULL');
    await addColumn(runner, 'attempt_questions', 'closed_at', 'DATETIME(3) NULL');
    await createTable(
      runner,
      'question_tries',
      `attempt_id BINARY(16) NOT NULL,
       question_id BINARY(16) NOT NULL,
       number INT NOT NULL,
       sequence BIGINT NOT NULL,
       checked_at DATETIME(3) NOT NULL,
       PRIMARY KEY (attempt_id, question_id, number),
       UNIQUE INDEX uq_question_tries_answer (attempt_id, question_id, sequence),
       CONSTRAINT fk_question_tries_attempt FOREIGN KEY (attempt_id) REFERENCES attempts (id)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTable(runner, 'question_tries');
    await dropColumn(runner, 'attempt_questions', 'closed_at');
    await dropColumn(runner, 'answer_entries', 'certainty');
    await dropColumn(runner, 'quizzes', 'behavior');
  }
}
