import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from '../shared/database/schema-steps';

/** Which course was copied into which term, so that it is copied there once. */
export class CoursesRollovers1790000098000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'course_rollovers',
      `source_course_id BINARY(16) NOT NULL, term_id BINARY(16) NOT NULL, course_id BINARY(16) NOT NULL,
       rolled_at DATETIME(3) NOT NULL,
       PRIMARY KEY (source_course_id, term_id),
       INDEX ix_course_rollovers_term (term_id),
       INDEX ix_course_rollovers_course (course_id),
       CONSTRAINT fk_course_rollovers_source FOREIGN KEY (source_course_id) REFERENCES courses (id) ON DELETE CASCADE,
       CONSTRAINT fk_course_rollovers_term FOREIGN KEY (term_id) REFERENCES academic_sessions (id) ON DELETE CASCADE,
       CONSTRAINT fk_course_rollovers_course FOREIGN KEY (course_id) REFERENCES courses (id) ON DELETE CASCADE`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTable(runner, 'course_rollovers');
  }
}
