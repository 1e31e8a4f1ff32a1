import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  addColumn,
  addForeignKey,
  addIndex,
  createTable,
  dropColumn,
  dropForeignKey,
  dropIndex,
  dropTable,
} from '../shared/database/schema-steps';

/** Courses have a picture on their cover, and files in their syllabus. A file that is named so cannot be removed. */
export class CoursesCovers1790000100100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'course_syllabus_files',
      `course_id BINARY(16) NOT NULL, file_id BINARY(16) NOT NULL, position INT NOT NULL, label VARCHAR(200) NOT NULL,
       PRIMARY KEY (course_id, file_id), INDEX ix_course_syllabus_files_file (file_id),
       CONSTRAINT fk_course_syllabus_files_course FOREIGN KEY (course_id) REFERENCES courses (id) ON DELETE CASCADE,
       CONSTRAINT fk_course_syllabus_files_file FOREIGN KEY (file_id) REFERENCES files (id)`,
    );
    await addColumn(runner, 'courses', 'cover_file_id', 'BINARY(16) NULL');
    await addColumn(runner, 'courses', 'cover_text', 'VARCHAR(500) NULL');
    await addIndex(runner, 'courses', 'ix_courses_cover_file', 'cover_file_id');
    await addForeignKey(
      runner,
      'courses',
      'fk_courses_cover_file',
      'FOREIGN KEY (cover_file_id) REFERENCES files (id)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropForeignKey(runner, 'courses', 'fk_courses_cover_file');
    await dropIndex(runner, 'courses', 'ix_courses_cover_file');
    await dropColumn(runner, 'courses', 'cover_text');
    await dropColumn(runner, 'courses', 'cover_file_id');
    await dropTable(runner, 'course_syllabus_files');
  }
}
