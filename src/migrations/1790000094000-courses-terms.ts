import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, addIndex, dropColumn, dropIndex } from '../shared/database/schema-steps';

const COLUMNS: readonly [name: string, type: string][] = [
  ['holidays', 'MEDIUMTEXT NULL'],
  ['enroll_until', 'DATE NULL'],
  ['drop_until', 'DATE NULL'],
  ['version', 'INT NOT NULL DEFAULT 1'],
];

/** One for each order of the list of terms, within each choice of its filters. */
const INDEXES: readonly [name: string, columns: string][] = [
  ['ix_academic_sessions_start', 'start_date, id'],
  ['ix_academic_sessions_title', 'title, id'],
  ['ix_academic_sessions_year_start', 'school_year, start_date, id'],
  ['ix_academic_sessions_year_title', 'school_year, title, id'],
  ['ix_academic_sessions_type_start', 'type, start_date, id'],
  ['ix_academic_sessions_type_title', 'type, title, id'],
  ['ix_academic_sessions_year_type_start', 'school_year, type, start_date, id'],
  ['ix_academic_sessions_year_type_title', 'school_year, type, title, id'],
];

/** Terms have holidays and deadlines, and are changed by hand. */
export class CoursesTerms1790000094000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const [name, type] of COLUMNS) await addColumn(runner, 'academic_sessions', name, type);
    for (const [name, columns] of INDEXES) await addIndex(runner, 'academic_sessions', name, columns);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [name] of INDEXES) await dropIndex(runner, 'academic_sessions', name);
    for (const [name] of COLUMNS) await dropColumn(runner, 'academic_sessions', name);
  }
}
