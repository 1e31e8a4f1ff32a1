import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, createTable, dropColumn, dropTable } from '../shared/database/schema-steps';

/** Requests of learners that an answer be marked again, and since when the marks of a quiz are posted by hand. */
export class MarkingRemarkRequests1790000087310 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'remark_rules',
      `
        activity_id BINARY(16) NOT NULL PRIMARY KEY,
        course_id BINARY(16) NOT NULL,
        days INT NULL,
        version INT NOT NULL DEFAULT 1,
        updated_at DATETIME(3) NOT NULL,
        INDEX ix_remark_rules_course (course_id),
        CONSTRAINT fk_remark_rules_activity FOREIGN KEY (activity_id) REFERENCES activities (id) ON DELETE CASCADE,
        CONSTRAINT fk_remark_rules_course FOREIGN KEY (course_id) REFERENCES courses (id) ON DELETE CASCADE`,
    );
    await createTable(
      runner,
      'remark_requests',
      `
        id BINARY(16) NOT NULL PRIMARY KEY,
        course_id BINARY(16) NOT NULL,
        activity_id BINARY(16) NOT NULL,
        script_id BINARY(16) NOT NULL,
        user_id BINARY(16) NOT NULL,
        answer_number INT NOT NULL,
        state VARCHAR(10) NOT NULL,
        points_before DECIMAL(9,4) NOT NULL,
        points_after DECIMAL(9,4) NULL,
        requested_at DATETIME(3) NOT NULL,
        decided_by BINARY(16) NULL,
        decided_at DATETIME(3) NULL,
        version INT NOT NULL DEFAULT 1,
        INDEX ix_remark_requests_queue (course_id, state, id),
        INDEX ix_remark_requests_own (user_id, id),
        INDEX ix_remark_requests_script (script_id),
        INDEX ix_remark_requests_activity (activity_id),
        CONSTRAINT fk_remark_requests_course FOREIGN KEY (course_id) REFERENCES courses (id),
        CONSTRAINT fk_remark_requests_activity FOREIGN KEY (activity_id) REFERENCES activities (id),
        CONSTRAINT fk_remark_requests_script FOREIGN KEY (script_id) REFERENCES scripts (id),
        CONSTRAINT fk_remark_requests_user FOREIGN KEY (user_id) REFERENCES users (id)`,
    );
    await createTable(
      runner,
      'remark_messages',
      `
        id BINARY(16) NOT NULL PRIMARY KEY,
        request_id BINARY(16) NOT NULL,
        author_id BINARY(16) NOT NULL,
        is_staff TINYINT NOT NULL,
        text TEXT NOT NULL,
        sent_at DATETIME(3) NOT NULL,
        INDEX ix_remark_messages_request (request_id, id),
        CONSTRAINT fk_remark_messages_request FOREIGN KEY (request_id) REFERENCES remark_requests (id)`,
    );
    await addColumn(runner, 'quizzes', 'posted_at', 'DATETIME(3) NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumn(runner, 'quizzes', 'posted_at');
    await dropTable(runner, 'remark_messages');
    await dropTable(runner, 'remark_requests');
    await dropTable(runner, 'remark_rules');
  }
}
