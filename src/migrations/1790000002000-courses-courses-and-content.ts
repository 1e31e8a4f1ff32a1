import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from '../shared/database/schema-steps';

export class CoursesCoursesAndContent1790000002000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await createTable(
      queryRunner,
      'academic_sessions',
      `
        id BINARY(16) NOT NULL PRIMARY KEY,
        sourced_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
        title VARCHAR(255) NOT NULL,
        type VARCHAR(20) NOT NULL,
        start_date DATE NOT NULL,
        end_date DATE NOT NULL,
        parent_id BINARY(16) NULL,
        school_year SMALLINT NULL,
        UNIQUE INDEX uq_academic_sessions_sourced_id (sourced_id),
        INDEX ix_academic_sessions_parent (parent_id),
        CONSTRAINT fk_academic_sessions_parent FOREIGN KEY (parent_id) REFERENCES academic_sessions (id)`,
    );
    await createTable(
      queryRunner,
      'course_templates',
      `
        id BINARY(16) NOT NULL PRIMARY KEY,
        sourced_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
        title VARCHAR(255) NOT NULL,
        code VARCHAR(255) NULL,
        org_id BINARY(16) NULL,
        UNIQUE INDEX uq_course_templates_sourced_id (sourced_id),
        INDEX ix_course_templates_org (org_id),
        CONSTRAINT fk_course_templates_org FOREIGN KEY (org_id) REFERENCES orgs (id)`,
    );
    await createTable(
      queryRunner,
      'courses',
      `
        id BINARY(16) NOT NULL PRIMARY KEY,
        sourced_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
        code VARCHAR(255) NOT NULL,
        title VARCHAR(255) NOT NULL,
        summary VARCHAR(2000) NOT NULL DEFAULT '',
        time_zone VARCHAR(64) NOT NULL,
        status VARCHAR(20) NOT NULL,
        self_enrollment TINYINT NOT NULL DEFAULT 0,
        start_date DATE NULL,
        end_date DATE NULL,
        academic_session_id BINARY(16) NULL,
        template_id BINARY(16) NULL,
        org_id BINARY(16) NULL,
        created_by BINARY(16) NULL,
        published_at DATETIME(3) NULL,
        version INT NOT NULL DEFAULT 1,
        content_version INT NOT NULL DEFAULT 1,
        created_at DATETIME(3) NOT NULL,
        updated_at DATETIME(3) NOT NULL,
        UNIQUE INDEX uq_courses_sourced_id (sourced_id),
        INDEX ix_courses_title (title, id),
        INDEX ix_courses_created (created_at, id),
        INDEX ix_courses_academic_session (academic_session_id),
        INDEX ix_courses_template (template_id),
        INDEX ix_courses_org (org_id),
        INDEX ix_courses_created_by (created_by),
        CONSTRAINT fk_courses_academic_session FOREIGN KEY (academic_session_id) REFERENCES academic_sessions (id),
        CONSTRAINT fk_courses_template FOREIGN KEY (template_id) REFERENCES course_templates (id),
        CONSTRAINT fk_courses_org FOREIGN KEY (org_id) REFERENCES orgs (id),
        CONSTRAINT fk_courses_created_by FOREIGN KEY (created_by) REFERENCES users (id)`,
    );
    await createTable(
      queryRunner,
      'sections',
      `
        id BINARY(16) NOT NULL PRIMARY KEY,
        course_id BINARY(16) NOT NULL,
        title VARCHAR(255) NOT NULL,
        summary VARCHAR(2000) NOT NULL DEFAULT '',
        position INT NOT NULL,
        version INT NOT NULL DEFAULT 1,
        created_at DATETIME(3) NOT NULL,
        updated_at DATETIME(3) NOT NULL,
        INDEX ix_sections_course (course_id, position),
        CONSTRAINT fk_sections_course FOREIGN KEY (course_id) REFERENCES courses (id) ON DELETE CASCADE`,
    );
    await createTable(
      queryRunner,
      'activities',
      `
        id BINARY(16) NOT NULL PRIMARY KEY,
        course_id BINARY(16) NOT NULL,
        section_id BINARY(16) NOT NULL,
        position INT NOT NULL,
        type VARCHAR(20) NOT NULL,
        title VARCHAR(255) NOT NULL,
        content MEDIUMTEXT NULL,
        content_html MEDIUMTEXT NULL,
        video_url VARCHAR(2000) NULL,
        version INT NOT NULL DEFAULT 1,
        created_at DATETIME(3) NOT NULL,
        updated_at DATETIME(3) NOT NULL,
        INDEX ix_activities_course (course_id),
        INDEX ix_activities_section (section_id, position),
        CONSTRAINT fk_activities_course FOREIGN KEY (course_id) REFERENCES courses (id) ON DELETE CASCADE,
        CONSTRAINT fk_activities_section FOREIGN KEY (section_id) REFERENCES sections (id) ON DELETE CASCADE`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of ['activities', 'sections', 'courses', 'course_templates', 'academic_sessions']) {
      await dropTable(queryRunner, table);
    }
  }
}
