import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from '../shared/database/schema-steps';

/** Surveys ask questions without right answers. Who has answered one is kept apart from what was answered. */
export class SurveysSurveys1790000100020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'surveys',
      `activity_id BINARY(16) NOT NULL PRIMARY KEY, course_id BINARY(16) NOT NULL,
       is_anonymous TINYINT NOT NULL DEFAULT 0, may_change TINYINT NOT NULL DEFAULT 1, opens_at DATETIME(3) NULL,
       closes_at DATETIME(3) NULL, version INT NOT NULL DEFAULT 1, updated_at DATETIME(3) NOT NULL,
       INDEX ix_surveys_course (course_id),
       CONSTRAINT fk_surveys_activity FOREIGN KEY (activity_id) REFERENCES activities (id) ON DELETE CASCADE,
       CONSTRAINT fk_surveys_course FOREIGN KEY (course_id) REFERENCES courses (id) ON DELETE CASCADE`,
    );
    await createTable(
      runner,
      'survey_answers',
      `id BINARY(16) NOT NULL PRIMARY KEY, activity_id BINARY(16) NOT NULL, digest BINARY(32) NOT NULL,
       answers MEDIUMTEXT NOT NULL, batch INT NOT NULL,
       INDEX ix_survey_answers_survey (activity_id, batch, id),
       CONSTRAINT fk_survey_answers_survey FOREIGN KEY (activity_id) REFERENCES surveys (activity_id)`,
    );
    await createTable(
      runner,
      'survey_participants',
      `activity_id BINARY(16) NOT NULL, user_id BINARY(16) NOT NULL, answer_id BINARY(16) NULL,
       answered_at DATETIME(3) NULL, changed_at DATETIME(3) NULL, version INT NOT NULL DEFAULT 1,
       PRIMARY KEY (activity_id, user_id), INDEX ix_survey_participants_person (user_id),
       INDEX ix_survey_participants_answer (answer_id),
       CONSTRAINT fk_survey_participants_survey FOREIGN KEY (activity_id) REFERENCES surveys (activity_id),
       CONSTRAINT fk_survey_participants_person FOREIGN KEY (user_id) REFERENCES users (id),
       CONSTRAINT fk_survey_participants_answer FOREIGN KEY (answer_id) REFERENCES survey_answers (id)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTable(runner, 'survey_participants');
    await dropTable(runner, 'survey_answers');
    await dropTable(runner, 'surveys');
  }
}
