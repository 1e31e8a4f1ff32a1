import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  addColumn,
  addIndex,
  createTable,
  dropColumn,
  dropIndex,
  dropTable,
  replaceIndex,
} from '../shared/database/schema-steps';

const COLUMNS: readonly [name: string, type: string][] = [
  ['visibility', "VARCHAR(20) NOT NULL DEFAULT 'signed_in'"],
  ['language', 'VARCHAR(35) NULL'],
  ['level', 'VARCHAR(20) NULL'],
  ['category', 'VARCHAR(100) NULL'],
  ['tags', 'VARCHAR(2500) NULL'],
];

const FILTERS = ['language', 'level', 'category'];

/** The orders of the list of courses, by the names of their indexes. */
const ORDERS: readonly [name: string, column: string][] = [
  ['title', 'title'],
  ['created', 'created_at'],
  ['code', 'code'],
  ['start', 'start_date'],
];

/** What the catalog says of courses, and who finds them there. Courses that there are stay as they were: for everybody who is signed in. */
export class CoursesDescriptions1790000094020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const [name, type] of COLUMNS) await addColumn(runner, 'courses', name, type);
    for (const filter of FILTERS) await addIndex(runner, 'courses', `ix_courses_${filter}`, filter);
    for (const [name, column] of ORDERS)
      await replaceIndex(runner, 'courses', `ix_courses_status_${name}`, `status, visibility, ${column}, id`);
    await createTable(
      runner,
      'course_tags',
      `
        course_id BINARY(16) NOT NULL,
        form VARCHAR(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
        label VARCHAR(60) NOT NULL,
        PRIMARY KEY (course_id, form),
        INDEX ix_course_tags_form (form, course_id),
        CONSTRAINT fk_course_tags_course FOREIGN KEY (course_id) REFERENCES courses (id) ON DELETE CASCADE`,
    );
    await createTable(
      runner,
      'course_syllabi',
      `
        course_id BINARY(16) NOT NULL PRIMARY KEY,
        content MEDIUMTEXT NOT NULL,
        content_html MEDIUMTEXT NOT NULL,
        CONSTRAINT fk_course_syllabi_course FOREIGN KEY (course_id) REFERENCES courses (id) ON DELETE CASCADE`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTable(runner, 'course_syllabi');
    await dropTable(runner, 'course_tags');
    for (const [name, column] of ORDERS)
      await replaceIndex(runner, 'courses', `ix_courses_status_${name}`, `status, ${column}, id`);
    for (const filter of FILTERS) await dropIndex(runner, 'courses', `ix_courses_${filter}`);
    for (const [name] of COLUMNS) await dropColumn(runner, 'courses', name);
  }
}
